// Finds a Chromium for the tests, in this order: $CHROMIUM_PATH, an installed Chromium or Chrome, Playwright's own
// download, the headless shell inside the npm package @sparticuz/chromium (Linux x64; unpacked once, no root).
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * `BROWSER_SOURCE=npm` skips everything but the npm package.
 *
 * @returns {Promise<import('playwright').LaunchOptions>}
 */
export async function chromiumLaunchOptions() {
  // Test machines often run as root or in containers, where Chromium's sandbox cannot start.
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update']
  if (process.env['BROWSER_SOURCE'] !== 'npm') {
    const executablePath = process.env['CHROMIUM_PATH'] ?? INSTALLED.find((path) => existsSync(path))
    if (executablePath !== undefined) return { executablePath, args }
    if (existsSync(chromium.executablePath())) return { args }
  }
  return { ...(await unpackNpmChromium()), args }
}

async function unpackNpmChromium() {
  const bin = join(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '..', '..', 'bin')
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(bin, '..', 'package.json'), 'utf8'))
  // The package unpacks into the temporary folder and never checks the version: give each version its own.
  const folder = fileURLToPath(new URL(`../node_modules/.cache/chromium-${version}`, import.meta.url))
  mkdirSync(folder, { recursive: true })
  const temporary = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    const { default: pack, inflate } = await import('@sparticuz/chromium')
    const executablePath = await pack.executablePath()
    /** @type {Record<string, string | undefined>} */
    const env = { ...process.env, TMPDIR: temporary }
    // Only where the system lacks NSS and expat: the copies that the package carries.
    if (/not found/.test(execFileSync('ldd', [executablePath], { encoding: 'utf8' }))) {
      if (!existsSync(join(folder, 'al2023'))) await inflate(join(bin, 'al2023.tar.br'))
      env['LD_LIBRARY_PATH'] = join(folder, 'al2023', 'lib')
    }
    // Without any font, Skia aborts the browser.
    if (!existsSync('/etc/fonts/fonts.conf') || !existsSync('/usr/share/fonts')) {
      env['FONTCONFIG_FILE'] = writeFontConfig(folder)
    }
    return { executablePath, env }
  } finally {
    if (temporary === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = temporary
  }
}

/** @param {string} folder */
function writeFontConfig(folder) {
  const path = join(folder, 'fonts.conf')
  writeFileSync(
    path,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fontcache')}</cachedir></fontconfig>
`,
  )
  return path
}
