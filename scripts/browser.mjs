// Finds a Chromium for the tests, in this order: $CHROMIUM_PATH, an installed Chromium or Chrome, Playwright's own
// download, the headless shell inside the npm package @sparticuz/chromium (Linux x64; unpacked once, no root).
// For screenshots, always the last one, with fonts that are always the same.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

// Test machines often run as root or in containers, where Chromium's sandbox cannot start.
const ARGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update']

/**
 * `BROWSER_SOURCE=npm` skips everything but the npm package.
 *
 * @returns {Promise<import('playwright').LaunchOptions>}
 */
export async function chromiumLaunchOptions() {
  if (process.env['BROWSER_SOURCE'] !== 'npm') {
    const executablePath = process.env['CHROMIUM_PATH'] ?? INSTALLED.find((path) => existsSync(path))
    if (executablePath !== undefined) return { executablePath, args: ARGS }
    if (existsSync(chromium.executablePath())) return { args: ARGS }
  }
  const { executablePath, env, folder } = await unpackNpmChromium()
  // Without any font, Skia aborts the browser.
  if (!existsSync('/etc/fonts/fonts.conf') || !existsSync('/usr/share/fonts')) {
    env['FONTCONFIG_FILE'] = writeFontConfig(folder, [join(folder, 'fonts')])
  }
  return { executablePath, env, args: ARGS }
}

/**
 * The Chromium that draws the same pixels on every machine: its version is the lockfile's, and no font is the system's.
 *
 * @param {string} fontFolder Fonts for the scripts that the package's own font lacks.
 * @returns {Promise<import('playwright').LaunchOptions>}
 */
export async function drawingChromiumLaunchOptions(fontFolder) {
  const { executablePath, env, folder } = await unpackNpmChromium()
  const drawing = join(folder, 'drawing')
  // Fontconfig's cache does not see when a file of a folder is another one.
  rmSync(drawing, { recursive: true, force: true })
  const fontConfig = writeFontConfig(drawing, [join(folder, 'fonts'), fontFolder])
  return {
    executablePath,
    env: { ...env, FONTCONFIG_FILE: fontConfig },
    args: [...ARGS, '--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'],
  }
}

/** Why that one cannot run here; null when it can. */
export function noDrawingChromium() {
  const { platform, arch } = process
  if (platform !== 'linux' || arch !== 'x64') {
    return `the browser that drew them runs on Linux x64, and this is ${platform} ${arch}`
  }
  const isInstalled = existsSync(new URL('../node_modules/@sparticuz/chromium', import.meta.url))
  return isInstalled ? null : 'the browser that drew them, @sparticuz/chromium, is not installed'
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
    return { executablePath, env, folder }
  } finally {
    if (temporary === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = temporary
  }
}

/**
 * @param {string} folder Where the configuration and its cache are kept.
 * @param {string[]} fontFolders
 */
function writeFontConfig(folder, fontFolders) {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'fonts.conf')
  writeFileSync(
    path,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>${fontFolders.map((fonts) => `<dir>${fonts}</dir>`).join('')}<cachedir>${join(folder, 'fontcache')}</cachedir></fontconfig>
`,
  )
  return path
}
