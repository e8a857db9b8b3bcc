// The only retry in the browser, and pure: whether a step that failed is tried again, and when. TanStack's is off.
import { type AnyUploadError, isUploadError } from '../../contract/upload-error.ts'

/** Tries of a step since the upload last got further. */
export const MAX_TRIES = 4
/** Waiting for other tries in one upload, besides what it takes to transfer and besides being offline. */
export const MAX_WAITING_MS = 60_000

const BASE_MS = 500
const CAP_MS = 20_000

/** Whether the same request may well succeed a little later. */
export function isPassing(error: AnyUploadError): boolean {
  // The line was too slow for the backend, or for a gateway in front of it.
  if (error.status === 408) return true
  if (isUploadError(error, 'unexpected')) return error.status !== null && error.status >= 500
  return isUploadError(
    error,
    'network',
    'offline',
    'stalled',
    'storage-busy',
    'not-uploaded',
    'backend-unavailable',
    'rate-limited',
  )
}

/**
 * How long to wait before another try, in milliseconds, or null to give up.
 *
 * Full jitter, so that clients which failed together do not come back together: see "Exponential Backoff And
 * Jitter", AWS Architecture Blog. What an answer asks for by Retry-After comes on top, never less.
 */
export function retryDelayMs(failure: {
  /** Tries of this step since the upload last got further, this one included. */
  tries: number
  /** Failures of the whole upload so far, this one not included. */
  earlierFailures: number
  waitedMs: number
  retryAfterSeconds: number | null
  /** From 0 to 1. */
  random: number
}): number | null {
  if (failure.tries >= MAX_TRIES) return null
  const backoffMs = failure.random * Math.min(CAP_MS, BASE_MS * 2 ** failure.earlierFailures)
  const delayMs = (failure.retryAfterSeconds ?? 0) * 1000 + backoffMs
  return failure.waitedMs + delayMs > MAX_WAITING_MS ? null : delayMs
}
