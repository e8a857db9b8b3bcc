import { playwright } from '@vitest/browser-playwright'
import type { BrowserInstanceOption, BrowserConfigOptions } from 'vitest/node'
import { chromiumLaunchOptions } from '../../scripts/browser.mjs'
import { firefox } from './firefox.ts'
import { pressKeys } from './press-keys.ts'
import { webkit } from './webkit.ts'

const ENGINES = {
  chromium: { headless: true, createProvider: chromium },
  firefox: { headless: true, createProvider: firefox },
  // MiniBrowser has no headless mode: scripts/test-engine.ts gives it a display.
  webkit: { headless: false, createProvider: webkit },
}

const engine = engineOf(process.env['ENGINE'] ?? 'chromium')
const { headless, createProvider } = ENGINES[engine]
const provider = await createProvider()

/** Of the engine that ENGINE names, Chromium by default. A new object each time: Vitest writes into it. */
export function browserUnderTest(): BrowserConfigOptions & { instances: BrowserInstanceOption[] } {
  return {
    enabled: true,
    headless,
    screenshotFailures: false,
    provider,
    commands: { pressKeys },
    instances: [{ browser: engine }],
  }
}

async function chromium() {
  return playwright({ launchOptions: await chromiumLaunchOptions() })
}

function engineOf(name: string): keyof typeof ENGINES {
  if (name === 'chromium' || name === 'firefox' || name === 'webkit') return name
  throw new Error(`ENGINE=${name} is none of ${Object.keys(ENGINES).join(', ')}.`)
}
