import { describe, expect, test } from 'vitest'
import type { SendObject } from '../../src/index.ts'
import { choosePicture, samplePicture } from '../../src/testing/index.ts'
import { endlessPicture, openPhoto, type Photo, tabStops } from './open-photo.tsx'
import { useFinger } from './emulate.ts'

interface Case {
  isSaved?: boolean
  props?: { disabled?: boolean; send?: SendObject }
  arrange?(photo: Photo): Promise<unknown>
  buttons: string[]
}

/** A storage that wants to be asked again, but not during this test. */
const busy: SendObject = () =>
  Promise.resolve({
    status: 503,
    headers: new Headers({ 'retry-after': '30' }),
    body: '<Error><Code>SlowDown</Code></Error>',
  })

const choose = ({ group }: Photo, file = samplePicture()) => choosePicture(group(), file)

/** All that can be seen and pressed, in each state of the component. */
const CASES: Readonly<Record<string, Case>> = {
  'is empty': { buttons: ['Choose photo'] },
  'has an image': { isSaved: true, buttons: ['Change photo', 'Remove photo'] },
  'is disabled': { isSaved: true, props: { disabled: true }, buttons: ['Change photo', 'Remove photo'] },
  'checks a photo': {
    async arrange(photo) {
      await choose(photo, endlessPicture())
      await photo.phase('preparing')
    },
    buttons: ['Choose photo', 'Cancel'],
  },
  'asks for a URL': {
    async arrange(photo) {
      const held = photo.backend.hold('request-url')
      await choose(photo)
      await held.reached
    },
    buttons: ['Choose photo', 'Cancel'],
  },
  sends: {
    async arrange(photo) {
      const held = photo.backend.hold('send')
      await choose(photo)
      await held.reached
    },
    buttons: ['Choose photo', 'Cancel'],
  },
  'sends, with an image': {
    isSaved: true,
    async arrange(photo) {
      const held = photo.backend.hold('send')
      await choose(photo)
      await held.reached
    },
    buttons: ['Change photo', 'Cancel'],
  },
  'waits for the next try': {
    props: { send: busy },
    async arrange(photo) {
      await choose(photo)
      await photo.phase('waiting')
    },
    buttons: ['Choose photo', 'Cancel'],
  },
  'is offline': {
    async arrange(photo) {
      photo.backend.fail('offline', { times: Infinity })
      await choose(photo)
      await photo.phase('waiting')
    },
    buttons: ['Choose photo', 'Cancel'],
  },
  confirms: {
    async arrange(photo) {
      const held = photo.backend.hold('confirm')
      await choose(photo)
      await held.reached
      await photo.phase('confirming')
    },
    buttons: ['Choose photo'],
  },
  'has saved': {
    async arrange(photo) {
      await choose(photo)
      await photo.phase('success')
    },
    buttons: ['Change photo', 'Remove photo'],
  },
  'has failed, and can try again': {
    async arrange(photo) {
      photo.backend.fail('signatureMismatch')
      await choose(photo)
      await photo.phase('error')
    },
    buttons: ['Choose photo', 'Try again'],
  },
  'has failed with an image': {
    isSaved: true,
    async arrange(photo) {
      photo.backend.fail('signatureMismatch')
      await choose(photo)
      await photo.phase('error')
    },
    buttons: ['Change photo', 'Remove photo', 'Try again'],
  },
  'has refused a file': {
    async arrange(photo) {
      await choose(photo, samplePicture('empty'))
      await photo.phase('error')
    },
    buttons: ['Choose photo'],
  },
  removes: {
    isSaved: true,
    async arrange(photo) {
      const held = photo.backend.hold('remove')
      photo.button('Remove photo').click()
      await held.reached
    },
    buttons: ['Choose photo'],
  },
  'has removed': {
    isSaved: true,
    async arrange(photo) {
      photo.button('Remove photo').click()
      await photo.phase('removed')
    },
    buttons: ['Choose photo', 'Undo'],
  },
}

describe.each(Object.entries(CASES))('when it %s', (_, { isSaved, props, arrange, buttons }) => {
  async function open(): Promise<Photo> {
    const photo = await openPhoto(
      { ...props, name: 'photo' },
      isSaved === true ? { current: samplePicture('png') } : {},
    )
    await arrange?.(photo)
    return photo
  }

  test('it has these buttons, and Tab comes to each of them and to nothing else', async () => {
    const photo = await open()
    await expect.poll(photo.buttons).toEqual(buttons)
    expect(await tabStops()).toEqual(buttons)
    expect(await tabStops('Shift+Tab')).toEqual(buttons.toReversed())
    expect(photo.buttons()).toEqual(buttons)
  })

  test('on a phone, the camera comes after the picker', async () => {
    await useFinger()
    const photo = await open()
    const [first, ...others] = buttons
    await expect.poll(photo.buttons).toEqual([first, 'Take photo', ...others])
    expect(await tabStops()).toEqual([first, 'Take photo', ...others])
  })
})

test('what is disabled says so, and keeps its place in the order of Tab', async () => {
  const photo = await openPhoto({ disabled: true }, { current: samplePicture('png') })
  for (const button of photo.query.getAllByRole('button')) {
    expect(button).toHaveAttribute('aria-disabled', 'true')
    expect(button).not.toHaveAttribute('disabled')
  }
})
