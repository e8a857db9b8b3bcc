import { waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import {
  type AnyUploadError,
  createBackend,
  type ProfileImageBackend,
  type PublicImage,
  type SendObject,
} from '../../src/index.ts'
import { forEachOwner } from './each-owner.ts'
import { picture, renderPhoto } from './render-photo.tsx'
import { endOf, renderUploader } from './render-uploader.tsx'

const real = forEachOwner()

describe('src', () => {
  test('that the app saves later is newer than a result', async () => {
    const { endpoint } = real()
    const photo = renderPhoto({ endpoint, src: '/first.png' })
    photo.choose(await picture())
    await photo.status('Profile photo saved.')
    expect(photo.image()?.getAttribute('src')).not.toBe('/first.png')
    photo.rerender({ endpoint, src: '/second.png' })
    expect(photo.image()).toHaveAttribute('src', '/second.png')
  })

  test('that was the result, and is gone again, is not shown again: it may be that of another user', async () => {
    const { endpoint } = real()
    const { uploader, rerender } = renderUploader({ endpoint, src: null })
    const { url } = await uploader().uploadAsync(await picture())
    await waitFor(() => expect(uploader().src).toBe(url))
    rerender({ endpoint, src: url })
    expect(uploader().src).toBe(url)
    rerender({ endpoint, src: null })
    expect(uploader().src).toBeNull()
  })

  test('goes from the preview to the result without showing the old image between them', async () => {
    const seen: string[] = []
    const photo = renderPhoto({ endpoint: real().endpoint, src: '/old.png' })
    const observer = new MutationObserver(() => seen.push(photo.image()?.getAttribute('src') ?? 'none'))
    observer.observe(photo.group(), { attributes: true, childList: true, subtree: true })
    photo.choose(await picture())
    await photo.status('Profile photo saved.')
    observer.disconnect()
    const shown = seen.map((src) => (src.startsWith('blob:') ? 'preview' : src))
    expect(shown.lastIndexOf('/old.png')).toBeLessThan(shown.indexOf('preview'))
  })

  test('goes from the preview to the result without a moment in which there is nothing to draw', async () => {
    const widths: [shown: string, width: number][] = []
    const photo = renderPhoto({ endpoint: real().endpoint })
    const observer = new MutationObserver(() => {
      const image = photo.image()
      if (!(image instanceof HTMLImageElement) || image.src.startsWith('blob:')) return
      widths.push([image.src, image.complete ? image.naturalWidth : 0])
    })
    observer.observe(photo.group(), { attributes: true, childList: true, subtree: true })
    photo.choose(await picture())
    await waitFor(() => expect(photo.image()?.getAttribute('src')).toMatch(/^https:/))
    await photo.status('Profile photo saved.')
    observer.disconnect()
    expect(widths.map(([, width]) => width)).toEqual(widths.map(() => 64))
    expect(widths.length).toBeGreaterThan(0)
  })

  test('is what is shown after a reset, which forgets the result', async () => {
    const { uploader, phase } = renderUploader({ endpoint: real().endpoint, src: '/old.png' })
    await uploader().uploadAsync(await picture())
    await phase('success')
    uploader().reset()
    await phase('idle')
    expect(uploader()).toMatchObject({ src: '/old.png', image: null, isIdle: true })
  })
})

test('disabled: nothing can be chosen, and the button keeps its place in the tab order', async () => {
  const photo = renderPhoto({ endpoint: real().endpoint, disabled: true })
  const input = photo.group().querySelector('input')
  const open = vi.spyOn(input ?? new HTMLInputElement(), 'click')
  expect(input).toHaveAttribute('disabled')
  await userEvent.tab()
  expect(photo.button('Choose photo')).toHaveFocus()
  expect(photo.button('Choose photo')).toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('{Enter}')
  expect(open).not.toHaveBeenCalled()
})

test('disabled while an upload runs: it goes on', async () => {
  const backend = real()
  const photo = renderPhoto({ endpoint: backend.endpoint })
  const held = backend.hold('PUT')
  photo.choose(await picture())
  await held.reached
  photo.rerender({ endpoint: backend.endpoint, disabled: true })
  held.release()
  await photo.status('Profile photo saved.')
  expect(backend.saved.length).toBe(1)
})

describe('what the newest render gave is used', () => {
  test('by an upload that runs: callbacks and backend', async () => {
    const backend = real()
    const { endpoint } = backend
    const first = vi.fn<() => void>()
    const onImageChange = vi.fn<(image: PublicImage | null) => void>()
    const standard = createBackend({ endpoint })
    const confirm = vi.fn<ProfileImageBackend['confirm']>(standard.confirm)
    const { uploader, rerender } = renderUploader({ endpoint: standard, onImageChange: first })
    const held = backend.hold('PUT')
    const upload = endOf(uploader().uploadAsync(await picture()))
    await held.reached
    rerender({ endpoint: { ...standard, confirm }, onImageChange })
    held.release()
    expect(await upload).toBe('saved')
    expect(first).not.toHaveBeenCalled()
    expect(onImageChange).toHaveBeenCalledOnce()
    expect(confirm).toHaveBeenCalledOnce()
  })

  test('by an upload that fails: onError', async () => {
    const backend = real()
    const first = vi.fn<() => void>()
    const onError = vi.fn<(error: AnyUploadError) => void>()
    const { uploader, rerender } = renderUploader({ endpoint: backend.endpoint, onError: first })
    const held = backend.hold('PUT', () => new Response(null, { status: 400 }))
    const upload = endOf(uploader().uploadAsync(await picture()))
    await held.reached
    rerender({ endpoint: backend.endpoint, onError })
    held.release()
    expect(await upload).toBe('storage-rejected')
    expect(first).not.toHaveBeenCalled()
    expect(onError).toHaveBeenCalledExactlyOnceWith(uploader().error)
  })

  test('by the next upload: rules and sender', async () => {
    const { endpoint } = real()
    const send = vi.fn<SendObject>(async () => ({ status: 400, headers: new Headers(), body: '' }))
    const { uploader, rerender } = renderUploader({ endpoint })
    rerender({ endpoint, send })
    expect(await endOf(uploader().uploadAsync(await picture()))).toBe('storage-rejected')
    expect(send).toHaveBeenCalledOnce()
    rerender({ endpoint, send, rules: { maxSizeBytes: 10 } })
    expect(await endOf(uploader().uploadAsync(await picture()))).toBe('file-too-large')
  })
})

describe("a throw in the app's callback is reported and changes nothing", () => {
  const mistake = new Error('a mistake of the app')
  const wrong = () => {
    throw mistake
  }

  test.each([
    ['onImageChange', { onImageChange: wrong }, 'success'],
    ['onError', { onError: wrong, rules: { maxSizeBytes: 10 } }, 'error'],
  ])('%s', async (_, options, end) => {
    const reported = vi.spyOn(globalThis, 'reportError').mockImplementation(() => {})
    const photo = renderPhoto({ endpoint: real().endpoint, ...options })
    photo.choose(await picture())
    await photo.phase(end)
    expect(reported.mock.calls).toEqual([[mistake]])
    reported.mockRestore()
  })
})
