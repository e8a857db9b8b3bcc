import type { PublicImage } from '../contract/messages.ts'
import type { AnyUploadError } from '../contract/upload-error.ts'
import type { UploadProgress } from './upload-progress.ts'
import type { UploadState } from './upload-state.ts'

/** The engine as everybody sees it, loaded or not: one thing at a time, and the newest wins. No React in here. */
export interface Uploader {
  getState(): UploadState
  /** What is being uploaded; null before it was checked and when nothing runs. */
  getFile(): File | null
  /** What could not be uploaded, while that is the state; null when it was no picture to be shown. */
  getFailedFile(): File | null
  getProgress(): UploadProgress | null
  /** Whether a removal is under way, be it behind an upload that has replaced it. */
  isRemoving(): boolean
  /** Whether `remove` would ask the backend. */
  canRemove(): boolean
  /** Calls back after every change of state or progress; returns the function that ends it. */
  subscribe(listener: () => void): () => void
  /** Resolves when saved; rejects with UploadError, `aborted` when cancelled or replaced. */
  upload(file: File): Promise<PublicImage>
  /**
   * Removes the saved image, and cancels an upload that can be cancelled. No effect while one confirms, be it behind a
   * newer one: nobody could tell which image would be removed. Neither when the image is being removed, or was. Resolves
   * when removed, or at once; rejects with UploadError.
   */
  remove(): Promise<void>
  /** Brings the removed image back, and settles as `upload` does; null when there is none to be had (`canUndo`). */
  undo(): Promise<PublicImage | null>
  /** Does again what has failed, an upload from where it failed, and settles as that does; null: there is nothing. */
  retry(): Promise<PublicImage | null>
  /** Ends in this error as if an upload had failed with it: for a choice that is no file to upload. */
  refuse(error: AnyUploadError): void
  /** Back to what was there before, also to what still confirms or removes. No effect on these two. */
  cancel(): void
  /** Aborts whatever runs and forgets it. What is on its way to the backend may be done nevertheless. */
  reset(): void
}
