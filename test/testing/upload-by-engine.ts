import { isUploadError } from '../../src/contract/upload-error.ts'
import type { TestBackend } from '../../src/testing/index.ts'
import { samplePicture } from '../../src/testing/index.ts'
import { browserConnection } from '../../src/upload/connection.ts'
import { createNetworkSteps } from '../../src/upload/network-steps.ts'
import { uploadPicture } from '../../src/upload/upload-picture.ts'
import { createFakeClock } from '../upload/fake-clock.ts'
import { newDraft, runByHand } from '../upload/tries.ts'

/** How an upload went by: `saved` or the code of its error, and what it waited for meanwhile. */
export interface UploadEnd {
  end: string
  waitedFor: readonly string[]
}

/** One upload by the real engine over these ports. Only its waits between tries take no time. */
export async function uploadByEngine({ endpoint, send }: TestBackend['props']): Promise<UploadEnd> {
  const clock = createFakeClock()
  const steps = createNetworkSteps({ backend: endpoint, send, clock, connection: browserConnection })
  const run = { ...runByHand(steps, clock), connection: browserConnection }
  const end = await uploadPicture(newDraft(samplePicture()), run).then(
    () => 'saved',
    (error: unknown) => (isUploadError(error) ? error.code : String(error)),
  )
  return { end, waitedFor: [...new Set(run.waits.map(({ waitingFor }) => waitingFor))] }
}
