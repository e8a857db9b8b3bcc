import type { ImageRules } from '../contract/image-rules.ts'
import type { PublicImage } from '../contract/messages.ts'
import type { AnyUploadError } from '../contract/upload-error.ts'
import type { UploadProgress } from '../upload/upload-progress.ts'
import type { UploadState } from '../upload/upload-state.ts'
import type { Messages } from './texts/messages.ts'
import type { PropGetters } from './prop-getters.ts'
import type { DragState } from './input/use-drop-target.ts'

/** What `useProfileImageUpload` returns. `status`, `error` and `image` narrow together. */
export type ProfileImageUploader = UploaderControls & UploaderResult

/** What there is in every state. */
export interface UploaderControls extends PropGetters {
  /** The upload, as a union that narrows on `phase`. */
  state: UploadState
  /** A file that is dragged: not on its way, and no part of `state`. */
  drag: DragState
  /**
   * What to show now: the picture on its way, else the newest result, else the option `src`. Of a saved picture its
   * object URL, until the browser has loaded the saved image, for 10 s at the most; when that cannot be loaded, until
   * the next change. Null while the image is being removed, and after that.
   */
  src: string | null
  /** URL of the saved image, whatever is on its way; null while it is being removed, and when there is none. */
  savedSrc: string | null
  /** URL of the picture that could not be uploaded, until something else is done; null when its check failed. */
  failedSrc: string | null
  /** Whether to offer `remove`: the backend can, there is a saved image, and no upload confirms. */
  canRemove: boolean
  /** Name of the file on its way, cleaned and cut for display, or null. Put it in a `<bdi>`: it may be of any script. */
  fileName: string | null
  /** The option `disabled`. */
  isDisabled: boolean
  /** Visible name of the group. */
  label: string
  /** What to tell the user about `error`, or null. */
  errorText: string | null
  /** Every text: yours over the English ones. */
  messages: Messages
  /** The rules, with their defaults. */
  rules: ImageRules
  /** Progress, outside of React's state: read it with `useUploadProgress`. */
  progress: { get(): UploadProgress | null; subscribe(listener: () => void): () => void }
  /** Opens the file picker. Call it synchronously in a click: browsers want to see the user's act. */
  open(): void
  /** Starts an upload. Never throws; a second call replaces the first. */
  upload(file: File): void
  /** Starts an upload. Rejects with UploadError: `aborted` when it was cancelled or replaced. */
  uploadAsync(file: File): Promise<PublicImage>
  /** Back to what was there before. No effect once `confirming` has begun, and on a removal. */
  cancel(): void
  /** Goes on where the last upload failed, with the same file; or repeats the removal, or the undo, that failed. */
  retry(): void
  /**
   * Removes the saved image, and cancels an upload. No effect while an upload confirms, which might save the very image
   * that would be removed, and when the image was removed already.
   *
   * @throws {TypeError} when the backend cannot remove: `canRemove` is false then.
   */
  remove(): void
  /** Brings the removed image back, as long as `state.canUndo`. */
  undo(): void
  /** Aborts and forgets whatever there is. */
  reset(): void
}

/** The names of TanStack Query, for its readers: `pending` is every phase in which something runs. */
export type UploaderResult =
  | (Flags<'idle' | 'pending'> & { error: null; image: null })
  /** No image: it was removed. */
  | (Flags<'success'> & { error: null; image: PublicImage | null })
  | (Flags<'error'> & { error: AnyUploadError; image: null })

type Status = 'idle' | 'pending' | 'success' | 'error'

type Flags<Only extends Status> = {
  [S in Only]: {
    status: S
    isIdle: S extends 'idle' ? true : false
    isPending: S extends 'pending' ? true : false
    isSuccess: S extends 'success' ? true : false
    isError: S extends 'error' ? true : false
  }
}[Only]

export function resultOf(state: UploadState): UploaderResult {
  const { error, image } = state
  const status = statusOf(state)
  return {
    status,
    isIdle: status === 'idle',
    isPending: status === 'pending',
    isSuccess: status === 'success',
    isError: status === 'error',
    error,
    image,
    // That these go together the type of the state says by its phase.
  } as UploaderResult
}

function statusOf({ phase }: UploadState): Status {
  if (phase === 'idle' || phase === 'error') return phase
  return phase === 'success' || phase === 'removed' ? 'success' : 'pending'
}
