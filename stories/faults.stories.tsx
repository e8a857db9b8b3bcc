import type { Meta } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { ProfileImageDropzone, UploadError } from '../src/index.ts'
import { gallery } from './stage/gallery.tsx'
import { ownPage, type PhotoArgs, type PhotoStory, withoutDelay } from './stage/photo.ts'
import { portraitUrl } from './stage/portrait.ts'
import { openScene } from './stage/scene.ts'
import { shortenWaits } from './stage/shorten-waits.ts'
import { ENDPOINT } from './stage/network.ts'

/**
 * What can go wrong, and what users see of it. The backend is the real handler over a strict S3 in memory, with one fault
 * each: `createTestBackend().fail(…)` of `react-profile-image-upload/testing`.
 */
const meta: Meta<PhotoArgs> = {
  title: 'Faults',
  component: ProfileImageDropzone,
  tags: ['fault'],
  args: { endpoint: ENDPOINT, src: portraitUrl },
  globals: withoutDelay,
  parameters: { docs: { ...gallery } },
}
export default meta

const sent = 'status: Uploading portrait.jpg.'
const finishing = 'status: Finishing.'
const saved = {
  phase: 'success',
  buttons: ['Change photo', 'Remove photo'],
  lines: ['Profile photo saved.'],
  picture: 'Current profile photo',
  said: [sent, finishing, 'status: Profile photo saved.'],
} as const

/** An error that the user can try to get over, after these words. */
function failed(text: string, said: readonly string[] = [sent]) {
  return {
    ...final(text),
    buttons: ['Change photo', 'Remove photo', 'Try again'],
    said: [...said, `alert: Error: ${text} Try again is available.`],
  }
}

/** An error that would come again. */
function final(text: string) {
  return {
    phase: 'error',
    buttons: ['Change photo', 'Remove photo'],
    lines: [`Error: ${text}`],
    picture: 'Current profile photo',
    said: [sent, `alert: Error: ${text}`],
  } as const
}

const notUploaded = 'We could not upload your photo. Try again.'
const unreachable = 'We could not reach the upload service. Check your connection and try again.'

/** The session has ended. After signing in, "Try again" goes on with the same file. */
export const SignUnauthorized: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    scene.backend.fail('unauthenticated')
    await scene.choose()
    await scene.looks(failed('Your session has ended. Sign in again, then try again.'))
    await scene.press('retry')
    await scene.looks({
      ...saved,
      said: [
        ...failed('Your session has ended. Sign in again, then try again.').said,
        sent,
        ...saved.said.slice(1),
      ],
    })
  },
}

/** The backend is down once, and the upload gets over it by itself: nobody is told of an error. */
export const Sign500ThenOk: PhotoStory = {
  name: 'Backend down, then up again',
  async play(context) {
    const scene = openScene(context)
    const fault = scene.backend.fail('backendDown')
    await scene.choose()
    await scene.looks(saved)
    await expect(fault.hits).toBe(1)
  },
}

/** The URL expired before the PUT arrived. Another one is signed for the same upload, unseen. */
export const UrlExpired: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    const fault = scene.backend.fail('urlExpired')
    await scene.choose()
    await scene.looks(saved)
    await expect(fault.hits).toBe(1)
  },
}

/** The storage received another request than was signed: a proxy changed it. In development the console says what to look at. */
export const SignatureMismatch: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    scene.backend.fail('signatureMismatch')
    await scene.choose()
    await scene.looks(failed(notUploaded))
  },
}

/** The bucket has no CORS rule for this page. Users read what helps them; the console tells developers the rule that is missing. */
export const CorsBlocked: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    scene.backend.fail('cors')
    await scene.choose()
    await scene.looks(failed(unreachable))
  },
}

/**
 * The storage answers without `Access-Control-Allow-Origin`, so the page cannot read its answer. It looks like a connection that
 * broke, and is treated like one: the picture may have arrived, so the backend is asked before it is sent again.
 */
export const NoAcao: PhotoStory = {
  beforeEach: shortenWaits,
  name: 'Answer without CORS headers',
  async play(context) {
    const scene = openScene(context)
    const fault = scene.backend.fail('reset', { times: Infinity })
    await scene.choose()
    await scene.looks(failed(unreachable, [sent, finishing]), 25_000)
    await expect(fault.hits).toBe(4)
  },
}

/** S3 asks to slow down, each time: after four tries the upload gives up. */
export const SlowDown503: PhotoStory = {
  beforeEach: shortenWaits,
  async play(context) {
    const scene = openScene(context)
    const fault = scene.backend.fail('slowDown', { times: Infinity })
    await scene.choose()
    await scene.looks(failed(notUploaded))
    await expect(fault.hits).toBe(4)
  },
}

/** The device is offline for a moment. The upload waits, and goes on by itself. */
export const Offline: PhotoStory = {
  parameters: ownPage,
  async play(context) {
    const scene = openScene(context)
    scene.backend.fail('offline')
    await scene.choose()
    await scene.looks({
      ...saved,
      said: [
        sent,
        'status: You are offline. The upload will continue when you reconnect.',
        'status: Back online. Continuing.',
        ...saved.said.slice(1),
      ],
    })
  },
}

/** No byte moves for too long, each time. Real senders wait 30 s; the one of this story a tenth of a second. */
export const Timeout: PhotoStory = {
  beforeEach: shortenWaits,
  args: {
    async send() {
      await new Promise((resolve) => setTimeout(resolve, 100))
      throw new UploadError('stalled', { details: { stallTimeoutMs: 100 } })
    },
  },
  async play(context) {
    const scene = openScene(context)
    await scene.choose()
    await scene.looks(failed(unreachable, [sent, finishing]), 25_000)
  },
}

/** `saveImage` throws, each time: the picture was sent, and is not saved. "Try again" repeats that alone. */
export const ConfirmFails: PhotoStory = {
  beforeEach: shortenWaits,
  async play(context) {
    const scene = openScene(context)
    const fault = scene.backend.fail('confirmFails', { times: Infinity })
    await scene.choose()
    const error = failed('Something went wrong. Try again.', [sent, finishing])
    await scene.looks(error)
    fault.end()
    const hold = scene.backend.hold('confirm')
    await scene.press('retry')
    await scene.sounds([...error.said, finishing])
    hold.release()
    await scene.looks({ ...saved, said: [...error.said, ...saved.said.slice(1)] })
  },
}

/** The backend does not answer as the contract says. That would come again, so there is nothing to try. */
export const BadJson: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    scene.backend.fail('badJson')
    await scene.choose()
    await scene.looks(final('We could not upload your photo.'))
  },
}

/** A service worker that answers the PUT leaves no progress of it. The bar claims nothing, and the upload ends as any other. */
export const ServiceWorkerPage: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    const hold = scene.backend.hold('send')
    await scene.choose()
    await hold.reached
    await scene.looks({
      ...saved,
      phase: 'uploading',
      buttons: ['Change photo', 'Cancel'],
      lines: ['Uploading portrait.jpg.'],
      bar: 'indeterminate',
      picture: 'New profile photo',
      said: [sent],
    })
    hold.release()
    await scene.looks(saved)
  },
}
