import type { PublicImage } from '../../contract/messages.ts'
import type { AnyUploadError } from '../../contract/upload-error.ts'
import type { PictureRef } from './prepare-picture.ts'
import type { SealedGrant } from './presigned-url.ts'
import type { SealedUndo } from './sealed-undo.ts'

/**
 * The four network steps. What can be recovered from, and a cancelled attempt, is an outcome; only what ends
 * the upload rejects. Arguments and outcomes hold no URL, no ticket and no File.
 */
export interface NetworkSteps {
  requestUrl(
    request: { picture: PictureRef; renew: SealedGrant | null },
    context: StepContext,
  ): Promise<{ outcome: 'granted'; grant: SealedGrant } | Busy | Aborted>
  send(
    put: { picture: PictureRef; grant: SealedGrant },
    context: StepContext & { onProgress(sentBytes: number, totalBytes: number): void },
  ): Promise<SendOutcome>
  /** Of an upload, or of an undo, which brings a removed image back. */
  confirm(
    target: { grant: SealedGrant } | { undo: SealedUndo },
    context: StepContext,
  ): Promise<ConfirmOutcome>
  /** Of whatever image is saved when the backend comes to it. */
  remove(removal: void, context: StepContext): Promise<RemoveOutcome>
}

export interface StepContext {
  signal: AbortSignal
}

export type Aborted = { outcome: 'aborted' }
/** It failed in passing: the same again may succeed. */
export type Busy = { outcome: 'busy'; error: AnyUploadError }
/** A step that was not cancelled. */
export type Ended<Outcome> = Exclude<Outcome, Aborted>

export type SendOutcome =
  | { outcome: 'sent' }
  /** The object may have arrived: confirm knows. `error` is what to say if it has not. */
  | { outcome: 'unknown'; error: AnyUploadError | null }
  | { outcome: 'expired'; error: AnyUploadError }
  | Busy
  | Aborted

export type ConfirmOutcome =
  | { outcome: 'confirmed'; image: PublicImage }
  | { outcome: 'not-uploaded'; error: AnyUploadError }
  /** Other bytes than announced lie in the storage: those of somebody who was faster. */
  | { outcome: 'changed'; error: AnyUploadError }
  | Busy
  | Aborted

/** `undo` is null where the backend cannot bring the image back. */
export type RemoveOutcome = { outcome: 'removed'; undo: SealedUndo | null } | Busy | Aborted
