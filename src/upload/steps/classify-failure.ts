import { parseRetryAfter } from '../../contract/retry-after.ts'
import { type AnyUploadError, UploadError, type UploadErrorInit } from '../../contract/upload-error.ts'

/** What an answer of the storage means for the upload. */
export type PutVerdict =
  | { verdict: 'sent' }
  /** The object may be there already: ask confirm before anything else. */
  | { verdict: 'unknown' }
  /** A fresh URL would help. */
  | { verdict: 'expired'; error: AnyUploadError }
  | { verdict: 'failed'; error: AnyUploadError }

/** @param isExpired Whether the URL is past its life by our clocks: some stores refuse without saying why. */
export function classifyAnswer(
  { status, headers, body }: { status: number; headers: Headers; body: string },
  isExpired: boolean,
): PutVerdict {
  if (status >= 200 && status < 300) return { verdict: 'sent' }
  // If-None-Match met an object. Browsers re-send a PUT on a reused socket by themselves, so it may be ours.
  if (status === 412) return { verdict: 'unknown' }

  const s3Code = /<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? null
  const requestId = headers.get('x-amz-request-id')
  const init = { status, requestId, retryAfterSeconds: parseRetryAfter(headers.get('retry-after')) }
  if (s3Code === 'ExpiredToken' || s3Code === 'TokenRefreshRequired') {
    return { verdict: 'expired', error: new UploadError('credentials-expired', init) }
  }
  if (status === 403 && (body.includes('Request has expired') || (s3Code === 'AccessDenied' && isExpired))) {
    return { verdict: 'expired', error: new UploadError('url-expired', init) }
  }
  if (s3Code === 'RequestTimeTooSkewed' || body.includes('Request is not valid yet')) {
    // A renewal makes the backend look at its storage, and so learn the right time.
    return {
      verdict: 'expired',
      error: new UploadError('clock-skew', { ...init, details: { skewSeconds: null } }),
    }
  }
  return { verdict: 'failed', error: failureOf(status, s3Code, init) }
}

function failureOf(
  status: number,
  s3Code: string | null,
  init: UploadErrorInit & { status: number },
): AnyUploadError {
  if (s3Code === 'SignatureDoesNotMatch') return new UploadError('signature-mismatch', init)
  if (s3Code === 'BadDigest' || s3Code === 'XAmzContentChecksumMismatch') {
    return new UploadError('checksum-mismatch', init)
  }
  if (status >= 300 && status < 400) return new UploadError('redirected', init)
  // 409: another PUT of the same object is under way. It ends, or fails, soon. RequestTimeout: the bytes came too slowly.
  // 501: the storage does not know such requests, and will not know them later. R2 says so of headers.
  const isBusy = status === 409 || status === 429 || (status >= 500 && status !== 501)
  if (isBusy || s3Code === 'RequestTimeout') return new UploadError('storage-busy', init)
  return new UploadError('storage-rejected', { ...init, details: { s3Code } })
}

/**
 * Why a PUT ended without an answer that the page may read. Browsers do not say; the evidence does, sometimes:
 * unsure is `network`. docs/errors.md tells what was measured, and what each code may be wrongly.
 */
export function classifySilence(evidence: {
  isOnline: boolean
  /** The origin answers requests that need no CORS. */
  isStorageReachable: boolean
  /** A byte of the body was sent, or may have been: then no preflight was refused. */
  hasSentBytes: boolean
  /**
   * The PUT before this one, to the same URL, ended like it. Once may be chance: a preflight that broke, or a refusal
   * of the PUT that overtook the first news of its progress.
   */
  isRepeated: boolean
  /** Whether the URL is past its life by our clocks: Ceph RGW refuses the preflight of such a URL already. */
  isExpired: boolean
  /** Origin of the page; null where there is none. */
  origin: string | null
  /** Names of the headers that were set. */
  headerNames: readonly string[]
}): AnyUploadError {
  const { isOnline, isStorageReachable, hasSentBytes, isRepeated, isExpired } = evidence
  if (!isOnline) return new UploadError('offline')
  if (!isStorageReachable || hasSentBytes) return new UploadError('network')
  if (isExpired) return new UploadError('url-expired')
  return isRepeated
    ? new UploadError('cors', { details: { hint: corsHint(evidence) } })
    : new UploadError('network')
}

function corsHint({
  origin,
  headerNames,
}: {
  origin: string | null
  headerNames: readonly string[]
}): string {
  return (
    'The storage answers, but let not one byte of the PUT through. Most likely no CORS rule of the bucket allows ' +
    `${origin ?? 'the origin of your page'} the method PUT with the headers ${headerNames.join(', ')}.`
  )
}
