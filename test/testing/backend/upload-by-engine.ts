import { isUploadError, type ProfileImageBackend, type SendObject, UploadError } from '../../../src/index.ts'
import { samplePicture } from '../../../src/testing/index.ts'
import { browserConnection } from '../../../src/upload/retry/connection.ts'
import { createNetworkSteps } from '../../../src/upload/steps/network-steps.ts'
import { uploadPicture } from '../../../src/upload/upload-picture.ts'
import { createFakeClock } from '../../upload/fake-clock.ts'
import { newDraft, runByHand } from '../../upload/retry/tries.ts'

/** How an upload went: `saved` or the code of its error, and what it waited for meanwhile. */
export interface UploadEnd {
  end: string
  waitedFor: readonly string[]
}

/** One upload by the real engine over these ports. Only its waits between tries take no time. */
export async function uploadByEngine(ports: {
  endpoint: ProfileImageBackend
  send: SendObject
}): Promise<UploadEnd> {
  const clock = createFakeClock()
  const connection = browserConnection
  const { endpoint, send } = ports
  const steps = createNetworkSteps({ backend: () => endpoint, send, clock, connection })
  const run = { ...runByHand(steps, clock), connection }
  const end = await uploadPicture(newDraft(samplePicture()), run).then(
    () => 'saved',
    (error: unknown) => (isUploadError(error) ? error.code : String(error)),
  )
  return { end, waitedFor: [...new Set(run.waits.map(({ waitingFor }) => waitingFor))] }
}

/** The PUT by `fetch`, where there is no XMLHttpRequest. Of progress it knows only that there is some. */
export const sendByFetch: SendObject = async ({ url, headers, body, onProgress }) => {
  try {
    onProgress(1)
    const answer = await fetch(url, { method: 'PUT', headers, body })
    return { status: answer.status, headers: answer.headers, body: await answer.text() }
  } catch {
    throw new UploadError('network')
  }
}
