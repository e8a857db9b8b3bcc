import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { forEachOwner } from './each-owner.ts'
import { picture } from './render-photo.tsx'
import { endOf, renderUploader } from './render-uploader.tsx'

const real = forEachOwner()
let created: string[]
let revoked: string[]

beforeEach(() => {
  created = []
  revoked = []
  const { createObjectURL, revokeObjectURL } = URL
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = createObjectURL(blob)
    created.push(url)
    return url
  })
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => {
    revoked.push(url)
    revokeObjectURL(url)
  })
})
afterEach(() => vi.restoreAllMocks())

/** An upload whose PUT is on its way, with its preview shown. */
async function uploading() {
  const backend = real()
  const { endpoint } = backend
  const rendered = renderUploader({ endpoint })
  const held = backend.hold('PUT')
  const upload = endOf(rendered.uploader().uploadAsync(await picture('#a00')))
  await held.reached
  await rendered.phase('uploading')
  expect(created).toEqual([rendered.uploader().src])
  expect(revoked).toEqual([])
  return { ...rendered, backend, endpoint, held, upload }
}

describe('T-67: each object URL is revoked, once, after', () => {
  test('a success', async () => {
    const { held, upload, phase } = await uploading()
    held.release()
    expect(await upload).toBe('saved')
    await phase('success')
    expect(revoked).toEqual(created)
  })

  test('a failure, and the retry after it', async () => {
    const { backend, upload, held, uploader, phase } = await uploading()
    backend.answer('confirm', () => Response.json({ error: { code: 'forbidden' } }, { status: 503 }))
    held.release()
    expect(await upload).toBe('forbidden')
    expect(revoked).toEqual(created)
    uploader().retry()
    await phase('success')
    expect(created.length).toBe(2)
    expect(revoked).toEqual(created)
  })

  test('a cancel', async () => {
    const { uploader, upload } = await uploading()
    uploader().cancel()
    expect(await upload).toBe('aborted')
    expect(revoked).toEqual(created)
  })

  test('a reset', async () => {
    const { uploader, upload } = await uploading()
    uploader().reset()
    expect(await upload).toBe('aborted')
    expect(revoked).toEqual(created)
  })

  test('another choice', async () => {
    const { uploader, upload } = await uploading()
    await uploader().uploadAsync(await picture('#0a0'))
    expect(await upload).toBe('aborted')
    expect(created.length).toBe(2)
    expect(revoked).toEqual(created)
  })

  test('a change of the endpoint', async () => {
    const { endpoint, rerender, upload } = await uploading()
    rerender({ endpoint: `${endpoint}-other` })
    expect(await upload).toBe('aborted')
    expect(revoked).toEqual(created)
  })

  test('the unmount', async () => {
    const { unmount, upload } = await uploading()
    unmount()
    expect(await upload).toBe('aborted')
    expect(revoked).toEqual(created)
  })
})
