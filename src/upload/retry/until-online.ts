import { UploadError, type UploadStep } from '../../contract/upload-error.ts'
import type { Clock } from './clock.ts'
import type { OnlineStatus } from './online-status.ts'
import { untilCalled } from './until-aborted.ts'

/** Waiting for the device to come back online in one upload. */
export const MAX_OFFLINE_MS = 300_000

/**
 * Until the device is online again.
 *
 * @param ports `maxMs`: how long to wait for it. Default: as long as one upload may.
 * @throws {UploadError} `offline` when that takes longer; `aborted`.
 */
export function untilOnline(
  step: UploadStep,
  signal: AbortSignal,
  { clock, connection, maxMs = MAX_OFFLINE_MS }: { clock: Clock; connection: OnlineStatus; maxMs?: number },
): Promise<void> {
  return untilCalled(step, signal, (resolve, reject) => {
    const cancelTimer = clock.after(maxMs, () => reject(new UploadError('offline', { step })))
    const stopListening = connection.onceOnline(resolve)
    return () => {
      cancelTimer()
      stopListening()
    }
  })
}
