import type { ImageType } from './image-rules.ts'

/** The five steps of an upload: the same words in mutation keys, errors, events and file names. */
export type UploadStep = 'prepare' | 'request-url' | 'send' | 'confirm' | 'remove'

/** Every error code with the details it carries; `null` means none. The table is closed. */
export interface UploadErrorDetails {
  // The choice
  'file-empty': null
  'too-many-files': { count: number }
  'folder-dropped': null
  'link-dropped': null
  'unsupported-type': { type: string | null; allowed: readonly ImageType[] }
  'file-too-large': { sizeBytes: number; maxSizeBytes: number }
  // The picture
  'picture-corrupt': null
  'picture-too-small': { width: number; height: number; minSidePixels: number }
  'too-many-pixels': { width: number; height: number; maxPixels: number }
  'heic-unsupported': { allowed: readonly ImageType[] }
  'metadata-left': null
  // The backend
  unauthenticated: null
  forbidden: null
  'request-rejected': { reason: string | null }
  'rate-limited': null
  'backend-unavailable': null
  'storage-misconfigured': null
  'bad-response': null
  'insecure-url': null
  'insecure-context': null
  // The network and the storage
  offline: null
  network: null
  cors: { hint: string }
  stalled: { stallTimeoutMs: number }
  'url-expired': null
  'signature-mismatch': null
  'clock-skew': { skewSeconds: number | null }
  'credentials-expired': null
  'checksum-mismatch': null
  'storage-busy': null
  'storage-rejected': { s3Code: string | null }
  redirected: null
  // Confirm and remove
  'not-uploaded': null
  'ticket-invalid': null
  revoked: null
  changed: null
  'confirm-rejected': { reason: string | null }
  superseded: null
  'remove-rejected': { reason: string | null }
  // The rest
  aborted: null
  unexpected: null
}

/** What went wrong, as one of a closed list: docs/errors.md describes each. */
export type UploadErrorCode = keyof UploadErrorDetails

/** For logs and consoles. What users read is made by `describeUploadError`. */
const MESSAGES: Readonly<Record<UploadErrorCode, string>> = {
  'file-empty': 'The file is empty.',
  'too-many-files': 'More than one file was given.',
  'folder-dropped': 'A folder was dropped.',
  'link-dropped': 'A link was dropped, not a file.',
  'unsupported-type': 'The bytes are not of an accepted image type.',
  'file-too-large': 'The file is too large.',
  'picture-corrupt': 'The picture is damaged.',
  'picture-too-small': 'The picture has too few pixels.',
  'too-many-pixels': 'The picture has too many pixels.',
  'heic-unsupported': 'HEIC pictures are not accepted.',
  'metadata-left': 'The metadata of the picture could not be removed.',
  unauthenticated: 'Nobody is signed in.',
  forbidden: 'The backend forbids this upload.',
  'request-rejected': 'The backend rejected the request.',
  'rate-limited': 'Too many requests.',
  'backend-unavailable': 'The backend is not available.',
  'storage-misconfigured': 'The backend is not allowed to use its storage.',
  'bad-response': 'The backend did not answer as the contract says.',
  'insecure-url': 'The upload URL is not https.',
  'insecure-context': 'This page is not a secure context, so bytes cannot be hashed here.',
  offline: 'The device is offline.',
  network: 'The network failed.',
  cors: 'The storage refused the preflight: its CORS rules do not fit.',
  stalled: 'No byte moved for too long.',
  'url-expired': 'The upload URL had expired.',
  'signature-mismatch': 'The storage computed another signature.',
  'clock-skew': 'The clocks of the backend and the storage differ.',
  'credentials-expired': 'The credentials that signed the URL have expired.',
  'checksum-mismatch': 'The storage received other bytes than were announced.',
  'storage-busy': 'The storage is busy.',
  'storage-rejected': 'The storage rejected the upload.',
  redirected: 'The storage redirected the upload elsewhere.',
  'not-uploaded': 'The picture has not arrived in the storage.',
  'ticket-invalid': 'The backend does not know this upload.',
  revoked: 'This upload was revoked.',
  changed: 'Other bytes were stored than announced.',
  'confirm-rejected': 'The stored picture was not accepted.',
  superseded: 'A newer picture has been saved meanwhile.',
  'remove-rejected': 'The image was not removed.',
  aborted: 'The upload was cancelled.',
  unexpected: 'Something unexpected went wrong.',
}

const RETRYABLE: ReadonlySet<UploadErrorCode> = new Set<UploadErrorCode>([
  'unauthenticated',
  'rate-limited',
  'backend-unavailable',
  'offline',
  'network',
  'cors',
  'stalled',
  'url-expired',
  'signature-mismatch',
  'clock-skew',
  'credentials-expired',
  'checksum-mismatch',
  'storage-busy',
  'storage-rejected',
  'not-uploaded',
  'ticket-invalid',
  'changed',
  'aborted',
  'unexpected',
])

/** The codes that a backend may answer with. No other code travels. */
export type WireErrorCode =
  | 'request-rejected'
  | 'unauthenticated'
  | 'forbidden'
  | 'ticket-invalid'
  | 'not-uploaded'
  | 'changed'
  | 'superseded'
  | 'revoked'
  | 'confirm-rejected'
  | 'remove-rejected'
  | 'rate-limited'
  | 'storage-misconfigured'
  | 'unexpected'
  | 'backend-unavailable'

const WIRE_STATUS: Readonly<Record<WireErrorCode, number>> = {
  'request-rejected': 400,
  unauthenticated: 401,
  forbidden: 403,
  'ticket-invalid': 404,
  'not-uploaded': 409,
  changed: 409,
  superseded: 409,
  revoked: 410,
  'confirm-rejected': 422,
  'remove-rejected': 422,
  'rate-limited': 429,
  'storage-misconfigured': 500,
  unexpected: 500,
  'backend-unavailable': 503,
}

/** What an UploadError can be made with, besides its code. */
export interface UploadErrorInit {
  /** Where it happened. Default: not said. */
  step?: UploadStep | undefined
  /** HTTP status of the answer that said so. Default: not said. */
  status?: number | undefined
  /** Request id of the backend or the storage, for their logs. Default: not said. */
  requestId?: string | undefined
  /** How long to wait before another try, in seconds, as with HTTP's Retry-After. Default: not said. */
  retryAfterSeconds?: number | undefined
  /** Whether trying again with the same file can succeed. Default: as it usually is with this code. */
  isRetryable?: boolean | undefined
  /** What caused it. It must hold no URL, ticket or signature. Default: not said. */
  cause?: unknown
}

type Rest<C extends UploadErrorCode> = UploadErrorDetails[C] extends null
  ? [init?: UploadErrorInit]
  : [init: UploadErrorInit & { details: UploadErrorDetails[C] }]

// By brand, not by instanceof: a page may hold two copies of this package.
const brand = Symbol.for('react-profile-image-upload.UploadError')

/**
 * The one error class of this package, on both sides of the wire.
 * No URL, signature, key or ticket is ever part of it, so it is safe to log.
 */
export class UploadError<C extends UploadErrorCode = UploadErrorCode> extends Error {
  /** Always the same, also in minified builds. */
  override readonly name = 'UploadError'
  /** What went wrong: errors narrow on it. */
  readonly code: C
  /** What the code has to say, or null: see `UploadErrorDetails`. */
  readonly details: UploadErrorDetails[C]
  /** Whether trying again with the same file can succeed. */
  readonly isRetryable: boolean
  /** HTTP status of the answer that said so, or null. */
  readonly status: number | null
  /** Of the answer that said so, for the logs of the backend or the storage; or null. */
  readonly requestId: string | null
  /** How long to wait before another try, in seconds, when somebody said so; else null. */
  readonly retryAfterSeconds: number | null
  /** Where it happened; null before any step, and on the server. */
  readonly step: UploadStep | null

  constructor(code: C, ...[init]: Rest<C>) {
    super(MESSAGES[code], init?.cause === undefined ? undefined : { cause: init.cause })
    this.code = code
    // The conditional type of `Rest` asks for details exactly when the table has some.
    this.details = ((init as { details?: unknown } | undefined)?.details ?? null) as UploadErrorDetails[C]
    // 408 finds fault with the line, not with the request.
    this.isRetryable = init?.isRetryable ?? (RETRYABLE.has(code) || init?.status === 408)
    this.status = init?.status ?? null
    this.requestId = init?.requestId ?? null
    this.retryAfterSeconds = init?.retryAfterSeconds ?? null
    this.step = init?.step ?? null
    Object.defineProperty(this, brand, { value: true })
  }
}

/** An UploadError of any code; narrows on `.code`. */
export type AnyUploadError = { [C in UploadErrorCode]: UploadError<C> }[UploadErrorCode]

/** Whether a value is an UploadError, and of one of these codes when some are given. */
export function isUploadError(value: unknown): value is AnyUploadError
export function isUploadError<C extends UploadErrorCode>(
  value: unknown,
  ...codes: [C, ...C[]]
): value is Extract<AnyUploadError, { code: C }>
export function isUploadError(value: unknown, ...codes: UploadErrorCode[]): boolean {
  if (!isBranded(value)) return false
  return codes.length === 0 || codes.includes(value.code)
}

function isBranded(value: unknown): value is UploadError {
  return typeof value === 'object' && value !== null && brand in value
}

/** Whether a value from outside is the name of a code that travels. */
export function isWireCode(value: unknown): value is WireErrorCode {
  return typeof value === 'string' && Object.hasOwn(WIRE_STATUS, value)
}

/** The HTTP status that carries this code. A `request-rejected` may carry a more exact one (413, 415). */
export function wireStatus(code: WireErrorCode): number {
  return WIRE_STATUS[code]
}
