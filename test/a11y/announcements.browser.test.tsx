import { describe, expect, test, vi } from 'vitest'
import { choosePicture, samplePicture } from '../../src/testing/index.ts'
import { jumpingTime } from './jumping-time.ts'
import { endlessPicture, openPhoto, type Photo } from './open-photo.tsx'
import { dragEnter, dragLeave, dragOver } from './drag.ts'

const SAVED = { current: samplePicture('png') }

async function heard(photo: Photo, last: string): Promise<void> {
  await expect.poll(() => photo.said.at(-1)).toBe(last)
}

test('the regions are there and empty before anything is said, and stay the same ones', async () => {
  const photo = await openPhoto()
  const regions = () => [photo.query.getByRole('status'), photo.query.getByRole('alert')]
  const before = regions()
  expect(before.map(({ textContent }) => textContent)).toEqual(['', ''])
  await choosePicture(photo.group(), samplePicture())
  await heard(photo, 'Profile photo saved.')
  expect(regions()).toEqual(before)
})

test('the regions are heard and not seen, also where the stylesheet is missing', async () => {
  const photo = await openPhoto()
  photo.group().classList.remove('profile-image')
  for (const role of ['status', 'alert']) {
    const region = photo.query.getByRole(role)
    const { width, height } = region.getBoundingClientRect()
    expect([width, height]).toEqual([1, 1])
    expect(getComputedStyle(region).overflow).toBe('hidden')
  }
})

describe('an upload', () => {
  test('that is quick says three things', async () => {
    const photo = await openPhoto()
    await choosePicture(photo.group(), samplePicture())
    await photo.phase('success')
    await heard(photo, 'Profile photo saved.')
    expect(photo.said).toEqual(['Uploading photo.jpg.', 'Finishing.', 'Profile photo saved.'])
  })

  test('of 200 steps and 100 s says six things, none of them for a step', async () => {
    const photo = await openPhoto()
    jumpingTime()
    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    for (let step = 1; step <= 200; step += 1) {
      vi.advanceTimersByTime(500)
      send.progress(step / 200)
      await Promise.resolve()
    }
    send.release()
    await photo.phase('success')
    await heard(photo, 'Profile photo saved.')
    expect(photo.said).toEqual([
      'Uploading photo.jpg.',
      '25% uploaded.',
      '50% uploaded.',
      '75% uploaded.',
      'Finishing.',
      'Profile photo saved.',
    ])
  })

  test('of 200 steps and 14 s says three', async () => {
    const photo = await openPhoto()
    jumpingTime()
    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    for (let step = 1; step <= 200; step += 1) {
      vi.advanceTimersByTime(65)
      send.progress(step / 200)
      await Promise.resolve()
    }
    send.release()
    await photo.phase('success')
    await heard(photo, 'Profile photo saved.')
    expect(photo.said).toEqual(['Uploading photo.jpg.', 'Finishing.', 'Profile photo saved.'])
  })

  test('whose line is slow says so after 10 s, once', async () => {
    const photo = await openPhoto()
    jumpingTime()
    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    vi.advanceTimersByTime(9_000)
    await Promise.resolve()
    expect(photo.said).toEqual(['Uploading photo.jpg.'])
    vi.advanceTimersByTime(2_000)
    const slow = 'Still uploading. Your connection is slow.'
    await heard(photo, slow)
    vi.advanceTimersByTime(12_000)
    send.release()
    await photo.phase('success')
    await heard(photo, 'Profile photo saved.')
    // The storage took all of it within a moment then, of which a quarter is worth a word.
    expect(photo.said).toEqual([
      'Uploading photo.jpg.',
      slow,
      '25% uploaded.',
      'Finishing.',
      'Profile photo saved.',
    ])
  })

  test('that goes offline says so, and says when it goes on', async () => {
    const photo = await openPhoto()
    const fault = photo.backend.fail('offline', { times: Infinity })
    await choosePicture(photo.group(), samplePicture())
    await heard(photo, 'You are offline. The upload will continue when you reconnect.')
    fault.end()
    await photo.phase('success')
    await heard(photo, 'Profile photo saved.')
    expect(photo.said).toEqual([
      'Uploading photo.jpg.',
      'You are offline. The upload will continue when you reconnect.',
      'Back online. Continuing.',
      'Finishing.',
      'Profile photo saved.',
    ])
  })

  test('that fails says why at once, and what can be done', async () => {
    const photo = await openPhoto()
    photo.backend.fail('signatureMismatch')
    await choosePicture(photo.group(), samplePicture())
    await heard(photo, '! Error: We could not upload your photo. Try again. Try again is available.')
    expect(photo.said.length).toBe(2)
    photo.button('Try again').click()
    await heard(photo, 'Profile photo saved.')
    expect(photo.said.slice(2)).toEqual(['Uploading photo.jpg.', 'Finishing.', 'Profile photo saved.'])
  })

  test('that is cancelled says so', async () => {
    const photo = await openPhoto()
    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    photo.button('Cancel').click()
    await heard(photo, 'Upload cancelled.')
    expect(photo.said).toEqual(['Uploading photo.jpg.', 'Upload cancelled.'])
  })

  test('whose check takes longer than a second says so', async () => {
    const photo = await openPhoto()
    jumpingTime()
    await choosePicture(photo.group(), endlessPicture())
    await photo.phase('preparing')
    vi.advanceTimersByTime(1_000)
    await expect.poll(() => photo.said).toEqual(['Checking photo.'])
  })
})

test('a removal says that it can be undone, and its undo that the photo is back', async () => {
  const photo = await openPhoto({}, SAVED)
  photo.button('Remove photo').click()
  await heard(photo, 'Profile photo removed. Undo is available.')
  photo.button('Undo').click()
  await heard(photo, 'Profile photo restored.')
  expect(photo.said).toEqual(['Profile photo removed. Undo is available.', 'Profile photo restored.'])
})

test('a drag is invited once for each entry, and not when it leaves', async () => {
  const photo = await openPhoto()
  const files = [samplePicture()]
  for (const entries of [1, 2]) {
    await dragEnter(photo.group(), files)
    await expect.poll(photo.drag).toBe('accept')
    // On to a part of it, and over that for some time: no other entry.
    const part = photo.button('Choose photo')
    await dragEnter(part, files)
    await dragLeave(photo.group(), files)
    await dragOver(part, files)
    await dragOver(part, files)
    expect(photo.drag()).toBe('accept')
    await dragLeave(part, files)
    await expect.poll(photo.drag).not.toBe('accept')
    expect(photo.said).toEqual(Array.from({ length: entries }, () => 'Drop to use this photo.'))
  }
})

test('what was said is cleared after 5 s, so that the same words are heard again', async () => {
  const photo = await openPhoto()
  jumpingTime()
  const words = '! Error: The selected file is empty.'
  await choosePicture(photo.group(), samplePicture('empty'))
  await heard(photo, words)
  vi.advanceTimersByTime(3_000)
  expect(photo.query.getByRole('alert').textContent).not.toBe('')
  vi.advanceTimersByTime(2_000)
  expect(photo.query.getByRole('alert').textContent).toBe('')
  await choosePicture(photo.group(), samplePicture('empty'))
  await expect.poll(() => photo.said).toEqual([words, words])
})
