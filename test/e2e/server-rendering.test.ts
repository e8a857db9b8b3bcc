import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { chromiumLaunchOptions } from '../../scripts/browser.mjs'
import { newestPeers, react18 } from '../compat/peers.ts'
import { type RenderedPage, serveRenderedPage } from './rendered-page.ts'

const SAVED = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(await chromiumLaunchOptions())
})
afterAll(() => browser.close())
afterEach(() => {
  vi.restoreAllMocks()
})

interface Opened {
  page: Page
  /** What it wrote to the console, and its uncaught errors. */
  words: string[]
  /** Lets the script of the page run. */
  hydrate(): void
}

/** The page as the server made it: its script waits. */
async function openUnhydrated(url: string): Promise<Opened> {
  const page = await browser.newPage()
  const words: string[] = []
  page.on('console', (message) => {
    // React advertises its devtools as `info`.
    if (message.type() !== 'info') words.push(message.text())
  })
  page.on('pageerror', (error) => words.push(String(error)))
  let hydrate = () => {}
  const isWanted = new Promise<void>((resolve) => {
    hydrate = resolve
  })
  await page.route('**/browser.js', async (route) => {
    await isWanted
    await route.continue()
  })
  await page.goto(url, { waitUntil: 'commit' })
  await page.getByText('Rendered').waitFor()
  return { page, words, hydrate }
}

const allIds = (page: Page) =>
  page.locator('[id]').evaluateAll((elements) => elements.map((element) => element.id))

describe.each([
  ['19', newestPeers],
  ['18', react18],
])('what React %s rendered on a server', (major, peers) => {
  let served: RenderedPage
  beforeAll(async () => {
    served = await serveRenderedPage(`react-${major}`, peers)
  })
  afterAll(() => served.close())

  test.each([
    ['a saved image', SAVED, 2],
    ['none', null, 0],
  ])('with %s comes to life as it is, without a word on any console', async (_, src, images) => {
    const told = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
    const query = src === null ? '' : `?${new URLSearchParams({ src })}`
    const { page, words, hydrate } = await openUnhydrated(served.url + query)
    expect((await page.title()).startsWith(`React ${peers.react}`)).toBe(true)
    expect(await page.getByRole('img').count()).toBe(images)
    const ids = await allIds(page)
    expect(new Set(ids).size).toBe(ids.length)
    await page.evaluate(() => {
      for (const element of document.querySelectorAll('*')) Object.assign(element, { isFromServer: true })
    })

    hydrate()
    await page.getByText('Alive').waitFor()
    // A file that is refused needs no backend.
    const second = page.getByRole('group', { name: 'Second' })
    await second
      .locator('input')
      .setInputFiles({ name: 'empty.png', mimeType: 'image/png', buffer: Buffer.of() })
    await second.getByRole('alert').filter({ hasText: 'The selected file is empty.' }).waitFor()

    const groups = await page
      .getByRole('group')
      .evaluateAll((elements) => elements.map((element) => 'isFromServer' in element))
    expect(groups).toEqual([true, true])
    // The upload that came to life has failed meanwhile, and its error has an id, too.
    expect(await allIds(page)).toEqual(expect.arrayContaining(ids))
    expect(words).toEqual([])
    expect(told.flatMap(({ mock }) => mock.calls)).toEqual([])
    await page.close()
  })
})
