import { QueryObserver } from '@tanstack/react-query'
import { waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  type AnyUploadError,
  createBackend,
  type ImageChange,
  profileImageKeys,
  profileImageQuery,
  type PublicImage,
} from '../../src/index.ts'
import { forEachOwner } from './each-owner.ts'
import { picture } from './render-photo.tsx'
import { endOf, renderUploader } from './render-uploader.tsx'

const real = forEachOwner()
afterEach(() => vi.restoreAllMocks())

/** Time for what must not happen. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 100))
const removed = () => Response.json({ undoTicket: 'undo-canary' })
const refused = () => Response.json({ error: { code: 'remove-rejected', requestId: 'r-1' } }, { status: 422 })
const restoredImage: PublicImage = {
  id: 'restored',
  url: `${location.origin}/restored.png`,
  type: 'image/png',
  width: 1,
  height: 1,
  sizeBytes: 70,
}

/** The hook with an image that is saved, and in the cache of the query. */
function withSavedImage() {
  const backend = real()
  const { endpoint } = backend
  const onImageChange = vi.fn<(image: PublicImage | null, change: ImageChange) => void>()
  const onError = vi.fn<(error: AnyUploadError) => void>()
  const options = { endpoint, onImageChange, onError }
  const rendered = renderUploader({ ...options, src: '/saved.png' })
  const key = profileImageKeys.current(endpoint)
  rendered.client.setQueryData(key, { url: '/saved.png' })
  return {
    ...rendered,
    backend,
    onImageChange,
    onError,
    rerender: (src: string | null) => rendered.rerender({ ...options, src }),
    cached: () => rendered.client.getQueryData(key),
  }
}

/** The same when the image has been removed. */
async function withRemovedImage(answer = removed) {
  const rendered = withSavedImage()
  rendered.backend.answer('remove', answer)
  rendered.uploader().remove()
  await rendered.phase('removed')
  return rendered
}

describe('remove', () => {
  test('shows nothing at once, and tells and writes when the server has said yes', async () => {
    const { uploader, phase, backend, onImageChange, cached } = withSavedImage()
    expect(uploader()).toMatchObject({ src: '/saved.png', canRemove: true })
    const held = backend.hold('remove', removed)
    uploader().remove()
    await phase('removing')
    expect(uploader()).toMatchObject({ src: null, canRemove: false, isPending: true, image: null })
    expect(onImageChange).not.toHaveBeenCalled()
    expect(cached()).toEqual({ url: '/saved.png' })
    held.release()
    await phase('removed')
    expect(uploader()).toMatchObject({ src: null, canRemove: false, isSuccess: true, image: null })
    expect(uploader().state.canUndo).toBe(true)
    expect(onImageChange).toHaveBeenCalledExactlyOnceWith(null, 'removed')
    expect(cached()).toBeNull()
    expect(backend.wire).toEqual(['remove'])
  })

  test('that fails brings the image back; it was never gone for those who read the query', async () => {
    const { uploader, phase, backend, client, onImageChange, onError, cached } = withSavedImage()
    const seen = vi.fn<(url: string | undefined) => void>()
    const query = { ...profileImageQuery({ endpoint: backend.endpoint }), enabled: false }
    const unsubscribe = new QueryObserver(client, query).subscribe(({ data }) => seen(data?.url))
    const held = backend.hold('remove', refused)
    uploader().remove()
    await phase('removing')
    held.release()
    await phase('error')
    expect(uploader()).toMatchObject({ src: '/saved.png', canRemove: true, isError: true })
    expect(uploader().error).toMatchObject({ code: 'remove-rejected', step: 'remove', requestId: 'r-1' })
    expect(onError).toHaveBeenCalledExactlyOnceWith(uploader().error)
    expect(onImageChange).not.toHaveBeenCalled()
    expect([cached(), seen.mock.calls]).toEqual([{ url: '/saved.png' }, []])
    unsubscribe()

    backend.answer('remove', removed)
    uploader().retry()
    await phase('removed')
    expect(uploader().src).toBeNull()
  })

  test('twice, and twice in a row, is one request', async () => {
    const { uploader, phase, backend, onImageChange } = withSavedImage()
    backend.answer('remove', removed)
    uploader().remove()
    uploader().remove()
    await phase('removed')
    uploader().remove()
    await aMoment()
    expect(backend.wire).toEqual(['remove'])
    expect(onImageChange).toHaveBeenCalledOnce()
  })

  test('is tried again while the backend is busy, and shows nothing for as long', async () => {
    const { uploader, phase, backend } = withSavedImage()
    backend.answer('remove', () => new Response(null, { status: 503, headers: { 'retry-after': '1' } }))
    uploader().remove()
    await phase('waiting')
    expect(uploader()).toMatchObject({ src: null, canRemove: false })
    backend.answer('remove', removed)
    await waitFor(() => expect(uploader().state.phase).toBe('removed'), { timeout: 5_000 })
    expect(backend.wire).toEqual(['remove', 'remove'])
  })

  test('of an upload that moves its bytes cancels it, and removes what is saved', async () => {
    const { uploader, phase, backend } = withSavedImage()
    const put = backend.hold('PUT')
    const upload = endOf(uploader().uploadAsync(await picture()))
    await put.reached
    await phase('uploading')
    expect(uploader().canRemove).toBe(true)
    backend.answer('remove', removed)
    uploader().remove()
    expect(await upload).toBe('aborted')
    await phase('removed')
    expect(backend.wire).toEqual(['request-url', 'PUT', 'remove'])
  })

  test('has no effect while an upload confirms, and is not offered', async () => {
    const { uploader, phase, backend } = withSavedImage()
    const confirm = backend.hold('confirm')
    const upload = endOf(uploader().uploadAsync(await picture()))
    await confirm.reached
    await phase('confirming')
    expect(uploader().canRemove).toBe(false)
    uploader().remove()
    confirm.release()
    expect(await upload).toBe('saved')
    await phase('success')
    expect(uploader().canRemove).toBe(true)
    expect(backend.wire).toEqual(['request-url', 'PUT', 'confirm'])
  })

  test('T-66: is aborted on unmount: nothing is told, written or left', async () => {
    const { uploader, phase, unmount, backend, client, onImageChange, onError, cached } = withSavedImage()
    const held = backend.hold('remove', removed)
    uploader().remove()
    await phase('removing')
    await held.reached
    unmount()
    held.release()
    await aMoment()
    expect([onImageChange.mock.calls, onError.mock.calls]).toEqual([[], []])
    expect([cached(), client.getMutationCache().getAll()]).toEqual([{ url: '/saved.png' }, []])
    uploader().remove()
    await aMoment()
    expect(backend.wire).toEqual(['remove'])
  })

  test('is a mutation by its key, for those who want to show it', async () => {
    const { uploader, phase, backend, client } = withSavedImage()
    const keys: unknown[] = []
    client.getMutationCache().subscribe(({ type, mutation }) => {
      if (type === 'added') keys.push(mutation.options.mutationKey)
    })
    backend.answer('remove', removed)
    uploader().remove()
    await phase('removed')
    expect(keys).toEqual([profileImageKeys.step(backend.endpoint, 'remove')])
  })

  test('is a mistake of the app where its backend cannot: it is not offered', () => {
    const { remove: _, ...endpoint } = createBackend({ endpoint: real().endpoint })
    const { uploader } = renderUploader({ endpoint, src: '/saved.png' })
    expect(uploader().canRemove).toBe(false)
    expect(() => uploader().remove()).toThrow(TypeError)
    expect(uploader().isIdle).toBe(true)
  })

  test('is not offered where there is no image, and is for one that was just uploaded', async () => {
    const { uploader } = renderUploader({ endpoint: real().endpoint })
    expect(uploader().canRemove).toBe(false)
    await uploader().uploadAsync(await picture())
    expect(uploader().canRemove).toBe(true)
  })
})

describe('what is shown after a removal', () => {
  test('is nothing until the app has other data, and then those', async () => {
    const { uploader, rerender } = await withRemovedImage()
    rerender('/saved.png')
    expect(uploader().src).toBeNull()
    rerender(null)
    expect(uploader().src).toBeNull()
    expect(uploader().state).toMatchObject({ phase: 'removed', canUndo: true })
    rerender('/saved.png')
    expect(uploader().src).toBe('/saved.png')
  })

  test('is what the app has, after a reset', async () => {
    const { uploader, phase } = await withRemovedImage()
    uploader().reset()
    await phase('idle')
    expect(uploader()).toMatchObject({ src: '/saved.png', canRemove: true })
  })

  test('is a picture that is uploaded next: the old one is never seen between', async () => {
    const { uploader, phase, backend } = withSavedImage()
    const removal = backend.hold('remove', removed)
    uploader().remove()
    await removal.reached
    const put = backend.hold('PUT')
    const upload = endOf(uploader().uploadAsync(await picture()))
    await aMoment()
    expect(uploader()).toMatchObject({ src: null, state: { phase: 'preparing' } })
    expect(backend.wire).toEqual(['remove'])
    removal.release()
    await put.reached
    await phase('uploading')
    expect(uploader().src).toMatch(/^blob:/)
    uploader().cancel()
    expect(await upload).toBe('aborted')
    await phase('removed')
    expect(uploader()).toMatchObject({ src: null, state: { canUndo: true } })
  })

  test('is not what a query brings that had begun before it', async () => {
    const { uploader, phase, backend, client, cached } = withSavedImage()
    const held = backend.hold('current', () => Response.json({ url: '/saved.png' }))
    const query = profileImageQuery({ endpoint: backend.endpoint })
    const unsubscribe = new QueryObserver(client, { ...query, refetchOnMount: 'always' }).subscribe(() => {})
    await held.reached
    backend.answer('remove', removed)
    uploader().remove()
    await phase('removed')
    held.release()
    await aMoment()
    expect(cached()).toBeNull()
    unsubscribe()
  })
})

describe('undo', () => {
  test('brings the image back, as a new one: shown, told and written', async () => {
    const { uploader, phase, backend, onImageChange, cached } = await withRemovedImage()
    const held = backend.hold('confirm', () => Response.json(restoredImage))
    uploader().undo()
    uploader().undo()
    await phase('confirming')
    expect(uploader()).toMatchObject({ src: null, canRemove: false })
    held.release()
    await phase('success')
    expect(uploader()).toMatchObject({ src: restoredImage.url, image: restoredImage, canRemove: true })
    expect(onImageChange.mock.calls).toEqual([
      [null, 'removed'],
      [restoredImage, 'restored'],
    ])
    expect(cached()).toEqual(restoredImage)
    expect(backend.wire).toEqual(['remove', 'confirm'])
  })

  test('is still possible when the app has noticed the removal', async () => {
    const { uploader, phase, backend, rerender } = await withRemovedImage()
    rerender(null)
    backend.answer('confirm', () => Response.json(restoredImage))
    uploader().undo()
    await phase('success')
    expect(uploader().src).toBe(restoredImage.url)
  })

  test('is not possible where the backend gave no ticket for it', async () => {
    const { uploader, backend } = await withRemovedImage(() => Response.json({ undoTicket: null }))
    expect(uploader().state.canUndo).toBe(false)
    uploader().undo()
    await aMoment()
    expect(backend.wire).toEqual(['remove'])
  })

  test('that comes too late is an error that nothing can be done about, and nothing is shown', async () => {
    const { uploader, phase, backend, onError } = await withRemovedImage()
    const error = { code: 'ticket-invalid', requestId: 'r-1' }
    backend.answer('confirm', () => Response.json({ error }, { status: 404 }))
    uploader().undo()
    await phase('error')
    expect(uploader().error).toMatchObject({ code: 'ticket-invalid', step: 'confirm', isRetryable: false })
    expect(onError).toHaveBeenCalledOnce()
    uploader().retry()
    await aMoment()
    expect(backend.wire).toEqual(['remove', 'confirm'])
    expect(uploader()).toMatchObject({ src: null, isError: true })
  })
})
