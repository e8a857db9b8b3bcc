import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Demo, startDemo } from '../../demo/start-demo.ts'
import { type DemoStorage, memoryStorage } from '../../demo/storage.ts'
import { chromiumLaunchOptions } from '../../scripts/browser.mjs'
import { listen } from '../../src/testing/node.ts'
import { photo } from '../picture/samples.ts'

// What the bar says while the storage keeps the page waiting. The clock of the page is in the hands of the tests.

let demo: Demo
let browser: Browser
let picture: { name: string; mimeType: string; buffer: Buffer }
/** What lets each PUT go on that has come and is not answered. */
const held: (() => void)[] = []

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

beforeAll(async () => {
  demo = await startDemo({
    port: 0,
    page: { root: folder('./worker-page'), cacheDir: folder('../../node_modules/.vite/worker-page') },
    openStorage: holdingStorage,
  })
  browser = await chromium.launch(await chromiumLaunchOptions())
  picture = { name: 'holiday.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await photo(1_500_000)) }
})
afterAll(async () => {
  await browser.close()
  await demo.close()
})

/** Answers a PUT only when a test says so. */
async function holdingStorage(origins: readonly string[]): Promise<DemoStorage> {
  const { s3, ...storage } = await memoryStorage(origins)
  const forBrowsers = await listen(async (request) => {
    if (request.method === 'PUT') await new Promise<void>((goOn) => held.push(goOn))
    return s3.fetch(request)
  })
  return {
    ...storage,
    browserEndpoint: forBrowsers.url,
    async close() {
      await forBrowsers.close()
      await storage.close()
    },
  }
}

/** A page of its own browser context, so that a worker of one test has no hold of another's page. */
async function openPage(): Promise<Page> {
  const page = await browser.newPage()
  await page.clock.install()
  await page.goto(demo.url)
  await page.getByRole('button', { name: 'Choose photo' }).waitFor()
  await page.evaluate(() => {
    const seen: (string | null)[] = []
    Object.assign(globalThis, { seenValues: seen })
    new MutationObserver(() => {
      const bar = document.querySelector('[role=progressbar]')
      if (bar !== null) seen.push(bar.getAttribute('aria-valuenow'))
    }).observe(document.body, { attributes: true, childList: true, subtree: true })
  })
  return page
}

/** Starts an upload; returns what lets the storage answer its PUT, once that has come. */
async function startUpload(page: Page): Promise<() => void> {
  await page.locator('input[type=file]').setInputFiles(picture)
  await expect.poll(() => held.length, { timeout: 20_000 }).toBe(1)
  const [goOn] = held.splice(0)
  if (goOn === undefined) throw new Error('No PUT has come.')
  return goOn
}

const phase = (page: Page) => page.locator('[data-part=root]').getAttribute('data-state')
const value = (page: Page) => page.getByRole('progressbar').getAttribute('aria-valuenow')
/** Each value that the bar has had; null while it was indeterminate. */
const seenValues = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { seenValues: (string | null)[] }).seenValues)

async function saved(page: Page): Promise<void> {
  const status = () => page.getByRole('status').textContent()
  await expect.poll(status, { timeout: 30_000 }).toBe('Profile photo saved.')
}

test('T-58: a bar whose bytes have all left says 99 % for 2 s, then that it does not know, and never 100 %', async () => {
  const page = await openPage()
  const goOn = await startUpload(page)
  await expect.poll(() => seenValues(page), { timeout: 20_000 }).toContain('99')
  await page.clock.fastForward(2_000)
  expect(await value(page)).toBeNull()
  expect(await phase(page)).toBe('uploading')
  goOn()
  await saved(page)
  expect(Math.max(...(await seenValues(page)).map(Number))).toBe(99)
  await page.close()
})

test('T-63: behind a service worker that answers every fetch, no event comes: the bar does not know, the upload goes on for minutes', async () => {
  const page = await openPage()
  await page.evaluate(async () => {
    const isHeld = new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve),
    )
    await navigator.serviceWorker.register('/answers-every-fetch.js')
    await isHeld
  })
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET') asked.push(request.method())
  })
  const answer = page.waitForResponse((response) => response.request().method() === 'PUT')
  const goOn = await startUpload(page)
  await page.clock.fastForward(2_000)
  expect(await value(page)).toBeNull()
  // 1.5 MB at 16 kB a second, and 30 s.
  await page.clock.fastForward(110_000)
  expect(await phase(page)).toBe('uploading')
  goOn()
  await saved(page)
  expect((await answer).fromServiceWorker()).toBe(true)
  expect(asked).toEqual(['POST', 'PUT', 'POST'])
  expect(new Set(await seenValues(page))).toEqual(new Set([null]))
  await page.close()
})

test('T-63: a PUT in which nothing moves is given up after 30 s, and confirm is asked what became of it', async () => {
  const page = await openPage()
  const goOn = await startUpload(page)
  const confirm = page.waitForResponse('**/confirm')
  await page.clock.fastForward(30_000)
  expect((await confirm).status()).toBe(409)
  await page.close()
  goOn()
})
