import { type ProfileImageBackend, type SendObject, UploadError } from '../src/index.ts'

// Stories show the component, so the network is scripted at its two ports: what a backend answers, and how the
// bytes of the PUT move. (Service workers swallow upload progress, so a mock of fetch could not show it.)

/** A backend that grants every upload, and saves an image that is drawn here. */
export function scriptedBackend(scope: string): ProfileImageBackend {
  return {
    scope,
    requestUrl: (request) =>
      Promise.resolve({
        ticket: 'ticket-of-a-story',
        id: 'story',
        upload: {
          url: 'https://bucket.example/staging/story?X-Amz-Expires=300',
          headers: { 'content-type': 'type' in request ? request.type : 'image/png' },
        },
      }),
    confirm: () =>
      Promise.resolve({
        id: 'story',
        url: `${globalThis.location.origin}/portrait.svg`,
        type: 'image/png',
        width: 320,
        height: 320,
        sizeBytes: 4096,
      }),
  }
}

/** Sends nothing: the bytes seem to move for `durationMs`, in `steps`. */
export function scriptedSend({ durationMs, steps }: { durationMs: number; steps: number }): SendObject {
  return async ({ body, signal, onProgress }) => {
    for (let step = 1; step <= steps; step += 1) {
      await new Promise((resolve) => setTimeout(resolve, durationMs / steps))
      if (signal.aborted) throw new UploadError('aborted')
      onProgress((body.size * step) / steps)
    }
    return { status: 200, headers: new Headers({ etag: '"story"' }), body: '' }
  }
}

/** Moves to this fraction and stays there until the upload is cancelled. Without events the bar would not know. */
export function sendUntil(fraction: number): SendObject {
  return ({ body, signal, onProgress }) =>
    new Promise((_, reject) => {
      const tell = () => onProgress(Math.ceil(body.size * fraction))
      tell()
      const timer = setInterval(tell, 1_000)
      signal.addEventListener('abort', () => {
        clearInterval(timer)
        reject(new UploadError('aborted'))
      })
    })
}

/** The storage answers that this was signed otherwise. */
export const sendRefused: SendObject = () =>
  Promise.resolve({
    status: 403,
    headers: new Headers(),
    body: '<Error><Code>SignatureDoesNotMatch</Code></Error>',
  })
