import type { Meta } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { ProfileImageDropzone } from '../src/index.ts'
import { gallery } from './stage/gallery.tsx'
import { hint, type PhotoArgs, type PhotoStory, withoutDelay } from './stage/photo.ts'
import { portraitUrl } from './stage/portrait.ts'
import { openScene } from './stage/scene.ts'
import { ENDPOINT } from './stage/network.ts'

/** What an upload ends in, a removal, and an undo. */
const meta: Meta<PhotoArgs> = {
  title: 'States/Ended',
  component: ProfileImageDropzone,
  tags: ['state'],
  args: { endpoint: ENDPOINT },
  globals: withoutDelay,
  parameters: { docs: { ...gallery } },
}
export default meta

const sent = 'status: Uploading portrait.jpg.'

/** The backend has said yes. */
export const Success: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    await scene.choose()
    await scene.looks({
      phase: 'success',
      buttons: ['Change photo', 'Remove photo'],
      lines: ['Profile photo saved.'],
      picture: 'Current profile photo',
      said: [sent, 'status: Finishing.', 'status: Profile photo saved.'],
    })
    await expect(scene.backend.images).toHaveLength(1)
  },
}

/** It failed, and trying again may help: the same file is sent, nothing has to be chosen anew. */
export const ErrorRetryable: PhotoStory = {
  args: { src: portraitUrl },
  async play(context) {
    const scene = openScene(context)
    scene.backend.fail('signatureMismatch')
    await scene.choose()
    await scene.looks({
      phase: 'error',
      buttons: ['Change photo', 'Remove photo', 'Try again'],
      lines: ['Error: We could not upload your photo. Try again.'],
      picture: 'Current profile photo',
      said: [sent, 'alert: Error: We could not upload your photo. Try again. Try again is available.'],
    })
  },
}

/** It failed, and the same file would fail again. */
export const ErrorFinal: PhotoStory = {
  args: { src: portraitUrl },
  async play(context) {
    const scene = openScene(context)
    scene.backend.fail('forbidden')
    await scene.choose()
    await scene.looks({
      phase: 'error',
      buttons: ['Change photo', 'Remove photo'],
      lines: ['Error: You do not have permission to change this photo.'],
      picture: 'Current profile photo',
      said: [sent, 'alert: Error: You do not have permission to change this photo.'],
    })
  },
}

/** The user ended it: back to what was there, and no error. */
export const Cancelled: PhotoStory = {
  args: { src: portraitUrl },
  async play(context) {
    const scene = openScene(context)
    const hold = scene.backend.hold('send')
    await scene.choose()
    await hold.reached
    await scene.press('cancel')
    await scene.hasFocus('choose')
    await scene.looks({
      phase: 'idle',
      buttons: ['Change photo', 'Remove photo'],
      lines: [hint],
      picture: 'Current profile photo',
      said: [sent, 'status: Upload cancelled.'],
    })
    await expect(scene.backend.images).toHaveLength(0)
  },
}

/** The image is gone at once; the backend removes it. Said only when that takes longer than a second. */
export const Removing: PhotoStory = {
  args: { src: portraitUrl },
  async play(context) {
    const scene = openScene(context)
    scene.backend.hold('remove')
    await scene.press('remove')
    await scene.looks({
      phase: 'removing',
      buttons: ['Choose photo'],
      lines: ['Removing photo.'],
      bar: 'indeterminate',
      barName: 'Removing photo.',
      picture: null,
      said: ['status: Removing photo.'],
    })
  },
}

/** Undo stays until something else is done: there is no time limit. The focus goes to the button that chooses. */
export const RemovedWithUndo: PhotoStory = {
  args: { src: portraitUrl },
  async play(context) {
    const scene = openScene(context)
    await scene.press('remove')
    await scene.hasFocus('choose')
    await scene.looks({
      phase: 'removed',
      buttons: ['Choose photo', 'Undo'],
      lines: ['Profile photo removed.'],
      picture: null,
      said: ['status: Profile photo removed. Undo is available.'],
    })
    await expect(scene.backend.current).toBeNull()
  },
}

/** The removed image is back. */
export const Restored: PhotoStory = {
  args: { src: portraitUrl },
  async play(context) {
    const scene = openScene(context)
    await scene.press('remove')
    await scene.sounds(['status: Profile photo removed. Undo is available.'])
    await scene.press('undo')
    await scene.looks({
      phase: 'success',
      buttons: ['Change photo', 'Remove photo'],
      lines: ['Profile photo saved.'],
      picture: 'Current profile photo',
      said: ['status: Profile photo removed. Undo is available.', 'status: Profile photo restored.'],
    })
  },
}
