import { waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import type { AnyUploadError, PublicImage } from '../../src/index.ts'
import { profileImageKeys } from '../../src/index.ts'
import { forEachOwner } from './each-owner.ts'
import { picture, renderPhoto, sha256 } from './render-photo.tsx'

const real = forEachOwner()

test('is a named group with one button, a hint, and a file input that only the button reaches', () => {
  const photo = renderPhoto({ endpoint: real().endpoint, label: 'Team logo' })
  expect(photo.group()).toHaveAccessibleName('Team logo')
  expect(photo.group()).not.toHaveAttribute('tabindex')
  expect(photo.buttons()).toEqual(['Choose photo'])
  expect(photo.button('Choose photo')).toHaveAccessibleDescription(
    'JPEG, PNG or WebP, up to 5\u00A0MB. You can also drop or paste a photo.',
  )
  const input = photo.group().querySelector('input[type=file]')
  expect(input).toHaveAttribute('aria-hidden', 'true')
  expect(input).toHaveAttribute('tabindex', '-1')
  expect(input).not.toBeVisible()
  expect(photo.image()).toBeNull()
})

test('a chosen picture ends as the confirmed object, with its own bytes', async () => {
  const backend = real()
  const onImageChange = vi.fn<(image: PublicImage | null, change: string) => void>()
  const photo = renderPhoto({ endpoint: backend.endpoint, onImageChange })
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
  await waitFor(() => expect(photo.image()).toHaveAttribute('src', image?.url))
  expect(photo.client.getQueryData(profileImageKeys.current(backend.endpoint))).toEqual(image)
  expect(photo.buttons()).toEqual(['Change photo', 'Remove photo'])
  expect(backend.wire).toEqual(['request-url', 'PUT', 'confirm'])
})

test('Enter and Space on the button open the picker', async () => {
  const photo = renderPhoto({ endpoint: real().endpoint })
  const input = photo.group().querySelector('input')
  const open = vi.spyOn(input ?? new HTMLInputElement(), 'click').mockImplementation(() => {})
  await userEvent.tab()
  expect(photo.button('Choose photo')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await userEvent.keyboard(' ')
  expect(open).toHaveBeenCalledTimes(2)
})

test('a file that is no picture is refused before any request, and the saved image stays', async () => {
  const backend = real()
  const onError = vi.fn<(error: AnyUploadError) => void>()
  const photo = renderPhoto({ endpoint: backend.endpoint, src: '/saved.png', onError })
  photo.choose(new File(['just text'], 'photo.jpg', { type: 'image/jpeg' }))
  await photo.alert(
    'Error: The selected file must be a JPEG, PNG or WebP. It is not a picture that we recognise.',
  )
  expect(onError.mock.lastCall?.[0]).toMatchObject({ code: 'unsupported-type', step: 'prepare' })
  expect(photo.image()).toHaveAttribute('src', '/saved.png')
  expect(photo.buttons()).toEqual(['Change photo', 'Remove photo'])
  expect(backend.wire).toEqual([])
})

test('after a failure the old image is back, and trying again needs no new choice', async () => {
  const backend = real()
  const onError = vi.fn<(error: AnyUploadError) => void>()
  const photo = renderPhoto({ endpoint: backend.endpoint, src: '/saved.png', onError })
  backend.answer('confirm', () => Response.json({ error: { code: 'unauthenticated' } }, { status: 401 }))
  photo.choose(await picture())
  await photo.alert('Error: Your session has ended. Sign in again, then try again. Try again is available.')
  expect(photo.image()).toHaveAttribute('src', '/saved.png')
  expect(onError.mock.lastCall?.[0]).toMatchObject({ code: 'unauthenticated', step: 'confirm', status: 401 })

  backend.forget()
  photo.button('Try again').click()
  await photo.status('Profile photo saved.')
  // Only what had failed is repeated.
  expect(backend.wire).toEqual(['confirm'])
})

test('two on one page do not meet', async () => {
  const backend = real()
  const left = renderPhoto({ endpoint: `${backend.endpoint}-left`, label: 'Left' })
  const right = renderPhoto({ endpoint: `${backend.endpoint}-right`, label: 'Right' })
  left.choose(await picture('#a00'))
  right.choose(await picture('#00a'))
  await left.status('Profile photo saved.')
  await right.status('Profile photo saved.')
  expect(backend.saved.length).toBe(2)
  expect(left.image()?.getAttribute('src')).not.toBe(right.image()?.getAttribute('src'))
})

test('after a URL that the storage refused, trying again asks for another', async () => {
  const backend = real()
  const photo = renderPhoto({ endpoint: backend.endpoint })
  backend.answer('PUT', () => storageError('SignatureDoesNotMatch', 403))
  photo.choose(await picture())
  await photo.alert('Error: We could not upload your photo. Try again. Try again is available.')
  backend.forget()
  photo.button('Try again').click()
  await photo.status('Profile photo saved.')
  expect(backend.wire).toEqual(['request-url', 'PUT', 'confirm'])
})

test('T-59: a busy storage is tried again by itself, and nobody is told of an error', async () => {
  const backend = real()
  const onError = vi.fn<(error: AnyUploadError) => void>()
  const photo = renderPhoto({ endpoint: backend.endpoint, onError })
  backend.answer('PUT', () => storageError('SlowDown', 503, { 'retry-after': '1' }))
  photo.choose(await picture())
  await photo.phase('waiting')
  await photo.status('Uploading holiday.png.')
  expect(photo.buttons()).toEqual(['Choose photo', 'Cancel'])
  await photo.status('Profile photo saved.')
  expect(backend.wire).toEqual(['request-url', 'PUT', 'PUT', 'confirm'])
  expect(onError).not.toHaveBeenCalled()
})

describe('disabled', () => {
  test('it tries nothing again', async () => {
    const backend = real()
    const photo = renderPhoto({ endpoint: backend.endpoint })
    backend.answer('request-url', () => Response.json({}, { status: 401 }))
    photo.choose(await picture())
    await photo.phase('error')
    photo.rerender({ endpoint: backend.endpoint, disabled: true })
    photo.button('Try again').click()
    await photo.phase('error')
    expect(photo.button('Try again')).toHaveAttribute('aria-disabled', 'true')
    expect(backend.wire).toEqual(['request-url'])
  })

  test('it brings nothing back', async () => {
    const backend = real()
    const photo = renderPhoto({ endpoint: backend.endpoint })
    photo.choose(await picture())
    await photo.phase('success')
    photo.button('Remove photo').click()
    await photo.phase('removed')
    photo.rerender({ endpoint: backend.endpoint, disabled: true })
    const before = [...backend.wire]
    photo.button('Undo').click()
    await photo.phase('removed')
    expect(photo.button('Undo')).toHaveAttribute('aria-disabled', 'true')
    expect(backend.wire).toEqual(before)
  })
})

test('T-62: a device that is offline is waited for, and told of', async () => {
  const backend = real()
  const photo = renderPhoto({ endpoint: backend.endpoint })
  const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  backend.answer('request-url', () => Response.error())
  photo.choose(await picture())
  await photo.status('You are offline. The upload will continue when you reconnect.')
  expect(photo.buttons()).toEqual(['Choose photo', 'Cancel'])
  onLine.mockRestore()
  globalThis.dispatchEvent(new Event('online'))
  await photo.status('Profile photo saved.')
})

function storageError(code: string, status: number, headers: Record<string, string> = {}): Response {
  return new Response(`<Error><Code>${code}</Code></Error>`, { status, headers })
}

test('while confirming it says "Finishing.", and offers no cancel, which would come too late', async () => {
  const backend = real()
  const photo = renderPhoto({ endpoint: backend.endpoint })
  const held = backend.hold('confirm')
  photo.choose(await picture())
  await held.reached
  await photo.status('Finishing.')
  expect(photo.buttons()).toEqual(['Choose photo'])
  expect(photo.bar()).toHaveAttribute('aria-valuetext', 'Finishing.')
  held.release()
  await photo.status('Profile photo saved.')
  expect(photo.bar()).toBeNull()
})
