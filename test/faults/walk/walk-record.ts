import type { PublicImage } from '../../../src/contract/messages.ts'
import type { AnyUploadError } from '../../../src/contract/upload-error.ts'
import type { UploadProgress } from '../../../src/upload/upload-progress.ts'
import type { UploadState } from '../../../src/upload/upload-state.ts'
import type { Start } from './turns.ts'
import type { WalkServer } from './walk-server.ts'

/** All that was seen of one run. Times in milliseconds of the monotonic clock. */
export interface WalkRecord {
  calls: PortCall[]
  views: View[]
  ends: End[]
  /** What `onSaved` and `onFailed` were told. */
  saved: PublicImage[]
  failed: AnyUploadError[]
  server: WalkServer
  /** Answers to the URLs of saved images, sent once more at the end. */
  replays: { id: string; status: number }[]
  /** What is left when nothing moves any more. */
  left: { timers: number; onlineListeners: number; isEndless: boolean }
  /** Calls to listeners that had left. */
  callsToLeft: number
  unhandled: unknown[]
}

/** What the engine asked of a port. */
export interface PortCall {
  step: 'request-url' | 'send' | 'confirm'
  /** The one whose turn it was. */
  start: Start | null
  /** By the rules, a request for this file may begin. */
  isAllowed: boolean
  /** It was given a signal that was aborted already. */
  isAborted: boolean
  /** Id of the upload; null for a first URL. */
  id: string | null
  beganAtMs: number
  endedAtMs: number | null
  /** How it ended: `ok`, the code of S3 or of the UploadError, or a status. */
  outcome: string | null
  /** Whether the device was online when it ended. */
  wasOnline: boolean
  /** Of a PUT. */
  put: {
    ageMs: number
    ttlMs: number
    renewals: number
    sizeBytes: number
    /** Its progress, as the sender told of it. */
    reports: { atMs: number; sentBytes: number }[]
  } | null
  /** Of an answer that asks to come back later. */
  retryAfterMs: number | null
  image: PublicImage | null
}

/** What a subscriber saw. */
export interface View {
  atMs: number
  start: Start | null
  state: UploadState
  progress: UploadProgress | null
}

/** A promise of `upload` or `retry`. */
export interface End {
  /** Null: a retry of nothing. */
  start: Start | null
  /** How it settled; null while it has not. */
  result: { image: PublicImage | null } | { error: unknown } | null
}

/** From what was seen to what is wrong with it, in words; none when all is well. */
export type Invariant = (record: WalkRecord) => string[]
