import type { Meta } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { ProfileImageDropzone, UploadError } from '../src/index.ts'
import { gallery } from './stage/gallery.tsx'
import { hint, ownPage, type PhotoArgs, type PhotoStory, withoutDelay } from './stage/photo.ts'
import { portraitUrl } from './stage/portrait.ts'
import { openScene } from './stage/scene.ts'
import { ENDPOINT } from './stage/surroundings.tsx'

/** Every phase that an upload can be in, each brought about by the real engine and kept there. */
const meta: Meta<PhotoArgs> = {
  title: 'States',
  component: ProfileImageDropzone,
  tags: ['state'],
  args: { endpoint: ENDPOINT },
  globals: withoutDelay,
  parameters: gallery,
}
export default meta

const sent = 'status: Uploading portrait.jpg.'

/** Nothing is saved. */
export const Empty: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    await scene.looks({ phase: 'idle', buttons: ['Choose photo'], lines: [hint], picture: null, said: [] })
  },
}

/** An image is saved. */
export const Saved: PhotoStory = {
  args: { src: portraitUrl },
  async play(context) {
    const scene = openScene(context)
    await scene.looks({
      phase: 'idle',
      buttons: ['Change photo', 'Remove photo'],
      lines: [hint],
      picture: 'Current profile photo',
      said: [],
    })
  },
}

/** The picture is read, checked and hashed. Said only when it takes longer than a second. */
export const Preparing: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    const neverRead = new File(['…'], 'portrait.jpg', { type: 'image/jpeg' })
    neverRead.slice = () =>
      Object.assign(new Blob(), { arrayBuffer: () => new Promise<ArrayBuffer>(() => {}) })
    await scene.choose(neverRead)
    await scene.looks({
      phase: 'preparing',
      buttons: ['Choose photo', 'Cancel'],
      lines: ['Checking photo.'],
      bar: 'indeterminate',
      picture: null,
      said: ['status: Checking photo.'],
    })
  },
}

/** The backend is asked for a presigned URL. */
export const Requesting: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    scene.backend.hold('request-url')
    await scene.choose()
    await scene.looks({
      phase: 'requesting',
      buttons: ['Choose photo', 'Cancel'],
      lines: ['Uploading portrait.jpg.'],
      bar: 'indeterminate',
      picture: 'New profile photo',
      said: [sent],
    })
  },
}

/** The bytes move. Cancel goes back to what was there; choosing again replaces what runs. */
export const Uploading: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    const hold = scene.backend.hold('send')
    await scene.choose()
    await hold.reached
    hold.progress(0.42)
    await scene.looks({
      phase: 'uploading',
      buttons: ['Choose photo', 'Cancel'],
      lines: ['Uploading portrait.jpg.', /^42% · \d.* of \d.*B$/],
      bar: 42,
      picture: 'New profile photo',
      said: [sent],
    })
  },
}

/** The browser does not tell how far it is, as on a page with a service worker: a bar without a value. */
export const UploadingIndeterminate: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    scene.backend.hold('send')
    await scene.choose()
    await scene.looks({
      phase: 'uploading',
      buttons: ['Choose photo', 'Cancel'],
      lines: ['Uploading portrait.jpg.'],
      bar: 'indeterminate',
      picture: 'New profile photo',
      said: [sent],
    })
  },
}

/** No byte has moved for ten seconds. The upload still waits, and says so once. */
export const Stalled: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    scene.backend.hold('send')
    await scene.choose()
    await scene.looks(
      {
        phase: 'uploading',
        buttons: ['Choose photo', 'Cancel'],
        lines: ['Still uploading. Your connection is slow.'],
        bar: 'indeterminate',
        picture: 'New profile photo',
        said: [sent, 'status: Still uploading. Your connection is slow.'],
      },
      14_000,
    )
  },
}

/** The backend asked for some time. Nothing that the user would have to know: it is part of the upload. */
export const WaitingBackoff: PhotoStory = {
  args: {
    endpoint: {
      scope: 'busy',
      requestUrl: () => Promise.reject(new UploadError('backend-unavailable', { retryAfterSeconds: 55 })),
      confirm: () => Promise.reject(new UploadError('unexpected')),
    },
  },
  async play(context) {
    const scene = openScene(context)
    await scene.choose()
    await scene.looks({
      phase: 'waiting',
      buttons: ['Choose photo', 'Cancel'],
      lines: ['Uploading portrait.jpg.'],
      bar: 'indeterminate',
      picture: 'New profile photo',
      said: [sent],
    })
  },
}

/** The device is offline. The upload goes on when it is back. */
export const Offline: PhotoStory = {
  parameters: ownPage,
  async play(context) {
    const scene = openScene(context)
    scene.backend.fail('offline', { times: Infinity })
    await scene.choose()
    await scene.looks({
      phase: 'waiting',
      buttons: ['Choose photo', 'Cancel'],
      lines: ['You are offline. The upload will continue when you reconnect.'],
      bar: 'indeterminate',
      picture: 'New profile photo',
      said: [sent, 'status: You are offline. The upload will continue when you reconnect.'],
    })
  },
}

/** Everything is sent; the backend checks and saves. From here on nothing can be cancelled. */
export const Confirming: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    scene.backend.hold('confirm')
    await scene.choose()
    await scene.looks({
      phase: 'confirming',
      buttons: ['Choose photo'],
      lines: ['Finishing.'],
      bar: 'indeterminate',
      picture: 'New profile photo',
      said: [sent, 'status: Finishing.'],
    })
  },
}

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
    await waitFor(() => expect(scene.group).toHaveAttribute('data-state', 'removed'))
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

/** Nothing can be chosen, dropped, pasted or removed. The buttons keep their place in the order of Tab. */
export const Disabled: PhotoStory = {
  args: { src: portraitUrl, disabled: true },
  async play(context) {
    const scene = openScene(context)
    await scene.choose()
    await scene.press('choose')
    await scene.press('remove')
    await scene.looks({
      phase: 'idle',
      buttons: ['Change photo', 'Remove photo'],
      lines: [hint],
      picture: 'Current profile photo',
      said: [],
    })
    for (const button of scene.group.querySelectorAll('button')) {
      await expect(button).toHaveAttribute('aria-disabled', 'true')
    }
  },
}
