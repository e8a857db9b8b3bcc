import type { UploadErrorCode, UploadErrorDetails } from '../../contract/error-table.ts'
import type { ImageRules } from '../../contract/image-rules.ts'
import type { Format } from './format.ts'

/** Every text of the component. Functions get what they need to build a sentence. */
export interface Messages {
  /** BCP 47 tag for numbers and lists. */
  locale: string
  /** Visible name of the group. */
  label: string
  choose: string
  change: string
  /** Opens the camera of a phone. */
  take: string
  remove: string
  cancel: string
  retry: string
  undo: string
  /** Alternative text of the saved image. */
  imageAlt: string
  /** Alternative text of the picture on its way. */
  previewAlt: string
  hint: string | ((rules: ImageRules, format: Format) => string)
  dropHere: string
  checking: string
  uploading: string | ((fileName: string) => string)
  /** Beside the bar. */
  sent: string | ((sentBytes: number, totalBytes: number, format: Format) => string)
  /** Name of the progress bar. */
  progress: string
  /** Spoken at a quarter, a half and three quarters. */
  uploaded: string | ((fraction: number, format: Format) => string)
  /** No byte has moved for 10 s. */
  slow: string
  finishing: string
  /** The device is offline, and the upload waits for it. */
  waitingForConnection: string
  backOnline: string
  saved: string
  cancelled: string
  removing: string
  removed: string
  /** The removed photo is back. */
  restored: string
  /** Spoken after `removed`. */
  undoAvailable: string
  /** Spoken after the text of an error that `retry` can help with. */
  retryAvailable: string
  /** Instead of the name of a pasted file, which browsers make up. */
  pastedPhoto: string
  /** A form that needs a photo is submitted without one. */
  required: string
  /** A form is submitted while an upload is under way. */
  unfinished: string
  /** Before an error's text, so that colour is not the only sign of it. */
  errorPrefix: string
  errors: {
    [C in UploadErrorCode]: string | ((details: UploadErrorDetails[C], format: Format) => string)
  }
}

/** Some of the texts; the others stay English. A text given as undefined counts as not given. */
export type PartialMessages = { [Name in Exclude<keyof Messages, 'errors'>]?: Messages[Name] | undefined } & {
  /** By error code. Default: the English ones. */
  errors?: { [Code in UploadErrorCode]?: Messages['errors'][Code] | undefined } | undefined
}
