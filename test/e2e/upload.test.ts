import { createHash } from 'node:crypto'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jpegOfSize, photo } from '../picture/samples.ts'
import { SERVER } from '../s3/target.ts'
import { loadEngine } from './load-engine.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let picture: Buffer

beforeAll(async () => {
  stage = await openStage()
  picture = Buffer.from(await photo(1_500_000))
})
afterAll(() => stage.close())

const file = (buffer: Buffer, name = 'holiday.jpg', mimeType = 'image/jpeg') => ({ name, mimeType, buffer })
const input = (page: Page) => page.locator('input[type=file]')
const bar = (page: Page) => page.getByRole('progressbar')
const status = (page: Page) => page.getByRole('status')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The pace of a phone: without it, loopback takes the whole picture at once. Returns what lifts it. */
async function slowDown(page: Page, bytesPerSecond: number): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const conditions = { offline: false, latency: 0, downloadThroughput: -1 }
  const setPace = async (uploadThroughput: number) => {
    await session.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput })
  }
  await setPace(bytesPerSecond)
  return () => setPace(-1)
}

/** The values that the progress bar goes through, collected in the page. */
async function recordProgress(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(globalThis, { seenProgress: seen })
    new MutationObserver(() => {
      const value = document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')
      if (typeof value === 'string' && seen.at(-1) !== Number(value)) seen.push(Number(value))
    }).observe(document.body, { attributes: true, childList: true, subtree: true })
  })
  return () => page.evaluate(() => (globalThis as unknown as { seenProgress: number[] }).seenProgress)
}

test('a dropped picture moves a bar, is saved with its own bytes and type, and is there after a reload', async () => {
  const { page } = await stage.openPage()
  await slowDown(page, 1_000_000)
  const seenProgress = await recordProgress(page)

  const transfer = await page.evaluateHandle(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const data = new DataTransfer()
    data.items.add(new File([bytes], 'holiday.jpg', { type: 'image/jpeg' }))
    return data
  }, picture.toString('base64'))
  const group = page.getByRole('group', { name: 'Profile photo' })
  await group.dispatchEvent('dragenter', { dataTransfer: transfer })
  await group.dispatchEvent('drop', { dataTransfer: transfer })

  await expect.poll(() => status(page).textContent(), { timeout: 30_000 }).toBe('Profile photo saved.')
  const seen = await seenProgress()
  expect(seen.length).toBeGreaterThan(4)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(Math.max(...seen)).toBeLessThan(100)

  const [stored, ...others] = await stage.objects('avatars/')
  expect(others).toEqual([])
  expect(stored?.type).toBe('image/jpeg')
  expect(sha256(stored?.bytes ?? new Uint8Array())).toBe(sha256(picture))
  await page.getByText(stored?.key ?? 'no key').waitFor()

  await page.reload()
  await expectSavedImage(page, stored?.key)
})

async function expectSavedImage(page: Page, key: string | undefined): Promise<void> {
  const image = page.getByRole('img', { name: 'Current profile photo' })
  await image.waitFor()
  expect(await image.getAttribute('src')).toContain(key)
  await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(100)
}

test('no request of an upload and of a removal looks cancelled in the network panel', async () => {
  const { page } = await stage.openPage()
  const cancelled: string[] = []
  page.on('requestfailed', (request) => cancelled.push(`${request.method()} ${request.url()}`))
  for (let round = 0; round < 3; round++) {
    await input(page).setInputFiles(file(picture))
    await status(page).filter({ hasText: 'Profile photo saved.' }).waitFor()
    await page.getByRole('button', { name: 'Remove photo' }).click()
    await page.getByRole('button', { name: 'Undo' }).waitFor()
  }
  expect(cancelled).toEqual([])
  await page.close()
})

test('both localhost and 127.0.0.1 may upload', async () => {
  const { page } = await stage.openPage()
  await page.goto(stage.demo.url.replace('localhost', '127.0.0.1'))
  await input(page).setInputFiles(file(picture))
  await expect.poll(() => status(page).textContent(), { timeout: 30_000 }).toBe('Profile photo saved.')
})

test('the sample picture is uploaded by a click', async () => {
  const { page } = await stage.openPage()
  await page.getByRole('button', { name: 'Use a sample picture' }).click()
  await expect.poll(() => status(page).textContent(), { timeout: 30_000 }).toBe('Profile photo saved.')
})

test('cancel while the bytes move stops them, leaves nothing in the bucket, and shows what was there before', async () => {
  const { page, requests } = await stage.openPage()
  const before = await page.getByRole('img', { name: 'Current profile photo' }).getAttribute('src')
  const images = await stage.objects('avatars/')
  const sent = await stage.objects('staging/')
  const lift = await slowDown(page, 100_000)
  const stopped = page.waitForEvent('requestfailed', (request) => request.method() === 'PUT')
  await input(page).setInputFiles(file(picture))
  // Some bytes are on their way, and no more than some: the whole picture takes 15 s.
  await expect
    .poll(() => bar(page).getAttribute('aria-valuenow').then(Number), { timeout: 10_000 })
    .toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Cancel' }).click()

  expect((await stopped).failure()?.errorText).toBe('net::ERR_ABORTED')
  await page.locator('[data-part=root][data-state=idle]').waitFor()
  expect(await page.getByRole('img', { name: 'Current profile photo' }).getAttribute('src')).toBe(before)
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toMatch(/Choose photo|Change photo/)
  // At full pace, whatever still moved would arrive now, and be confirmed.
  await lift()
  await page.waitForTimeout(1_000)
  expect(requests.filter((request) => request.endsWith('/confirm'))).toEqual([])
  expect(await stage.objects('avatars/')).toEqual(images)
  expect((await stage.objects('staging/')).length).toBe(sent.length)
})

const refused: [what: string, make: () => Promise<Buffer> | Buffer, name: string, message: string][] = [
  [
    'a text file named .jpg',
    () => Buffer.from('This is no picture.'),
    'photo.jpg',
    'Error: The selected file must be a JPEG, PNG or WebP. It is not a picture that we recognise.',
  ],
  [
    'an SVG',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    'photo.svg',
    'Error: The selected file must be a JPEG, PNG or WebP. It is a file of type SVG.',
  ],
  ['an empty file', () => Buffer.alloc(0), 'photo.jpg', 'Error: The selected file is empty.'],
  [
    'a picture of 5 MiB and one byte',
    async () => Buffer.from(await jpegOfSize(5 * 1024 * 1024 + 1)),
    'photo.jpg',
    'Error: The selected file must be at most 5\u00A0MB. It is 5.1\u00A0MB.',
  ],
]

test.each(refused)(
  '%s is refused with its own message and without any request',
  async (_, make, name, message) => {
    // Before the page is counted as idle: a busy machine makes a large picture while the page still loads.
    const chosen = file(await make(), name)
    const { page, requests } = await stage.openPage()
    await loadEngine(page)
    await page.waitForLoadState('networkidle')
    const before = requests.length
    await input(page).setInputFiles(chosen)
    await expect.poll(() => page.getByRole('alert').textContent()).toBe(message)
    await page.waitForTimeout(300)
    expect(requests.slice(before)).toEqual([])
  },
)

test.skipIf(SERVER !== 'memory')(
  'T-15: with all clocks moved 301 s between signing and sending, the URL is renewed once and the old one never sent (skipped on real servers: their clocks cannot be moved)',
  async () => {
    const { page, requests } = await stage.openPage()
    await page.evaluate(() => {
      let ahead = 0
      const { now } = Date
      const monotonic = performance.now.bind(performance)
      Date.now = () => now() + ahead
      performance.now = () => monotonic() + ahead
      Object.assign(globalThis, { moveClocks: (ms: number) => (ahead += ms) })
    })
    const granted: string[] = []
    await page.route('**/request-url', async (route) => {
      const response = await route.fetch()
      const answer: { upload: { url: string } } = await response.json()
      granted.push(answer.upload.url)
      if (granted.length === 1) {
        stage.moveServerClocks(301_000)
        await page.evaluate(() =>
          (globalThis as unknown as { moveClocks(ms: number): void }).moveClocks(301_000),
        )
      }
      await route.fulfill({ response })
    })
    await input(page).setInputFiles(file(picture))
    await expect.poll(() => status(page).textContent(), { timeout: 30_000 }).toBe('Profile photo saved.')

    expect(granted.length).toBe(2)
    const [first, second] = granted
    expect(requests.filter((request) => request === `PUT ${first}`)).toEqual([])
    expect(requests.filter((request) => request === `PUT ${second}`).length).toBe(1)
  },
)

test.skipIf(SERVER !== 'memory')(
  'a storage that answers 403 "Request has expired" to a URL that seemed fresh gets one renewed URL (skipped on real servers: their clocks cannot be moved)',
  async () => {
    const { page, requests } = await stage.openPage()
    await page.route('**/request-url', async (route) => {
      const response = await route.fetch()
      stage.moveServerClocks(requests.some((request) => request.startsWith('PUT')) ? 0 : 301_000)
      await route.fulfill({ response })
    })
    await input(page).setInputFiles(file(picture))
    await expect.poll(() => status(page).textContent(), { timeout: 30_000 }).toBe('Profile photo saved.')
    const puts = requests.filter((request) => request.startsWith('PUT'))
    expect(puts.length).toBe(2)
    expect(puts[0]).not.toBe(puts[1])
  },
)
