import type { PublicImage } from '../contract/messages.ts'
import type { UploadStep } from '../contract/upload-error.ts'
import { removeImage, restoreImage } from './remove-image.ts'
import type { SealedUndo } from './steps/sealed-undo.ts'
import { type UploadDraft, uploadPicture, type UploadRun } from './upload-picture.ts'
import type { FirstPhase } from './upload-state.ts'

/** Something that changes the saved image. What it has got done is kept in here, so that it can be run again. */
export interface UploadTask<Outcome extends TaskOutcome = TaskOutcome> {
  readonly type: 'upload' | 'removal' | 'undo'
  readonly firstPhase: FirstPhase
  readonly firstStep: UploadStep
  /** What is uploaded. */
  readonly file: File | null
  /** @throws {UploadError} `aborted` when the signal says so, else the error that ended it. */
  run(run: UploadRun): Promise<Outcome>
}

/** Why the saved image is another one now. */
export type ImageChange = TaskOutcome['change']

/** What a task has made of the saved image. */
export type TaskOutcome =
  | { readonly change: 'uploaded'; readonly image: PublicImage; readonly file: File }
  | { readonly change: 'restored'; readonly image: PublicImage }
  /** `undo` is null where nothing can bring the image back. */
  | { readonly change: 'removed'; readonly image: null; readonly undo: SealedUndo | null }

type Made<Change extends ImageChange> = Extract<TaskOutcome, { change: Change }>

export function uploadTask(file: File): UploadTask<Made<'uploaded'>> {
  const draft: UploadDraft = { file, picture: null, grant: null, unconfirmed: null }
  return {
    type: 'upload',
    firstPhase: 'preparing',
    firstStep: 'prepare',
    file,
    run: async (run) => ({ change: 'uploaded', image: await uploadPicture(draft, run), file }),
  }
}

export function removalTask(): UploadTask<Made<'removed'>> {
  return {
    type: 'removal',
    firstPhase: 'removing',
    firstStep: 'remove',
    file: null,
    run: async (run) => ({ change: 'removed', image: null, undo: await removeImage(run) }),
  }
}

export function undoTask(undo: SealedUndo): UploadTask<Made<'restored'>> {
  return {
    type: 'undo',
    firstPhase: 'confirming',
    firstStep: 'confirm',
    file: null,
    run: async (run) => ({ change: 'restored', image: await restoreImage(undo, run) }),
  }
}
