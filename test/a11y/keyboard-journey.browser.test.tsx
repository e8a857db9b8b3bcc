import { expect, test, vi } from 'vitest'
import { commands } from 'vitest/browser'
import { choosePicture, samplePicture } from '../../src/testing/index.ts'
import { jumpingTime } from './jumping-time.ts'
import { focused, openPhoto, type Photo, tabTo } from './open-photo.tsx'

const { pressKeys } = commands

/** No key works in a file picker that a test could press: it is kept closed, and gives a file as it would. */
function watchPicker({ group }: Photo): { opened: number; choose(file?: File): Promise<void> } {
  const input = group().querySelector('input[type=file]')
  const picker = {
    opened: 0,
    choose: (file = samplePicture()) => choosePicture(group(), file),
  }
  input?.addEventListener('click', (event) => {
    event.preventDefault()
    // Without the activation by a user, browsers open no picker.
    if (navigator.userActivation.isActive) picker.opened += 1
  })
  return picker
}

test('by the keyboard alone: upload, cancel, choose again, remove, undo', async () => {
  const photo = await openPhoto()
  const picker = watchPicker(photo)

  await pressKeys('Tab', 'Tab')
  expect(focused()).toBe('Choose photo')
  await pressKeys('Enter')
  expect(picker.opened).toBe(1)
  const send = photo.backend.hold('send')
  await picker.choose()
  await send.reached
  send.progress(0.4)
  await expect.poll(() => photo.query.getByRole('progressbar').ariaValueNow).toBe('40')

  await pressKeys('Tab')
  expect(focused()).toBe('Cancel')
  await pressKeys('Space')
  await photo.phase('idle')
  await expect.poll(focused).toBe('Choose photo')

  await pressKeys('Space')
  expect(picker.opened).toBe(2)
  await picker.choose()
  await photo.phase('success')
  await expect.poll(photo.buttons).toEqual(['Change photo', 'Remove photo'])
  expect(focused()).toBe('Change photo')
  expect(photo.backend.images.length).toBe(1)

  await pressKeys('Tab')
  expect(focused()).toBe('Remove photo')
  await pressKeys('Enter')
  await photo.phase('removed')
  await expect.poll(focused).toBe('Choose photo')
  expect(photo.backend.current).toBeNull()

  await pressKeys('Tab')
  expect(focused()).toBe('Undo')
  await pressKeys('Enter')
  await photo.phase('success')
  await expect.poll(focused).toBe('Change photo')
  expect(photo.backend.current).not.toBeNull()

  await pressKeys('Tab', 'Tab')
  expect(focused()).toBe('After')
  expect(photo.said).toEqual([
    'Uploading photo.jpg.',
    'Upload cancelled.',
    'Uploading photo.jpg.',
    'Finishing.',
    'Profile photo saved.',
    'Profile photo removed. Undo is available.',
    'Profile photo restored.',
  ])
})

test('by the keyboard alone: a failure, and trying again without another choice', async () => {
  const photo = await openPhoto({}, { current: samplePicture('png') })
  const picker = watchPicker(photo)
  await pressKeys('Tab', 'Tab', 'Enter')
  expect(picker.opened).toBe(1)
  photo.backend.fail('signatureMismatch')
  await picker.choose(samplePicture('webp'))
  await photo.phase('error')
  expect(focused()).toBe('Change photo')

  await pressKeys('Tab', 'Tab')
  expect(focused()).toBe('Try again')
  await pressKeys('Enter')
  await photo.phase('success')
  await expect.poll(focused).toBe('Change photo')
  expect(picker.opened).toBe(1)
  expect(photo.backend.images.map(({ type }) => type)).toEqual(['image/webp'])
})

test('Escape stops no upload', async () => {
  const photo = await openPhoto()
  const send = photo.backend.hold('send')
  await choosePicture(photo.group(), samplePicture())
  await send.reached
  await pressKeys('Tab', 'Tab', 'Tab')
  expect(focused()).toBe('Cancel')
  await pressKeys('Escape')
  await photo.phase('uploading')
  send.release()
  await photo.phase('success')
})

test('Undo has no time limit', async () => {
  const photo = await openPhoto({}, { current: samplePicture('png') })
  jumpingTime()
  await pressKeys('Tab', 'Tab', 'Tab', 'Enter')
  await photo.phase('removed')
  vi.advanceTimersByTime(60 * 60_000)
  await expect.poll(photo.buttons).toEqual(['Choose photo', 'Undo'])
  await tabTo('Undo')
  await pressKeys('Enter')
  await photo.phase('success')
})

test('a press that is taken back before it ends does nothing', async () => {
  const photo = await openPhoto({}, { current: samplePicture('png') })
  const picker = watchPicker(photo)
  for (const button of photo.query.getAllByRole('button')) {
    for (const type of ['pointerdown', 'mousedown', 'touchstart']) {
      button.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }))
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect([picker.opened, photo.group().dataset['state']]).toEqual([0, 'idle'])
})
