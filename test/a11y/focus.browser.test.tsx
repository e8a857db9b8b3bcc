import { useLayoutEffect, useRef } from 'react'
import { describe, expect, onTestFinished, test } from 'vitest'
import { commands } from 'vitest/browser'
import { ProfileImage, useProfileImageUpload } from '../../src/index.ts'
import { choosePicture, createTestBackend, samplePicture } from '../../src/testing/index.ts'
import { canEmulate, useFinger } from './emulate.ts'
import { focused, openPage, openPhoto, photoIn, tabTo } from './open-photo.tsx'

const SAVED = { current: samplePicture('png') }

/** Each element that gets the focus from now on. */
function focusMoves(): readonly (string | null)[] {
  const moves: (string | null)[] = []
  const note = () => moves.push(focused())
  document.addEventListener('focusin', note)
  onTestFinished(() => document.removeEventListener('focusin', note))
  return moves
}

test.each(['Before', 'Choose photo'])('an upload never moves the focus from "%s"', async (name) => {
  const photo = await openPhoto()
  await tabTo(name)
  const moves = focusMoves()
  const send = photo.backend.hold('send')
  await choosePicture(photo.group(), samplePicture())
  await send.reached
  send.progress(0.5)
  send.release()
  await photo.phase('success')
  await expect.poll(photo.buttons).toContain('Remove photo')
  expect(moves).toEqual([])
  // The same button, by its other name.
  expect(focused()).toBe(name === 'Before' ? 'Before' : 'Change photo')
})

test('the button of the picker keeps its name until the photo is saved', async () => {
  const photo = await openPhoto()
  const names = new Set<string | null>()
  const [button] = photo.query.getAllByRole('button')
  const observer = new MutationObserver(() => names.add(button?.textContent ?? null))
  observer.observe(photo.container, { subtree: true, childList: true, characterData: true })
  const confirm = photo.backend.hold('confirm')
  await choosePicture(photo.group(), samplePicture())
  await confirm.reached
  await photo.phase('confirming')
  expect([...names]).toEqual(['Choose photo'])
  confirm.release()
  await expect.poll(() => [...names]).toEqual(['Choose photo', 'Change photo'])
})

describe('a failure', () => {
  test.each(['Before', 'Change photo'])('does not move the focus from "%s"', async (name) => {
    const photo = await openPhoto({}, SAVED)
    await tabTo(name)
    const moves = focusMoves()
    photo.backend.fail('signatureMismatch')
    await choosePicture(photo.group(), samplePicture())
    await photo.phase('error')
    await expect.poll(photo.buttons).toContain('Try again')
    expect(moves).toEqual([])
    expect(focused()).toBe(name)
  })

  test('of a refused file does not either', async () => {
    const photo = await openPhoto()
    await tabTo('Choose photo')
    const moves = focusMoves()
    await choosePicture(photo.group(), samplePicture('empty'))
    await photo.phase('error')
    expect(moves).toEqual([])
    expect(focused()).toBe('Choose photo')
  })

  test('that is tried again moves it to the button of the picker, before Cancel', async () => {
    const photo = await openPhoto()
    photo.backend.fail('signatureMismatch')
    await choosePicture(photo.group(), samplePicture())
    await photo.phase('error')
    await tabTo('Try again')
    const send = photo.backend.hold('send')
    await commands.pressKeys('Enter')
    await send.reached
    await expect.poll(focused).toBe('Choose photo')
    await commands.pressKeys('Tab')
    expect(focused()).toBe('Cancel')
    send.release()
  })
})

describe('Cancel', () => {
  test('that is pressed moves the focus to the button of the picker', async () => {
    const photo = await openPhoto()
    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    await tabTo('Cancel')
    await commands.pressKeys('Space')
    await photo.phase('idle')
    await expect.poll(focused).toBe('Choose photo')
  })

  test('that is pressed moves it to Try again, when the upload before had failed', async () => {
    const photo = await openPhoto()
    photo.backend.fail('signatureMismatch')
    await choosePicture(photo.group(), samplePicture())
    await photo.phase('error')
    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture('webp'))
    await send.reached
    await tabTo('Cancel')
    await commands.pressKeys('Enter')
    await photo.phase('error')
    await expect.poll(focused).toBe('Try again')
  })

  test('that goes away with the focus leaves it on the button of the picker, when it is too late for it', async () => {
    const photo = await openPhoto()
    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    await tabTo('Cancel')
    send.release()
    await photo.phase('success')
    await expect.poll(focused).toBe('Change photo')
  })

  test('that goes away with the focus leaves it on Try again, when the upload has failed', async () => {
    const photo = await openPhoto()
    const send = photo.backend.hold('send')
    photo.backend.fail('signatureMismatch')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    await tabTo('Cancel')
    send.release()
    await photo.phase('error')
    await expect.poll(focused).toBe('Try again')
  })

  test('that goes away with the focus leaves it where the app has sent it in that moment', async () => {
    const backend = createTestBackend()
    function Photo() {
      const uploader = useProfileImageUpload(backend.props)
      const wasPending = useRef(false)
      useLayoutEffect(() => {
        if (wasPending.current && !uploader.isPending)
          document.querySelector<HTMLElement>('main + button')?.focus()
        wasPending.current = uploader.isPending
      })
      return (
        <ProfileImage.Root uploader={uploader}>
          <ProfileImage.Choose />
          <ProfileImage.Cancel />
        </ProfileImage.Root>
      )
    }
    const { container, render } = openPage()
    render(<Photo />)
    const photo = photoIn(container)
    const send = backend.hold('send')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    await tabTo('Cancel')
    await commands.pressKeys('Enter')
    await photo.phase('idle')
    expect(focused()).toBe('After')
  })

  test('that goes away without the focus moves nothing', async () => {
    const photo = await openPhoto()
    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    await tabTo('After')
    const moves = focusMoves()
    send.release()
    await photo.phase('success')
    expect(moves).toEqual([])
    expect(focused()).toBe('After')
  })
})

describe('a removal', () => {
  test('moves the focus to the button of the picker, and its undo does, too', async () => {
    const photo = await openPhoto({}, SAVED)
    await tabTo('Remove photo')
    await commands.pressKeys('Enter')
    await expect.poll(focused).toBe('Choose photo')
    await photo.phase('removed')
    await tabTo('Undo')
    await commands.pressKeys('Space')
    await photo.phase('success')
    await expect.poll(focused).toBe('Change photo')
  })

  test('that fails leaves it there', async () => {
    const photo = await openPhoto({}, SAVED)
    await tabTo('Remove photo')
    photo.backend.fail('forbidden')
    await commands.pressKeys('Enter')
    await photo.phase('error')
    await expect.poll(focused).toBe('Change photo')
  })
})

test('to be disabled takes the focus from nobody, and presses do nothing then', async () => {
  const photo = await openPhoto({}, SAVED)
  await tabTo('Remove photo')
  photo.rerender({ disabled: true })
  await expect.poll(() => photo.button('Remove photo').getAttribute('aria-disabled')).toBe('true')
  expect(focused()).toBe('Remove photo')
  await commands.pressKeys('Enter', 'Space')
  await photo.phase('idle')
  expect(photo.backend.current).not.toBeNull()
})

test.runIf(canEmulate)('a camera button that goes away with the focus leaves it on the picker', async () => {
  const putAway = await useFinger()
  const photo = await openPhoto()
  await expect.poll(photo.buttons).toContain('Take photo')
  await tabTo('Take photo')
  await putAway()
  await expect.poll(photo.buttons).not.toContain('Take photo')
  await expect.poll(focused).toBe('Choose photo')
})
