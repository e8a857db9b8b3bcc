import type { ErrorAnswer } from '../../contract/messages.ts'
import { isUploadError } from '../../contract/upload-error.ts'
import { isWireCode, type WireErrorCode, wireStatus } from '../../contract/wire-code.ts'

/** Carried by every answer: what it says is for one user, now, and is never anything but JSON (T-20). */
const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** What the handler answers, before a runtime makes its own kind of answer of it. */
export interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  /** Null: none. */
  body: string | null
}

export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { ...SAFE_HEADERS, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }
}

export function emptyAnswer(headers: Record<string, string>): Answer {
  return { status: 204, headers: { ...SAFE_HEADERS, ...headers }, body: null }
}

/** The code that travels for whatever was thrown. */
export function refusalCode(thrown: unknown): WireErrorCode {
  return isUploadError(thrown) && isWireCode(thrown.code) ? thrown.code : 'unexpected'
}

/** The answer to whatever was thrown. Of what is not a refusal in the words of the contract, nothing is told. */
export function errorAnswer(
  thrown: unknown,
  requestId: string,
  headers: Record<string, string> = {},
): Answer {
  const code = refusalCode(thrown)
  const refusal = isUploadError(thrown, code) ? thrown : null
  // Whatever a caller without types has put into others stays here.
  const reason = (code.endsWith('-rejected') && refusal?.details?.reason) || null
  const retryAfterSeconds = refusal?.retryAfterSeconds ?? null
  const error: ErrorAnswer['error'] = { code, requestId }
  if (reason !== null) error.reason = reason
  if (retryAfterSeconds !== null) error.retryAfterSeconds = retryAfterSeconds
  return jsonAnswer(
    // Only this code stands for several statuses.
    (code === 'request-rejected' && refusal?.status) || wireStatus(code),
    { error } satisfies ErrorAnswer,
    {
      ...(retryAfterSeconds !== null && { 'retry-after': String(Math.ceil(retryAfterSeconds)) }),
      ...headers,
    },
  )
}
