import { QueryClient } from '@tanstack/react-query'
import { cleanup, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { AnyUploadError, PublicImage } from '../../src/index.ts'
import { profileImageKeys } from '../../src/index.ts'
import { startRealBackend } from './real-backend.ts'
import { picture, renderPhoto, sha256 } from './render-photo.tsx'

let backend: Awaited<ReturnType<typeof startRealBackend>>
let endpoint: string

beforeAll(async () => {
  backend = await startRealBackend()
})
beforeEach(({ task }) => {
  // An owner for each test, so that none sees what another saved.
  endpoint = backend.endpointOf(task.id)
  backend.forget()
  backend.clear()
})
afterEach(cleanup)

test('is a named group with one button, a hint, and a file input that only the button reaches', () => {
  const photo = renderPhoto({ endpoint, label: 'Team logo' })
  expect(photo.group()).toHaveAccessibleName('Team logo')
  expect(photo.group()).not.toHaveAttribute('tabindex')
  expect(photo.buttons()).toEqual(['Choose photo'])
  expect(photo.button('Choose photo')).toHaveAccessibleDescription(
    'JPEG, PNG, or WebP, up to 5 MB. You can also drop or paste a photo.',
  )
  const input = photo.group().querySelector('input[type=file]')
  expect(input).toHaveAttribute('aria-hidden', 'true')
  expect(input).toHaveAttribute('tabindex', '-1')
  expect(input).not.toBeVisible()
  expect(photo.image()).toBeNull()
})

test('a chosen picture ends as the confirmed object, with its own bytes', async () => {
  const onImageChange = vi.fn<(image: PublicImage | null, change: string) => void>()
  const photo = renderPhoto({ endpoint, onImageChange })
  const file = await picture()
  photo.choose(file)
  await photo.status('Profile photo saved.')

  const [stored] = backend.objects('avatars/')
  expect(stored?.sha256).toBe(await sha256(file))
  expect(stored?.headers['content-type']).toBe('image/png')
  expect(onImageChange).toHaveBeenCalledOnce()
  const [image, change] = onImageChange.mock.lastCall ?? []
  expect(change).toBe('uploaded')
  expect(image).toMatchObject({ type: 'image/png', width: 64, height: 48, sizeBytes: file.size })
  expect(photo.image()).toHaveAttribute('src', image?.url)
  expect(photo.client.getQueryData(profileImageKeys.current(endpoint))).toEqual(image)
  expect(photo.buttons()).toEqual(['Change photo'])
  expect(backend.wire).toEqual(['request-url', 'PUT', 'confirm'])
})

test('Enter and Space on the button open the picker', async () => {
  const photo = renderPhoto({ endpoint })
  const input = photo.group().querySelector('input')
  const open = vi.spyOn(input ?? new HTMLInputElement(), 'click').mockImplementation(() => {})
  await userEvent.tab()
  expect(photo.button('Choose photo')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await userEvent.keyboard(' ')
  expect(open).toHaveBeenCalledTimes(2)
})

test('a dropped picture is uploaded', async () => {
  const photo = renderPhoto({ endpoint })
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(await picture())
  photo.group().dispatchEvent(new DragEvent('dragenter', { bubbles: true, cancelable: true, dataTransfer }))
  await waitFor(() => expect(photo.group().dataset['drag']).toBe('accept'))
  photo.group().dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }))
  await photo.status('Profile photo saved.')
  expect(photo.group().dataset['drag']).toBe('none')
})

test('a picture that is pasted on the button is uploaded', async () => {
  const photo = renderPhoto({ endpoint })
  const clipboardData = new DataTransfer()
  clipboardData.items.add(await picture())
  photo
    .button('Choose photo')
    .dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }))
  await photo.status('Profile photo saved.')
  expect(backend.saved.length).toBe(1)
})

test('two files are refused together, and nothing is sent', async () => {
  const photo = renderPhoto({ endpoint })
  photo.choose(await picture('#111'), await picture('#222'))
  await photo.alert('Error: Choose one photo. You chose 2.')
  expect(photo.button('Choose photo')).toHaveAccessibleDescription(/You chose 2/)
  expect(backend.wire).toEqual([])
})

test('a file that is no picture is refused before any request, and the saved image stays', async () => {
  const onError = vi.fn<(error: AnyUploadError) => void>()
  const photo = renderPhoto({ endpoint, src: '/saved.png', onError })
  photo.choose(new File(['just text'], 'photo.jpg', { type: 'image/jpeg' }))
  await photo.alert('Error: The selected file must be a JPEG, PNG, or WebP.')
  expect(onError.mock.lastCall?.[0]).toMatchObject({ code: 'unsupported-type', step: 'prepare' })
  expect(photo.image()).toHaveAttribute('src', '/saved.png')
  expect(photo.buttons()).toEqual(['Change photo'])
  expect(backend.wire).toEqual([])
})

test('cancel goes back to what was there, is no error, and leaves nothing under avatars/', async () => {
  const onError = vi.fn<(error: AnyUploadError) => void>()
  const photo = renderPhoto({ endpoint, src: '/saved.png', onError })
  const held = backend.hold('PUT')
  photo.choose(await picture())
  await photo.phase('uploading')
  await held.reached
  expect(photo.image()?.getAttribute('src')).toMatch(/^blob:/)
  photo.button('Cancel').focus()
  await userEvent.keyboard('{Enter}')

  await photo.phase('idle')
  held.release()
  expect(photo.image()).toHaveAttribute('src', '/saved.png')
  expect(photo.button('Change photo')).toHaveFocus()
  expect(onError).not.toHaveBeenCalled()
  expect(backend.objects('avatars/')).toEqual([])
})

test('after a failure the old image is back, and trying again needs no new choice', async () => {
  const onError = vi.fn<(error: AnyUploadError) => void>()
  const photo = renderPhoto({ endpoint, src: '/saved.png', onError })
  backend.answer('confirm', () => Response.json({ error: { code: 'backend-unavailable' } }, { status: 503 }))
  photo.choose(await picture())
  await photo.alert('Error: We could not upload your photo. Try again.')
  expect(photo.image()).toHaveAttribute('src', '/saved.png')
  expect(onError.mock.lastCall?.[0]).toMatchObject({
    code: 'backend-unavailable',
    step: 'confirm',
    status: 503,
  })

  backend.forget()
  photo.button('Try again').click()
  await photo.status('Profile photo saved.')
  // Only what had failed is repeated.
  expect(backend.wire).toEqual(['confirm'])
})

test('a second choice replaces the first: one PUT that counts, one image saved', async () => {
  const photo = renderPhoto({ endpoint })
  const held = backend.hold('PUT')
  photo.choose(await picture('#a00'))
  await held.reached
  const second = await picture('#0a0')
  photo.choose(second)
  held.release()
  await photo.status('Profile photo saved.')
  expect(backend.saved.map((image) => image.sha256)).toEqual([await sha256(second)])
})

test('unmounting aborts: nothing is confirmed, and nothing is reported', async () => {
  const told = vi.fn<() => void>()
  const photo = renderPhoto({ endpoint, onError: told, onImageChange: told })
  const held = backend.hold('PUT')
  photo.choose(await picture())
  await held.reached
  photo.unmount()
  held.release()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(told).not.toHaveBeenCalled()
  expect(backend.saved).toEqual([])
})

test('two on one page do not meet', async () => {
  const left = renderPhoto({ endpoint: `${endpoint}-left`, label: 'Left' })
  const right = renderPhoto({ endpoint: `${endpoint}-right`, label: 'Right' })
  left.choose(await picture('#a00'))
  right.choose(await picture('#00a'))
  await left.status('Profile photo saved.')
  await right.status('Profile photo saved.')
  expect(backend.saved.length).toBe(2)
  expect(left.image()?.getAttribute('src')).not.toBe(right.image()?.getAttribute('src'))
})

test('what the app saves later is newer than a result', async () => {
  const photo = renderPhoto({ endpoint, src: '/first.png' })
  photo.choose(await picture())
  await photo.status('Profile photo saved.')
  const result = photo.image()?.getAttribute('src')
  expect(result).not.toBe('/first.png')
  photo.rerender({ endpoint, src: '/second.png' })
  expect(photo.image()).toHaveAttribute('src', '/second.png')
})

test('disabled: nothing can be chosen or dropped, and the button keeps its place in the tab order', async () => {
  const photo = renderPhoto({ endpoint, disabled: true })
  const input = photo.group().querySelector('input')
  const open = vi.spyOn(input ?? new HTMLInputElement(), 'click')
  await userEvent.tab()
  expect(photo.button('Choose photo')).toHaveFocus()
  expect(photo.button('Choose photo')).toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('{Enter}')
  expect(open).not.toHaveBeenCalled()
})

test("a throw in the app's callback is reported and changes nothing", async () => {
  const reported = vi.spyOn(globalThis, 'reportError').mockImplementation(() => {})
  const mistake = new Error('a mistake of the app')
  const photo = renderPhoto({
    endpoint,
    onImageChange() {
      throw mistake
    },
  })
  photo.choose(await picture())
  await photo.status('Profile photo saved.')
  expect(reported).toHaveBeenCalledWith(mistake)
  reported.mockRestore()
})

test('without a QueryClient it throws a TypeError that names the provider', async () => {
  const { createElement } = await import('react')
  const { renderToString } = await import('react-dom/server')
  const { ProfileImageDropzone } = await import('../../src/index.ts')
  expect(() => renderToString(createElement(ProfileImageDropzone, { endpoint }))).toThrow(
    expect.objectContaining({ name: 'TypeError', message: expect.stringContaining('QueryClientProvider') }),
  )
})

test("a client's defaults change nothing: one PUT, no retry, and errors reach onError once", async () => {
  const onError = vi.fn<(error: Error) => void>()
  const client = new QueryClient({
    defaultOptions: { mutations: { retry: 3, retryDelay: 1, gcTime: Infinity, onError } },
  })
  const photo = renderPhoto({ endpoint }, client)
  backend.answer(
    'PUT',
    () => new Response('<Error><Code>SignatureDoesNotMatch</Code></Error>', { status: 403 }),
  )
  photo.choose(await picture())
  await photo.alert('Error: We could not upload your photo. Try again.')
  expect(backend.wire).toEqual(['request-url', 'PUT'])
  expect(onError).toHaveBeenCalledOnce()
  await waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]))
})

test('a cancel is no error for the client either', async () => {
  const onError = vi.fn<(error: Error) => void>()
  const client = new QueryClient({ defaultOptions: { mutations: { onError } } })
  const photo = renderPhoto({ endpoint }, client)
  const held = backend.hold('request-url')
  photo.choose(await picture())
  await held.reached
  photo.button('Cancel').click()
  await photo.phase('idle')
  held.release()
  await waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]))
  expect(onError).not.toHaveBeenCalled()
})
