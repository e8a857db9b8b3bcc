// START HERE. Everything an upload can be, and the one function that moves it from one state to the next.
// upload-picture.ts is the recipe that makes the events; create-uploader.ts owns the runs.
import type { PublicImage } from '../contract/messages.ts'
import type { AnyUploadError, UploadStep } from '../contract/upload-error.ts'

/** One upload, as a discriminated union on `phase`. Every key is in every phase; absent is null. */
export type UploadState =
  | ({ phase: 'idle' | 'preparing' | NetworkPhase } & Absent)
  | ({ phase: 'waiting' } & Wait & Omit<Absent, keyof Wait>)
  | ({ phase: 'success'; image: PublicImage } & Omit<Absent, 'image'>)
  | ({ phase: 'removed'; canUndo: boolean } & Omit<Absent, 'canUndo'>)
  | ({ phase: 'error'; error: AnyUploadError } & Omit<Absent, 'error'>)

interface Absent {
  error: null
  image: null
  waitingFor: null
  resumes: null
  canUndo: false
}

interface Wait {
  waitingFor: WaitingFor
  /** The phase that comes after the wait. */
  resumes: NetworkPhase
}

/**
 * `preparing` checks and hashes, `requesting` asks the backend for a URL, `uploading` sends to the storage,
 * `confirming` waits for the backend to check and save. One of these that failed in passing is `waiting` for its
 * next try. Up to `uploading` an upload can be cancelled.
 *
 * `removing` asks the backend to remove the saved image, and `removed` stays until something else is done: as long as
 * that is so, and `canUndo`, the image can be had back. An undo goes through `confirming` to `success`.
 */
export type UploadPhase = UploadState['phase']
export type NetworkPhase = 'requesting' | 'uploading' | 'confirming' | 'removing'
/** What something begins with: an upload, a removal and an undo. */
export type FirstPhase = 'preparing' | 'removing' | 'confirming'
/** `online`: the device is offline. `backoff`: the backend or the storage is given some time. */
export type WaitingFor = 'backoff' | 'online'

/** What an upload starts from and ends in: nothing is running. */
export type SettledState = Extract<UploadState, { phase: 'success' | 'removed' | 'error' }> | typeof IDLE
/** What cannot be stopped, and goes on where something newer was cancelled. */
export type UnstoppableState = typeof CONFIRMING | typeof REMOVING

export type UploadStateEvent =
  | { type: 'started'; phase: FirstPhase }
  | { type: 'entered'; phase: NetworkPhase }
  | ({ type: 'waiting' } & Wait)
  | { type: 'confirmed'; image: PublicImage }
  | { type: 'removed'; canUndo: boolean }
  | { type: 'failed'; error: AnyUploadError }
  /** An upload was cancelled: back to what was there before it. */
  | { type: 'cancelled'; before: SettledState | UnstoppableState }
  | { type: 'reset' }

/** The keys of a state that say nothing in its phase. */
export const ABSENT: Readonly<Absent> = {
  error: null,
  image: null,
  waitingFor: null,
  resumes: null,
  canUndo: false,
}
export const IDLE: Readonly<{ phase: 'idle' } & Absent> = Object.freeze({ ...ABSENT, phase: 'idle' })
export const CONFIRMING: Readonly<{ phase: 'confirming' } & Absent> = Object.freeze({
  ...ABSENT,
  phase: 'confirming',
})
export const REMOVING: Readonly<{ phase: 'removing' } & Absent> = Object.freeze({
  ...ABSENT,
  phase: 'removing',
})

/** The step that each phase runs, by its name in errors and mutation keys. */
export const STEPS: Readonly<Record<NetworkPhase, UploadStep>> = {
  requesting: 'request-url',
  uploading: 'send',
  confirming: 'confirm',
  removing: 'remove',
}

/** Which network phase may follow which phase. A renewal goes back to `requesting`; a retry skips what is done. */
const NEXT: Readonly<Record<UploadPhase, readonly NetworkPhase[]>> = {
  idle: [],
  preparing: ['requesting', 'uploading', 'confirming'],
  requesting: ['requesting', 'uploading'],
  uploading: ['requesting', 'confirming'],
  // An unclear PUT is asked about first; the answer may be that it has to be sent again.
  confirming: ['requesting', 'uploading', 'confirming'],
  waiting: ['requesting', 'uploading', 'confirming', 'removing'],
  removing: [],
  success: [],
  removed: [],
  error: [],
}

export function isPending({ phase }: UploadState): boolean {
  return phase !== 'idle' && phase !== 'success' && phase !== 'removed' && phase !== 'error'
}

/** Whether `cancel` still has an effect: in these two the backend may already be saving or removing. */
export function canCancel(state: UploadState): boolean {
  const phase = state.resumes ?? state.phase
  return isPending(state) && phase !== 'confirming' && phase !== 'removing'
}

/** Not while the backend may be saving an image, which might then be the one that is removed; and not twice. */
export function canRemove(state: UploadState): boolean {
  return state.phase !== 'removed' && (!isPending(state) || canCancel(state))
}

function canStart(state: UploadState, phase: FirstPhase): boolean {
  if (phase === 'preparing') return true
  if (phase === 'removing') return canRemove(state)
  // An undo, or one that has failed and is tried again.
  return state.canUndo || state.phase === 'error'
}

function isNetworkPhase(phase: UploadPhase): boolean {
  return Object.hasOwn(STEPS, phase)
}

/** The state after an event. An event that makes no sense in a state changes nothing. */
export function transition(state: UploadState, event: UploadStateEvent): UploadState {
  switch (event.type) {
    case 'started':
      return canStart(state, event.phase) ? { ...ABSENT, phase: event.phase } : state
    case 'entered':
      return NEXT[state.phase].includes(event.phase) ? { ...ABSENT, phase: event.phase } : state
    case 'waiting': {
      const { waitingFor, resumes } = event
      return isNetworkPhase(state.phase) ? { ...ABSENT, phase: 'waiting', waitingFor, resumes } : state
    }
    case 'confirmed':
      return state.phase === 'confirming' ? { ...ABSENT, phase: 'success', image: event.image } : state
    case 'removed':
      return state.phase === 'removing' ? { ...ABSENT, phase: 'removed', canUndo: event.canUndo } : state
    case 'failed':
      return isPending(state) ? { ...ABSENT, phase: 'error', error: event.error } : state
    case 'cancelled':
      return canCancel(state) ? event.before : state
    case 'reset':
      return IDLE
  }
}
