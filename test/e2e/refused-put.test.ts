import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { s3Profile } from '../../src/server/index.ts'
import { jpeg } from '../picture/samples.ts'
import { PROFILE } from '../s3/target.ts'
import { openStage, type Stage } from './stage.ts'

// What a thief can do with a presigned URL, tried with the URL of a real upload from a real page.

let stage: Stage
let picture: Uint8Array
beforeAll(async () => {
  stage = await openStage()
  picture = await jpeg({ width: 400, height: 300 })
})
afterAll(() => stage.close())

interface Put {
  url: string
  headers: Record<string, string>
}

/** Lets an upload come as far as its PUT, and takes that away from it: the page sees a lost connection. */
async function steal(page: Page): Promise<Put> {
  const put = new Promise<Put>((resolve) => {
    void page.route(/staging/, async (route) => {
      const request = route.request()
      const headers = await request.allHeaders()
      await route.abort('connectionreset')
      resolve({ url: request.url(), headers })
    })
  })
  const buffer = Buffer.from(picture)
  await page.locator('input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer })
  const { url, headers } = await put
  await page.locator('[data-part=root][data-state=error]').waitFor()
  await page.unrouteAll()
  const sent = s3Profile(PROFILE).browserHeaders.map((name) => [name, headers[name] ?? ''])
  return { url, headers: Object.fromEntries(sent) }
}

/** Status of a PUT from the page; 0 where the browser does not let it see one. */
function putFrom(page: Page, { url, headers }: Put, body: Uint8Array): Promise<number> {
  return page.evaluate(
    async ([address, sent, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      try {
        return (await fetch(address, { method: 'PUT', headers: sent, body: bytes })).status
      } catch {
        return 0
      }
    },
    [url, headers, Buffer.from(body).toString('base64')] as const,
  )
}

const refused = (status: number) => status === 0 || status === 400 || status === 403

test('T-1, T-4: from a page, another type, another length and a second PUT are refused', async () => {
  const { page } = await stage.openPage()
  const stolen = await steal(page)
  const before = (await stage.objects('staging/')).length
  const otherType = { ...stolen, headers: { ...stolen.headers, 'content-type': 'text/html' } }
  expect(await putFrom(page, otherType, picture)).toSatisfy(refused)
  expect(await putFrom(page, stolen, picture.subarray(1))).toSatisfy(refused)
  expect((await stage.objects('staging/')).length).toBe(before)

  expect(await putFrom(page, stolen, picture)).toBe(200)
  expect(await putFrom(page, stolen, picture)).toBe(412)
  expect((await stage.objects('staging/')).length).toBe(before + 1)
})

test('T-2: from a page, other bytes of the same length never become an image', async () => {
  const { page } = await stage.openPage()
  const stolen = await steal(page)
  const other = Uint8Array.from(picture, (byte, index) => (index === picture.length - 3 ? byte ^ 1 : byte))
  await putFrom(page, stolen, other)

  // A store that checks the digest has refused them: then the upload goes on. One that does not has stored them:
  // then the handler finds out.
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.locator('[data-part=root][data-state=success]').waitFor()
  const images = await stage.objects('avatars/')
  expect(images.map(({ bytes }) => Buffer.from(bytes))).toEqual([Buffer.from(picture)])
})
