import type { PublicImage } from '../contract/messages.ts'
import { type BackoffOptions, createBackoff } from './retry/backoff.ts'
import { runUntilNotBusy, type StepRun } from './steps/run-step.ts'
import type { SealedUndo } from './steps/sealed-undo.ts'
import type { NetworkSteps } from './steps/upload-steps.ts'

export interface RemovalRun extends BackoffOptions, StepRun {
  steps: NetworkSteps
}

/**
 * Removes the saved image. What it resolves with can bring the image back; null: nothing can.
 *
 * @throws {UploadError} `aborted` when the signal says so, else the error that ended the removal.
 */
export async function removeImage(run: RemovalRun): Promise<SealedUndo | null> {
  const { steps, signal } = run
  // A removal whose answer was lost is asked for again: there is nothing left that the second one could remove.
  const answer = await runUntilNotBusy('removing', { ...run, backoff: createBackoff(run) }, () =>
    steps.remove(undefined, { signal }),
  )
  return answer.undo
}

/**
 * Brings a removed image back, as a new one.
 *
 * @throws {UploadError} `aborted` when the signal says so, else the error that ended the undo.
 */
export async function restoreImage(undo: SealedUndo, run: RemovalRun): Promise<PublicImage> {
  const { steps, signal } = run
  const answer = await runUntilNotBusy('confirming', { ...run, backoff: createBackoff(run) }, () =>
    steps.confirm({ undo }, { signal }),
  )
  if (answer.outcome !== 'confirmed') throw answer.error
  return answer.image
}
