import { type AnyUploadError, UploadError } from '../../contract/upload-error.ts'
import { english } from './english.ts'
import { createFormat } from './format.ts'
import type { Messages, PartialMessages } from './messages.ts'

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
