import { isUploadError, type UploadStep } from '../contract/upload-error.ts'
import { type WireErrorCode, wireStatus } from '../contract/wire-code.ts'
import { refusalCode } from './http/answer.ts'

/** What a request is about: a step of an upload, or the current image. */
export type HandlerStep = Extract<UploadStep, 'request-url' | 'confirm' | 'remove'> | 'current'

/**
 * What the handler did or refused: for an audit log, for metrics, and to learn what has to be repaired.
 *
 * No event holds a URL, a ticket, a signature, a key or a file name, nor do the errors of this package. What your own
 * functions threw is in `error` as it was.
 */
export interface HandlerEvent {
  /**
   * Each request makes one of the first five, a repeated confirm too; a look at the current image, and a removal that
   * found nothing, only when they are refused. `restored` is the confirm of an undo.
   *
   * `cleanup-failed` comes before `confirmed`, `restored` or the refusal `superseded`: they hold, but an older image of
   * this owner may still be readable under its address. Delete what is called `uploadId` in the folder `ownerHash`
   * under `avatars/`; without an id, what is not the saved image there and has an empty object at its key in `staging/`.
   */
  type: Outcome | 'refused' | 'cleanup-failed'
  /** What the request was about. */
  step: HandlerStep
  /** The one in the answer, when it is a refusal. */
  requestId: string
  /** Of the upload, or of the image that was removed. Null: not known, as with a ticket that is none. */
  uploadId: string | null
  /** The folder of the owner in the bucket, the same for one owner always. Null: nobody was signed in. */
  ownerHash: string | null
  /** Why it was refused, or could not be cleaned up; null for the rest. */
  code: WireErrorCode | null
  /** How long the request took, in milliseconds. */
  durationMs: number
  /** What S3 calls the request that it refused, for its support; null when it refused none, or did not say. */
  storageRequestId: string | null
  /** What was thrown, when you have to repair something (answers 500 and 503, cleanup); null otherwise. */
  error: unknown
}

type Outcome = 'url-issued' | 'confirmed' | 'removed' | 'restored'

/** What is known of a request. It is filled in on the way, because a refusal can come at any point of it. */
export interface RequestTrace {
  readonly step: HandlerStep
  readonly requestId: string
  /** By `performance.now()`. */
  readonly startedAtMs: number
  ownerHash: string | null
  uploadId: string | null
  /** Null: nothing has happened that anybody would look for later. */
  outcome: Outcome | null
}

export function beginTrace(step: HandlerStep): RequestTrace {
  const requestId = crypto.randomUUID()
  return { step, requestId, startedAtMs: performance.now(), ownerHash: null, uploadId: null, outcome: null }
}

export function successEvent(trace: RequestTrace): HandlerEvent | null {
  return trace.outcome && eventOf(trace, trace.outcome)
}

export function refusalEvent(trace: RequestTrace, thrown: unknown): HandlerEvent {
  const code = refusalCode(thrown)
  return eventOf(trace, 'refused', code, wireStatus(code) < 500 ? null : thrown)
}

/** @param uploadId Of the image that is left; null: not known. */
export function cleanupEvent(trace: RequestTrace, uploadId: string | null, thrown: unknown): HandlerEvent {
  return eventOf({ ...trace, uploadId }, 'cleanup-failed', refusalCode(thrown), thrown)
}

/** The default of `onEvent`: who has not asked for events must still learn why nothing works. */
export function logFailure({ error }: HandlerEvent): void {
  if (error !== null) console.error(error)
}

function eventOf(
  { step, requestId, uploadId, ownerHash, startedAtMs }: RequestTrace,
  type: HandlerEvent['type'],
  code: WireErrorCode | null = null,
  error: unknown = null,
): HandlerEvent {
  const isOfStorage = isUploadError(error, 'storage-misconfigured', 'backend-unavailable')
  return {
    type,
    step,
    requestId,
    uploadId,
    ownerHash,
    code,
    durationMs: performance.now() - startedAtMs,
    storageRequestId: isOfStorage ? error.requestId : null,
    error,
  }
}
