import { ERROR_SENTENCES } from './error-sentences.ts'
import { RETRYABLE, type UploadErrorCode, type UploadErrorDetails } from './error-table.ts'

// By this name bundlers know it, and drop what is not for production. Pages without a bundler have no such thing.
declare const process: { env: { NODE_ENV?: string } }

/** The five steps of an upload: the same words in mutation keys, errors, events and file names. */
export type UploadStep = 'prepare' | 'request-url' | 'send' | 'confirm' | 'remove'

/** What an UploadError can be made with, besides its code. Absent is undefined, or null as in the error itself. */
export interface UploadErrorInit {
  /** Where it happened. Default: not said. */
  step?: UploadStep | null | undefined
  /** HTTP status of the answer that said so. Default: not said. */
  status?: number | null | undefined
  /** Request id of the backend or the storage, for their logs. Default: not said. */
  requestId?: string | null | undefined
  /** How long to wait before another try, in seconds, as with HTTP's Retry-After. Default: not said. */
  retryAfterSeconds?: number | null | undefined
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
 * The one error class of this package, on both sides of the wire. Its `message` begins with the code, for logs and
 * consoles; in development a sentence follows. What users read is made by `describeUploadError`.
 *
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
    // A cause that is there prints itself, also as undefined.
    super(messageOf(code), init?.cause === undefined ? undefined : init)
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

/** The code; in development with a sentence, which would cost every page a kilobyte in production. */
function messageOf(code: UploadErrorCode): string {
  try {
    if (process.env.NODE_ENV !== 'production') return `${code}: ${ERROR_SENTENCES[code]}`
  } catch {
    // No bundler, so nobody said that this is development.
  }
  return code
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
