import { UploadError, type UploadStep } from '../../contract/upload-error.ts'
import type { Clock } from './clock.ts'
import type { OnlineStatus } from './online-status.ts'
import { untilAborted } from './until-aborted.ts'

/** Waiting for the device to come back online in one upload. */
export const MAX_OFFLINE_MS = 300_000

/**
 * Until the device is online again.
 *
 * @throws {UploadError} `offline` when that takes longer than `maxMs`; `aborted`.
 */
export async function untilOnline(
  step: UploadStep,
  signal: AbortSignal,
  { clock, connection, maxMs }: { clock: Clock; connection: OnlineStatus; maxMs: number },
): Promise<void> {
  let stop = () => {}
  const isOnline = new Promise<void>((resolve, reject) => {
    const cancelTimer = clock.after(maxMs, () => reject(new UploadError('offline', { step })))
    const stopListening = connection.onceOnline(resolve)
    stop = () => {
      cancelTimer()
      stopListening()
    }
  })
  try {
    await untilAborted(step, signal, isOnline)
  } finally {
    stop()
  }
}
