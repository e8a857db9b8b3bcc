import type { ImageRules } from '../contract/image-rules.ts'
import {
  type AnyUploadError,
  UploadError,
  type UploadErrorCode,
  type UploadErrorDetails,
} from '../contract/upload-error.ts'

/** Numbers and lists as readers of `messages.locale` write them. */
export interface Format {
  /** 5_242_880 -> "5 MB", in units of 1024. */
  bytes(sizeBytes: number): string
  /** 0.42 -> "42%" */
  percent(fraction: number): string
  /** "JPEG, PNG, or WebP" */
  types(types: readonly string[]): string
}

/** Every text of the component. Functions get what they need to build a sentence. */
export interface Messages {
  /** BCP 47 tag for numbers and lists. */
  locale: string
  /** Visible name of the group. */
  label: string
  choose: string
  change: string
  cancel: string
  retry: string
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
  finishing: string
  /** The device is offline, and the upload waits for it. */
  waitingForConnection: string
  saved: string
  cancelled: string
  /** Before an error's text, so that colour is not the only sign of it. */
  errorPrefix: string
  errors: {
    [C in UploadErrorCode]: string | ((details: UploadErrorDetails[C], format: Format) => string)
  }
}

export type PartialMessages = Partial<Omit<Messages, 'errors'>> & {
  errors?: Partial<Messages['errors']> | undefined
}

const unreachable = 'We could not reach the upload service. Check your connection and try again.'
const failed = 'We could not upload your photo. Try again.'
// The same file would fail in the same way: nothing to try.
const broken = 'We could not upload your photo.'
const refused = (details: { reason: string | null }) =>
  details.reason === null ? 'This photo was not accepted.' : `This photo was not accepted. ${details.reason}`

const english: Messages = {
  locale: 'en',
  label: 'Profile photo',
  choose: 'Choose photo',
  change: 'Change photo',
  cancel: 'Cancel',
  retry: 'Try again',
  imageAlt: 'Current profile photo',
  previewAlt: 'New profile photo',
  hint: (rules, format) =>
    `${format.types(rules.types)}, up to ${format.bytes(rules.maxSizeBytes)}. You can also drop or paste a photo.`,
  dropHere: 'Drop to use this photo.',
  checking: 'Checking photo.',
  uploading: (fileName) => `Uploading ${fileName}.`,
  sent: (sentBytes, totalBytes, format) => `${format.bytes(sentBytes)} of ${format.bytes(totalBytes)}`,
  progress: 'Uploading photo',
  finishing: 'Finishing.',
  waitingForConnection: 'You are offline. The upload will continue when you reconnect.',
  saved: 'Profile photo saved.',
  cancelled: 'Upload cancelled.',
  errorPrefix: 'Error:',
  errors: {
    'file-empty': 'The selected file is empty.',
    'too-many-files': ({ count }) => `Choose one photo. You chose ${count}.`,
    'folder-dropped': 'Folders cannot be used. Choose one photo.',
    'link-dropped': 'That picture is a link. Save it to your device, or copy the picture and paste it.',
    'unsupported-type': ({ type, allowed }, format) =>
      `The selected file must be a ${format.types(allowed)}. ` +
      (type === null
        ? 'Its content is no picture that we know.'
        : `It is a file of type ${format.types([type])}.`),
    'file-too-large': ({ sizeBytes, maxSizeBytes }, format) =>
      `The selected file must be at most ${format.bytes(maxSizeBytes)}. It is ${format.bytes(sizeBytes)}.`,
    'picture-corrupt': 'We could not open this picture. It may be damaged.',
    'picture-too-small': ({ minSidePixels }) =>
      `This picture is too small. It must be at least ${minSidePixels} pixels wide and high.`,
    'too-many-pixels': 'This picture has too many pixels. Choose a smaller one.',
    'heic-unsupported': 'This photo is in the HEIC format. Choose a JPEG, PNG or WebP.',
    'metadata-left': 'We could not remove the location from this photo. Choose another.',
    unauthenticated: 'Your session has ended. Sign in again, then try again.',
    forbidden: 'You may not change this photo.',
    'request-rejected': refused,
    'rate-limited': 'Too many photos in a short time. Wait a little, then try again.',
    'backend-unavailable': failed,
    'storage-misconfigured': 'Photos cannot be saved at the moment.',
    'bad-response': broken,
    'insecure-url': broken,
    'insecure-context': 'Photos can only be uploaded over a secure (https) connection.',
    offline: 'You are offline. Try again when you are connected.',
    network: unreachable,
    cors: unreachable,
    stalled: unreachable,
    'url-expired': failed,
    'signature-mismatch': failed,
    'clock-skew': failed,
    'credentials-expired': failed,
    'checksum-mismatch': failed,
    'storage-busy': failed,
    'storage-rejected': failed,
    redirected: broken,
    'not-uploaded': failed,
    'ticket-invalid': failed,
    revoked: 'This upload was stopped. Choose a photo again.',
    changed: failed,
    'confirm-rejected': refused,
    superseded: 'A newer photo has been saved meanwhile.',
    'remove-rejected': 'The photo could not be removed.',
    aborted: 'The upload was cancelled.',
    unexpected: 'Something went wrong. Try again.',
  },
}

/** Your texts over the English ones. A text given as undefined counts as not given. */
export function resolveMessages(messages: PartialMessages = {}): Messages {
  return { ...english, ...given(messages), errors: { ...english.errors, ...given(messages.errors ?? {}) } }
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

export function createFormat(locale: string): Format {
  return {
    bytes(sizeBytes) {
      const [unit, size] =
        sizeBytes < 1024 * 1024 ? (['kilobyte', 1024] as const) : (['megabyte', 1024 * 1024] as const)
      // Up, so that one byte over the limit does not read as the limit.
      const options = { style: 'unit', unit, maximumFractionDigits: 1, roundingMode: 'ceil' } as const
      // A number must not end a line while its unit begins the next.
      return new Intl.NumberFormat(locale, options).format(sizeBytes / size).replace(' ', '\u00A0')
    },
    percent: (fraction) => new Intl.NumberFormat(locale, { style: 'percent' }).format(fraction),
    types: (types) =>
      new Intl.ListFormat(locale, { type: 'disjunction' }).format(
        types.map((type) => TYPE_NAMES.get(type) ?? type),
      ),
  }
}

const TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'JPEG'],
  ['image/png', 'PNG'],
  ['image/webp', 'WebP'],
  ['image/avif', 'AVIF'],
  ['image/gif', 'GIF'],
  ['image/svg+xml', 'SVG'],
])

function given<T extends object>(partial: T): Partial<T> {
  return Object.fromEntries(Object.entries(partial).filter(([, text]) => text !== undefined)) as Partial<T>
}
