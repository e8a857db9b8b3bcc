// START HERE. Everything an upload can be, and the one function that moves it from one state to the next.
// upload-picture.ts is the recipe that makes the events; create-uploader.ts owns the runs.
import type { PublicImage } from '../contract/messages.ts'
import type { AnyUploadError } from '../contract/upload-error.ts'

/** One upload, as a discriminated union on `phase`. Every key is in every phase; absent is null. */
export type UploadState =
  | { phase: 'idle' | PendingPhase; error: null; image: null }
  | { phase: 'success'; error: null; image: PublicImage }
  | { phase: 'error'; error: AnyUploadError; image: null }

/**
 * `preparing` checks and hashes, `requesting` asks the backend for a URL, `uploading` sends to the storage,
 * `confirming` waits for the backend to check and save. Up to `uploading` an upload can be cancelled.
 */
export type PendingPhase = 'preparing' | NetworkPhase
export type NetworkPhase = 'requesting' | 'uploading' | 'confirming'
export type UploadPhase = UploadState['phase']

/** What an upload starts from and ends in: nothing is running. */
export type SettledState = Extract<UploadState, { phase: 'success' | 'error' }> | typeof IDLE

export type UploadStateEvent =
  | { type: 'started' }
  | { type: 'entered'; phase: NetworkPhase }
  | { type: 'confirmed'; image: PublicImage }
  | { type: 'failed'; error: AnyUploadError }
  /** Cancelled: back to what was there before, which may be an upload that could no longer be stopped. */
  | { type: 'cancelled'; before: SettledState | typeof CONFIRMING }
  | { type: 'reset' }

export const IDLE: Readonly<{ phase: 'idle'; error: null; image: null }> = Object.freeze({
  phase: 'idle',
  error: null,
  image: null,
})

export const CONFIRMING: Readonly<{ phase: 'confirming'; error: null; image: null }> = Object.freeze({
  phase: 'confirming',
  error: null,
  image: null,
})

/** Which network phase may follow which phase. A renewal goes back to `requesting`; a retry skips what is done. */
const NEXT: Readonly<Record<UploadPhase, readonly NetworkPhase[]>> = {
  idle: [],
  preparing: ['requesting', 'uploading', 'confirming'],
  requesting: ['requesting', 'uploading'],
  uploading: ['requesting', 'confirming'],
  // An unclear PUT is asked about first; the answer may be that it has to be sent again.
  confirming: ['requesting', 'uploading'],
  success: [],
  error: [],
}

export function isPending(state: UploadState): boolean {
  return state.phase !== 'idle' && state.phase !== 'success' && state.phase !== 'error'
}

/** Whether `cancel` still has an effect: from `confirming` on, the backend may already be saving. */
export function canCancel(state: UploadState): boolean {
  return isPending(state) && state.phase !== 'confirming'
}

/** The state after an event. An event that makes no sense in a state changes nothing. */
export function transition(state: UploadState, event: UploadStateEvent): UploadState {
  switch (event.type) {
    case 'started':
      return { phase: 'preparing', error: null, image: null }
    case 'entered':
      return NEXT[state.phase].includes(event.phase)
        ? { phase: event.phase, error: null, image: null }
        : state
    case 'confirmed':
      return state.phase === 'confirming' ? { phase: 'success', error: null, image: event.image } : state
    case 'failed':
      return isPending(state) ? { phase: 'error', error: event.error, image: null } : state
    case 'cancelled':
      return canCancel(state) ? event.before : state
    case 'reset':
      return IDLE
  }
}
