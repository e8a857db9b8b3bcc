import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { photo } from '../picture/samples.ts'
import { openStage, type Stage } from './stage.ts'

// What an upload is done with loads when somebody comes near, and not with the page.

let stage: Stage
let picture: { name: string; mimeType: string; buffer: Buffer }

beforeAll(async () => {
  stage = await openStage()
  picture = { name: 'holiday.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await photo(50_000)) }
})
afterAll(() => stage.close())

const ENGINE = '**/connect-uploader.ts*'
const group = (page: Page) => page.getByRole('group', { name: 'Profile photo' })
/** A finger that comes down, and goes on nowhere. */
async function touch(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox()
  if (box === null) throw new Error('Nothing to touch')
  const devtools = await page.context().newCDPSession(page)
  const touchPoints = [{ x: box.x + 1, y: box.y + 1 }]
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchCancel', touchPoints: [] })
  await devtools.detach()
}
const choose = (page: Page) => page.locator('input[type=file]').setInputFiles(picture)
const isSaved = (page: Page) => page.getByRole('status').filter({ hasText: 'Profile photo saved.' }).waitFor()
const loadsOf = (requests: readonly string[]) =>
  requests.filter((request) => request.includes('connect-uploader'))

const approaches: [what: string, approach: (page: Page) => Promise<unknown>][] = [
  ['a pointer over it', (page) => group(page).hover()],
  ['a finger on it', (page) => touch(page, group(page).getByText('Profile photo'))],
  ['the focus in it', (page) => page.getByRole('button', { name: /(Choose|Change) photo/ }).focus()],
  ['a file dragged over it', (page) => group(page).dispatchEvent('dragenter', { bubbles: true })],
]

describe('it is loaded', () => {
  test.each(approaches)('by %s, and not before', async (_, approach) => {
    const { page, requests } = await stage.openPage()
    await page.waitForLoadState('networkidle')
    expect(loadsOf(requests)).toEqual([])
    const loaded = page.waitForResponse(ENGINE)
    await approach(page)
    expect((await loaded).ok()).toBe(true)
    await approach(page)
    await choose(page)
    await isSaved(page)
    expect(loadsOf(requests)).toHaveLength(1)
    await page.close()
  })

  test('by an upload that comes from elsewhere', async () => {
    const { page, requests } = await stage.openPage()
    await page.getByRole('button', { name: 'Use a sample picture' }).click()
    await isSaved(page)
    expect(loadsOf(requests)).toHaveLength(1)
    await page.close()
  })
})

/** The next loads fail. Returns how many have. */
async function failLoads(page: Page, times: number): Promise<() => number> {
  let failures = 0
  // Not by the option `times`: a request that comes while Playwright takes the route away may hang.
  await page.route(ENGINE, async (route) => {
    if (failures === times) return route.continue()
    failures += 1
    return route.abort()
  })
  return () => failures
}

describe('when it cannot be fetched', () => {
  test('once, before it is needed, nobody hears of that, and the upload succeeds', async () => {
    const { page } = await stage.openPage()
    const errors: Error[] = []
    page.on('pageerror', (error) => errors.push(error))
    const failures = await failLoads(page, 1)
    const failed = page.waitForEvent('requestfailed')
    await group(page).hover()
    await failed
    await choose(page)
    await isSaved(page)
    expect([failures(), errors]).toEqual([1, []])
    await page.close()
  })

  test('once, by an upload, the upload succeeds', async () => {
    const { page } = await stage.openPage()
    const failures = await failLoads(page, 1)
    await choose(page)
    await isSaved(page)
    expect(failures()).toBe(1)
    await page.close()
  })

  test('again and again, that is an error, and trying again saves the same picture', async () => {
    const { page, requests } = await stage.openPage()
    const failures = await failLoads(page, 2)
    await choose(page)
    await page.getByRole('alert').filter({ hasText: 'We could not reach the upload service.' }).waitFor()
    expect([failures(), requests.some((request) => request.endsWith('/request-url'))]).toEqual([2, false])
    await page.getByRole('button', { name: 'Try again' }).click()
    await isSaved(page)
    await page.close()
  })

  test('T-62: because the device is offline, the upload waits, and goes on when that is over', async () => {
    const { page } = await stage.openPage()
    await page.context().setOffline(true)
    await page.waitForFunction(() => !navigator.onLine)
    await choose(page)
    await page.getByRole('status').filter({ hasText: 'You are offline.' }).waitFor()
    expect(await page.getByRole('progressbar').count()).toBe(1)
    await page.context().setOffline(false)
    await isSaved(page)
    await page.close()
  })
})
