import { waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { forEachOwner } from '../each-owner.ts'
import { picture } from '../render-photo.tsx'
import { endOf, renderUploader } from '../render-uploader.tsx'

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
    await waitFor(() => expect(revoked).toEqual(created))
  })

  test('a failure, and the retry after it', async () => {
    const { backend, upload, held, uploader, phase } = await uploading()
    backend.answer('confirm', () => Response.json({ error: { code: 'forbidden' } }, { status: 503 }))
    held.release()
    expect(await upload).toBe('forbidden')
    await phase('error')
    // It is still shown, beside the error.
    expect(uploader().failedSrc).toBe(created[0])
    expect(revoked).toEqual([])
    uploader().retry()
    await phase('success')
    expect(created.length).toBe(2)
    await waitFor(() => expect(revoked).toEqual(created))
  })

  test('a failure, and a reset after it', async () => {
    const { backend, upload, held, uploader, phase } = await uploading()
    backend.answer('confirm', () => Response.json({ error: { code: 'forbidden' } }, { status: 403 }))
    held.release()
    expect(await upload).toBe('forbidden')
    await phase('error')
    uploader().reset()
    await phase('idle')
    expect(uploader().failedSrc).toBeNull()
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
    await waitFor(() => expect(revoked).toEqual(created))
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

/** An upload that is saved, whose image the browser does not have yet. */
async function saved(answer?: () => Response) {
  const backend = real()
  const { endpoint } = backend
  const rendered = renderUploader({ endpoint, src: '/old.png' })
  const held = backend.hold('image', answer)
  const { url } = await rendered.uploader().uploadAsync(await picture('#a00'))
  await rendered.phase('success')
  await held.reached
  const [preview] = created
  expect(rendered.uploader().src).toBe(preview)
  return { ...rendered, backend, endpoint, held, url, preview }
}

describe('a saved picture is shown from the page', () => {
  test('until the browser has the image, and then from where it is saved', async () => {
    const { uploader, held, url, preview } = await saved()
    expect(revoked).toEqual([])
    held.release()
    await waitFor(() => expect(uploader().src).toBe(url))
    expect(revoked).toEqual([preview])
  })

  test('for good when the image cannot be loaded: that would only be broken', async () => {
    const { uploader, held, preview } = await saved(() => new Response(null, { status: 404 }))
    held.release()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(uploader().src).toBe(preview)
    expect(revoked).toEqual([])
  })

  test('also when the app then gives its address as `src`', async () => {
    const { uploader, held, endpoint, rerender, url, preview } = await saved()
    rerender({ endpoint, src: url })
    expect(uploader().src).toBe(preview)
    held.release()
    await waitFor(() => expect(uploader().src).toBe(url))
    expect(revoked).toEqual([preview])
  })

  test('not longer than the app shows it: another `src` is newer', async () => {
    const { uploader, endpoint, rerender, preview } = await saved()
    rerender({ endpoint, src: '/other.png' })
    expect(uploader().src).toBe('/other.png')
    expect(revoked).toEqual([preview])
  })

  test('also while another one is checked, and after that was cancelled', async () => {
    const { uploader, backend, phase, preview } = await saved()
    const put = backend.hold('PUT')
    const upload = endOf(uploader().uploadAsync(await picture('#0a0')))
    expect(uploader().src).toBe(preview)
    await put.reached
    await phase('uploading')
    expect(uploader().src).toBe(created[1])
    uploader().cancel()
    expect(await upload).toBe('aborted')
    await phase('success')
    expect(uploader().src).toBe(preview)
    expect(revoked).toEqual([created[1]])
  })

  test.each([
    ['a reset', 'reset'],
    ['the unmount', 'unmount'],
    ['another endpoint', 'endpoint'],
  ])('until %s: the object URL is given back', async (_, how) => {
    const { uploader, endpoint, rerender, unmount, phase, preview } = await saved()
    if (how === 'reset') uploader().reset()
    if (how === 'unmount') unmount()
    if (how === 'endpoint') rerender({ endpoint: `${endpoint}-other`, src: '/old.png' })
    expect(revoked).toEqual([preview])
    if (how === 'unmount') return
    await phase('idle')
    expect(uploader().src).toBe('/old.png')
  })

  test('until the next one is saved, with each object URL given back once', async () => {
    const { uploader, preview } = await saved()
    const { url } = await uploader().uploadAsync(await picture('#0a0'))
    await waitFor(() => expect(uploader().src).toBe(url))
    expect(revoked).toEqual([preview, created[1]])
  })

  test('never in place of another one, which was saved behind it', async () => {
    const backend = real()
    const { uploader, phase } = renderUploader({ endpoint: backend.endpoint })
    const confirm = backend.hold('confirm')
    const older = uploader().uploadAsync(await picture('#a00'))
    await confirm.reached
    const put = backend.hold('PUT')
    const newer = endOf(uploader().uploadAsync(await picture('#0a0')))
    await put.reached
    await phase('uploading')
    const preview = uploader().src
    confirm.release()
    const { url } = await older
    expect(uploader().src).toBe(preview)
    uploader().cancel()
    expect(await newer).toBe('aborted')
    await phase('success')
    expect(uploader().src).toBe(url)
    expect(revoked).toEqual(created)
  })

  test('not at all where no images are loaded, as in jsdom', async () => {
    const { decode } = HTMLImageElement.prototype
    Reflect.deleteProperty(HTMLImageElement.prototype, 'decode')
    try {
      const { uploader } = renderUploader({ endpoint: real().endpoint })
      const { url } = await uploader().uploadAsync(await picture('#a00'))
      await waitFor(() => expect(uploader().src).toBe(url))
      expect(revoked).toEqual(created)
    } finally {
      Object.assign(HTMLImageElement.prototype, { decode })
    }
  })
})
