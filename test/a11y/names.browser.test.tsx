import { describe, expect, test } from 'vitest'
import { ProfileImage } from '../../src/index.ts'
import { choosePicture, createTestBackend, samplePicture } from '../../src/testing/index.ts'
import { canEmulate, useFinger } from './emulate.ts'
import { openPage, openPhoto, photoIn } from './open-photo.tsx'
import { accessibilityTree } from './accessibility-tree.ts'

const SAVED = { current: samplePicture('png') }
const HINT = 'JPEG, PNG or WebP, up to 5\u00A0MB. You can also drop or paste a photo.'

describe('the group', () => {
  test('is named by its visible label', async () => {
    const photo = await openPhoto({ label: 'Team logo' })
    expect(photo.group()).toHaveAccessibleName('Team logo')
    expect(photo.query.getByText('Team logo')).toBeVisible()
  })

  test('has the same name where no label is shown', () => {
    const { container, render } = openPage()
    render(
      <ProfileImage.Root {...createTestBackend().props} label="Team logo">
        <ProfileImage.Choose />
      </ProfileImage.Root>,
    )
    const photo = photoIn(container)
    expect(photo.group()).toHaveAccessibleName('Team logo')
    expect(photo.query.queryByText('Team logo')).toBeNull()
  })
})

describe('the button of the picker', () => {
  test('is described by what can be chosen, and after a failure by the reason as well', async () => {
    const photo = await openPhoto()
    expect(photo.button('Choose photo')).toHaveAccessibleDescription(HINT)
    await choosePicture(photo.group(), samplePicture('empty'))
    await photo.phase('error')
    await expect
      .poll(() => photo.button('Choose photo'))
      .toHaveAccessibleDescription(`${HINT} Error: The selected file is empty.`)
  })

  test('has the words for its name that are seen on it, as every button has', async () => {
    await useFinger()
    const photo = await openPhoto({}, SAVED)
    await expect.poll(photo.buttons).toEqual(['Change photo', 'Take photo', 'Remove photo'])
    for (const button of photo.query.getAllByRole('button')) {
      expect(button).toHaveAccessibleName(button.innerText)
      expect(button).not.toHaveAttribute('aria-label')
    }
  })
})

describe('the progress bar', () => {
  async function uploading() {
    const photo = await openPhoto()
    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    const bar = () => photo.query.getByRole('progressbar', { name: 'Uploading photo' })
    await expect.poll(bar).toBeVisible()
    return { photo, send, bar }
  }

  test('has no value while nothing is known, and none of its own to speak', async () => {
    const { send, bar } = await uploading()
    expect(bar()).not.toHaveAttribute('aria-valuenow')
    expect(bar()).not.toHaveAttribute('aria-valuetext')
    expect(bar().closest('[aria-live], [role=status], [role=alert]')).toBeNull()
    send.release()
  })

  test('says in percent how far it is', async () => {
    const { send, bar } = await uploading()
    send.progress(0.42)
    await expect.poll(bar).toHaveAttribute('aria-valuenow', '42')
    expect(bar()).toHaveAttribute('aria-valuetext', '42%')
    expect([bar().ariaValueMin, bar().ariaValueMax]).toEqual(['0', '100'])
    send.release()
  })

  test('says "Finishing.", and no number, while the backend confirms', async () => {
    const { photo, send, bar } = await uploading()
    const confirm = photo.backend.hold('confirm')
    send.progress(0.9)
    send.release()
    await confirm.reached
    await photo.phase('confirming')
    expect(bar()).toHaveAttribute('aria-valuetext', 'Finishing.')
    expect(bar()).not.toHaveAttribute('aria-valuenow')
    confirm.release()
    await photo.phase('success')
    await expect.poll(() => photo.query.queryByRole('progressbar')).toBeNull()
  })

  test('is not called by its name while a photo is removed', async () => {
    const photo = await openPhoto({}, SAVED)
    const remove = photo.backend.hold('remove')
    photo.button('Remove photo').click()
    await remove.reached
    await expect.poll(() => photo.query.getByRole('progressbar')).toHaveAccessibleName('Removing photo.')
    remove.release()
  })
})

describe('the picture', () => {
  test('is the current photo, the new one, and the current one again', async () => {
    const photo = await openPhoto({}, SAVED)
    const alt = () => photo.query.getByRole('img').getAttribute('alt')
    expect(alt()).toBe('Current profile photo')
    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    await expect.poll(alt).toBe('New profile photo')
    photo.button('Cancel').click()
    await expect.poll(alt).toBe('Current profile photo')
  })

  test('that is missing is nothing to a screen reader, whatever stands there', async () => {
    const photo = await openPhoto({ fallback: 'AB' })
    expect(photo.query.queryByRole('img')).toBeNull()
    expect(photo.query.getByText('AB').closest('[aria-hidden=true]')).not.toBeNull()
    photo.rerender({})
    await expect.poll(() => photo.query.queryByText('AB')).toBeNull()
    expect(photo.query.queryByRole('img')).toBeNull()
  })
})

test('nothing that is hidden from screen readers can have the focus', async () => {
  await useFinger()
  const photo = await openPhoto({ name: 'photo' })
  await expect.poll(photo.buttons).toContain('Take photo')
  const hidden = [...photo.group().querySelectorAll<HTMLElement>('[aria-hidden=true], [aria-hidden=true] *')]
  expect(hidden.filter(({ localName }) => localName === 'input').length).toBe(2)
  for (const element of hidden) {
    element.focus()
    expect(document.activeElement).not.toBe(element)
  }
})

test.runIf(canEmulate)('Chromium tells a screen reader this, and nothing more', async () => {
  const photo = await openPhoto({}, SAVED)
  photo.backend.fail('signatureMismatch')
  await choosePicture(photo.group(), samplePicture())
  await photo.phase('error')
  await expect.poll(() => photo.said.length).toBe(2)
  const words = 'We could not upload your photo. Try again.'
  expect(await accessibilityTree(photo.group())).toEqual([
    'group "Profile photo"',
    'image "Current profile photo"',
    'text "Profile photo"',
    'text "Error:"',
    `text "${words}"`,
    `button "Change photo" (${HINT} Error: ${words})`,
    'button "Remove photo"',
    'button "Try again"',
    'status',
    'text "Uploading photo.jpg."',
    'alert',
    `text "Error: ${words} Try again is available."`,
  ])
})
