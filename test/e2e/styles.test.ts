import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromiumLaunchOptions } from '../../scripts/browser.mjs'

// The stylesheet as a production build of Vite leaves it, which compiles light-dark() away, on a page without a
// `color-scheme` of its own.

let browser: Browser
let css: string
beforeAll(async () => {
  const input = fileURLToPath(new URL('../../src/react/styles.css', import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, rolldownOptions: { input } },
  })
  css = [built]
    .flat()
    .flatMap((bundle) => ('output' in bundle ? bundle.output : []))
    .map((file) => (file.type === 'asset' ? String(file.source) : ''))
    .join('')
  browser = await chromium.launch(await chromiumLaunchOptions())
})
afterAll(() => browser.close())

async function backgroundOf(html: string): Promise<string> {
  const page = await browser.newPage({ colorScheme: 'dark' })
  await page.setContent(`<style>${css}</style>${html}`)
  return page.locator('.profile-image').evaluate((card) => getComputedStyle(card).backgroundColor)
}

const card = '<div class="profile-image" data-drag="none"></div>'

test('a built page that says nothing about colour schemes gets the light colours', async () => {
  expect(css).toContain('profile-image')
  expect(await backgroundOf(card)).toBe('rgb(255, 255, 255)')
})

test('a built page that asks for dark gets the dark colours', async () => {
  expect(await backgroundOf(`<div data-theme="dark">${card}</div>`)).toBe('rgb(28, 28, 32)')
})
