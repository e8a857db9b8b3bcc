import type { Page } from 'playwright'
import { samplePicture } from 'react-profile-image-upload/testing'
import { expect } from 'vitest'

/** A person chooses a picture, removes it, and takes that back: all that the component asks a backend for. */
export async function expectUpload(page: Page): Promise<void> {
  const requests: string[] = []
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    const isOfApp = origin === new URL(page.url()).origin
    if (request.resourceType() === 'image') return
    requests.push(`${request.method()} ${isOfApp ? pathname : 'storage'}`)
  })
  const file = samplePicture()
  const buffer = Buffer.from(await file.arrayBuffer())
  const told = () => page.getByRole('status').textContent()

  await page.locator('input[type=file]').setInputFiles({ name: file.name, mimeType: file.type, buffer })
  await expect.poll(told, { timeout: 20_000 }).toBe('Profile photo saved.')
  expect(requests.filter((each) => !each.startsWith('GET'))).toEqual([
    'POST /api/profile-image/request-url',
    'PUT storage',
    'POST /api/profile-image/confirm',
  ])
  const first = await savedUrl(page)
  expect(await bytesAt(first)).toEqual(buffer)

  await page.getByRole('button', { name: 'Remove photo' }).click()
  await page.getByRole('button', { name: 'Undo' }).click({ timeout: 20_000 })
  await expect.poll(told, { timeout: 20_000 }).toMatch(/restored/)
  expect(requests.filter((each) => !each.startsWith('GET')).slice(3)).toEqual([
    'DELETE /api/profile-image',
    'POST /api/profile-image/confirm',
  ])
  expect(await bytesAt(await savedUrl(page))).toEqual(buffer)
  expect((await fetch(first)).ok).toBe(false)
}

async function savedUrl(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const answer = await fetch('/api/profile-image')
    const image: { url: string } = await answer.json()
    return image.url
  })
}

async function bytesAt(url: string): Promise<Buffer> {
  const answer = await fetch(url)
  expect(answer.headers.get('content-type')).toBe('image/jpeg')
  return Buffer.from(await answer.arrayBuffer())
}
