import { existsSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'

const INSTALLED = ['/usr/bin/firefox-esr', '/usr/bin/firefox']

/** An installed Firefox, driven by WebDriver BiDi: not Playwright's patched one. */
export function firefox(): ReturnType<typeof playwright> {
  const executablePath = process.env['FIREFOX_PATH'] ?? INSTALLED.find((path) => existsSync(path))
  if (executablePath === undefined) throw new Error(`There is no ${INSTALLED.join(' or ')}.`)
  return playwright({ launchOptions: { channel: 'moz-firefox', executablePath } })
}
