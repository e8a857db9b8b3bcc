import { UploadError } from '../../contract/upload-error.ts'
import type { HandlerConfig } from '../handler-config.ts'
import { stagingFolder } from '../image/object-keys.ts'
import { uploadIdStart, uploadIdTimeMs } from '../image/upload-ids.ts'

/**
 * Refuses a new upload of an owner for whom `maxPending` pictures lie in the staging folder that a ticket may still
 * confirm (T-53).
 *
 * Ids are in the order of time, so one listing that starts where the oldest of these would be, and is no longer than
 * the limit, answers that, however much the owner has piled up before. Which of them are confirmed would cost a call
 * for each.
 *
 * @throws {UploadError} `rate-limited`, with the seconds until the oldest of them no longer counts.
 */
export async function refusePileUp<O extends { id: string }, C>(
  { store, maxPending, ticketExpiresInSeconds, now }: HandlerConfig<O, C>,
  owner: string,
): Promise<void> {
  if (maxPending === null) return
  const folder = stagingFolder(owner)
  const countedForMs = ticketExpiresInSeconds * 1000
  const keys = await store.list(folder, folder + uploadIdStart(now() - countedForMs), maxPending)
  const [oldest] = keys
  if (oldest === undefined || keys.length < maxPending) return
  const waitMs = uploadIdTimeMs(oldest.slice(folder.length)) + countedForMs - now()
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000))
  throw new UploadError('rate-limited', { retryAfterSeconds })
}
