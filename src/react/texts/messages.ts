import type { ImageRules } from '../../contract/image-rules.ts'
import {
  type AnyUploadError,
  UploadError,
  type UploadErrorCode,
  type UploadErrorDetails,
} from '../../contract/upload-error.ts'
import { english } from './english.ts'
import { createFormat, type Format } from './format.ts'

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

/** Your texts over the English ones. A text given as undefined counts as not given. */
export function resolveMessages(messages: PartialMessages = {}): Messages {
  const { errors = {}, ...texts } = messages
  return { ...english, ...given(texts), errors: { ...english.errors, ...given(errors) } }
}

/** What to tell the user about an error, e.g. in a toast. Plain text. */
export function describeUploadError(error: AnyUploadError, messages?: PartialMessages): string {
  const { errors, locale } = resolveMessages(messages)
  // One error's code and details belong together, which the type of a lookup by union cannot express.
  const text = errors[error.code] as Messages['errors']['unexpected'] | undefined
  // The error may come from another, newer copy of this package, whose code has no text here.
  if (text === undefined) return describeUploadError(new UploadError('unexpected'), messages)
  return typeof text === 'string' ? text : text(error.details as null, createFormat(locale))
}

type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> }

function given<T extends object>(partial: T): Given<T> {
  return Object.fromEntries(Object.entries(partial).filter(([, text]) => text !== undefined)) as Given<T>
}
