import { type AnyUploadError, isUploadError } from '../contract/upload-error.ts'
import type { SealedUndo } from './steps/sealed-undo.ts'
import { ABSENT, IDLE, type SettledState } from './upload-state.ts'
import type { TaskOutcome, UploadTask } from './upload-task.ts'

/** What is there while nothing runs, and what a cancel goes back to. */
export interface Settled {
  readonly state: SettledState
  /** What a retry does again. */
  readonly failed: UploadTask | null
  /** What an undo confirms. */
  readonly undo: SealedUndo | null
}

/** What has failed where there was no engine to do it. */
export interface Failure {
  readonly error: AnyUploadError
  /** What a retry does again: uploads the file, or removes; null: nothing. */
  readonly task: File | 'removal' | null
}

export const NOTHING_YET: Settled = { state: IDLE, failed: null, undo: null }

export function settledBy(outcome: TaskOutcome): Settled {
  const { image } = outcome
  if (image !== null) return { ...NOTHING_YET, state: { ...ABSENT, phase: 'success', image } }
  const { undo } = outcome
  return { ...NOTHING_YET, state: { ...ABSENT, phase: 'removed', canUndo: undo !== null }, undo }
}

/** @param task Null: there is nothing to try again. */
export function failedWith(error: AnyUploadError, task: UploadTask | null): Settled {
  // The image has been replaced meanwhile, or the time is over: no other try would bring it back.
  const isPast = task?.type === 'undo' && isUploadError(error, 'superseded', 'ticket-invalid')
  return { ...NOTHING_YET, state: { ...ABSENT, phase: 'error', error }, failed: isPast ? null : task }
}
