import { isUploadError, type WireErrorCode, wireStatus } from '../contract/upload-error.ts'
import { refusalCode } from './answer.ts'
import type { HandlerStep } from './handler-options.ts'

/**
 * What the handler did or refused: for an audit log, for metrics, and to learn what has to be repaired.
 *
 * No event holds a URL, a ticket, a signature, a key or a file name, nor do the errors of this package. What your own
 * functions threw is in `error` as it was.
 */
export interface HandlerEvent {
  /** Each request makes one, a repeated confirm too; a look at the current image only when it is refused. */
  type: 'url-issued' | 'confirmed' | 'refused'
  /** What the request was about. */
  step: HandlerStep
  /** The one in the answer, when it is a refusal. */
  requestId: string
  /** Null: not known, as with a ticket that is none. */
  uploadId: string | null
  /** The folder of the owner in the bucket, the same for one owner always. Null: nobody was signed in. */
  ownerHash: string | null
  /** Why it was refused; null when it was not. */
  code: WireErrorCode | null
  /** How long the request took, in milliseconds. */
  durationMs: number
  /** What S3 calls the request that it refused, for its support; null when it refused none, or did not say. */
  storageRequestId: string | null
  /** What was thrown, when you have to repair something (answers 500 and 503); null otherwise. */
  error: unknown
}

/** What is known of a request. It is filled in on the way, because a refusal can come at any point of it. */
export interface RequestTrace {
  readonly step: HandlerStep
  readonly requestId: string
  /** By `performance.now()`. */
  readonly startedAtMs: number
  ownerHash: string | null
  uploadId: string | null
}

/** Null: nothing has happened that anybody would look for later. */
export function successEvent(trace: RequestTrace): HandlerEvent | null {
  if (trace.step === 'current') return null
  const type = trace.step === 'confirm' ? 'confirmed' : 'url-issued'
  return { type, ...factsOf(trace), code: null, storageRequestId: null, error: null }
}

export function refusalEvent(trace: RequestTrace, thrown: unknown): HandlerEvent {
  const code = refusalCode(thrown)
  const isOfStorage = isUploadError(thrown, 'storage-misconfigured', 'backend-unavailable')
  return {
    type: 'refused',
    ...factsOf(trace),
    code,
    storageRequestId: isOfStorage ? thrown.requestId : null,
    error: wireStatus(code) >= 500 ? thrown : null,
  }
}

/** The default of `onEvent`: who has not asked for events must still learn why nothing works. */
export function logFailure({ error }: HandlerEvent): void {
  if (error !== null) console.error(error)
}

function factsOf({
  startedAtMs,
  ...facts
}: RequestTrace): Omit<RequestTrace, 'startedAtMs'> & { durationMs: number } {
  return { ...facts, durationMs: performance.now() - startedAtMs }
}
