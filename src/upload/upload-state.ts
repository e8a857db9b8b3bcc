// START HERE. Everything an upload can be. transition.ts has the one function that moves it from one state to the next,
// upload-picture.ts is the recipe that makes the events, and task-runs.ts knows what runs.
import type { PublicImage } from '../contract/messages.ts'
import type { AnyUploadError } from '../contract/upload-error.ts'

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

export interface Wait {
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
export type UnstoppableState = Readonly<{ phase: 'confirming' | 'removing' } & Absent>

/** The keys of a state that say nothing in its phase. */
export const ABSENT: Readonly<Absent> = {
  error: null,
  image: null,
  waitingFor: null,
  resumes: null,
  canUndo: false,
}
export const IDLE: Readonly<{ phase: 'idle' } & Absent> = Object.freeze({ ...ABSENT, phase: 'idle' })

export function isPending({ phase }: UploadState): boolean {
  return phase !== 'idle' && phase !== 'success' && phase !== 'removed' && phase !== 'error'
}

/** Whether `cancel` still has an effect: in these two the backend may already be saving or removing. */
export function canCancel(state: UploadState): boolean {
  const phase = state.resumes ?? state.phase
  return isPending(state) && phase !== 'confirming' && phase !== 'removing'
}
