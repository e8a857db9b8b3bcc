import type { Meta } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { ProfileImageDropzone, UploadError } from '../src/index.ts'
import { gallery } from './stage/gallery.tsx'
import { hint, ownPage, type PhotoArgs, type PhotoStory, withoutDelay } from './stage/photo.ts'
import { portraitUrl } from './stage/portrait.ts'
import { openScene } from './stage/scene.ts'
import { ENDPOINT } from './stage/network.ts'

/** Every phase that an upload can be in, up to its end: each brought about by the real engine and kept there. */
const meta: Meta<PhotoArgs> = {
  title: 'States/Under way',
  component: ProfileImageDropzone,
  tags: ['state'],
  args: { endpoint: ENDPOINT },
  globals: withoutDelay,
  parameters: { docs: { ...gallery } },
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
