import { playwright } from '@vitest/browser-playwright'
import type { BrowserInstanceOption, BrowserConfigOptions } from 'vitest/node'
import { fileURLToPath } from 'node:url'
import { chromiumLaunchOptions, drawingChromiumLaunchOptions } from '../../scripts/browser.mjs'
import { firefox } from './firefox.ts'
import { pressKeys } from './press-keys.ts'
import { webkit } from './webkit.ts'

const ENGINES = {
  chromium: { browser: 'chromium', headless: true, createProvider: chromium },
  // scripts/test-looks.ts asks for it.
  'drawing-chromium': { browser: 'chromium', headless: true, createProvider: drawingChromium },
  firefox: { browser: 'firefox', headless: true, createProvider: firefox },
  // MiniBrowser has no headless mode: scripts/test-engine.ts gives it a display.
  webkit: { browser: 'webkit', headless: false, createProvider: webkit },
} as const

/** By its name in ENGINE. */
export const engine = engineOf(process.env['ENGINE'] ?? 'chromium')
const { browser, headless, createProvider } = ENGINES[engine]
const provider = await createProvider()

/** Of the engine that ENGINE names, Chromium by default. A new object each time: Vitest writes into it. */
export function browserUnderTest(): BrowserConfigOptions & { instances: BrowserInstanceOption[] } {
  return {
    enabled: true,
    headless,
    screenshotFailures: false,
    provider,
    commands: { pressKeys },
    instances: [{ browser }],
  }
}

async function chromium() {
  return playwright({ launchOptions: await chromiumLaunchOptions() })
}

async function drawingChromium() {
  const fonts = fileURLToPath(new URL('../looks/fonts', import.meta.url))
  return playwright({ launchOptions: await drawingChromiumLaunchOptions(fonts) })
}

function engineOf(name: string): keyof typeof ENGINES {
  if (Object.hasOwn(ENGINES, name)) return name as keyof typeof ENGINES
  throw new Error(`ENGINE=${name} is none of ${Object.keys(ENGINES).join(', ')}.`)
}
