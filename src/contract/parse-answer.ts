import type { ImageType } from './image-rules.ts'
import { isImageType } from './image-type.ts'
import {
  type CurrentImage,
  type PublicImage,
  type RemovedImage,
  UPLOAD_HEADERS,
  type UploadGrant,
} from './messages.ts'
import { type AnyUploadError, UploadError } from './upload-error.ts'
import { isWireCode, type WireErrorCode } from './wire-code.ts'
import { parseRetryAfter } from './retry-after.ts'
import { isId, isPositiveInteger, isText, isTicket, plainObject } from './wire-value.ts'

/**
 * An answer of `request-url`, with the life of the URL resolved.
 *
 * @throws {UploadError} `bad-response`; `insecure-url` for http to a host that is not this machine.
 */
export function parseUploadGrant(
  value: unknown,
  expected: { type: ImageType },
): UploadGrant & { upload: { expiresInSeconds: number } } {
  const grant = plainObject(value)
  const upload = plainObject(grant?.['upload'])
  if (grant === null || upload === null) throw new UploadError('bad-response')
  const { ticket, id } = grant
  if (!isTicket(ticket) || !isId(id)) throw new UploadError('bad-response')
  const url = parseUploadUrl(upload['url'])
  const headers = parseUploadHeaders(upload['headers'])
  if (headers['content-type'] !== expected.type) throw new UploadError('bad-response')
  const seconds = upload['expiresInSeconds'] ?? Number(url.searchParams.get('X-Amz-Expires') ?? Number.NaN)
  if (!isPositiveInteger(seconds) || seconds > MAX_EXPIRES_SECONDS) throw new UploadError('bad-response')
  return { ticket, id, upload: { url: url.href, headers, expiresInSeconds: seconds } }
}

/** @throws {UploadError} `bad-response` */
export function parsePublicImage(value: unknown): PublicImage {
  const image = plainObject(value)
  if (image === null) throw new UploadError('bad-response')
  const { id, url, type, width, height, sizeBytes } = image
  if (
    !isId(id) ||
    !isImageUrl(url) ||
    !isImageType(type) ||
    !isPositiveInteger(width) ||
    !isPositiveInteger(height) ||
    !isPositiveInteger(sizeBytes)
  ) {
    throw new UploadError('bad-response')
  }
  return { id, url, type, width, height, sizeBytes }
}

/** @throws {UploadError} `bad-response` */
export function parseCurrentImage(value: unknown): CurrentImage | null {
  if (value === null) return null
  const image = plainObject(value)
  if (image === null) throw new UploadError('bad-response')
  const { id, url, type, width, height, sizeBytes } = image
  if (
    !isImageUrl(url) ||
    !(id === undefined || isId(id)) ||
    !(type === undefined || isImageType(type)) ||
    !(width === undefined || isPositiveInteger(width)) ||
    !(height === undefined || isPositiveInteger(height)) ||
    !(sizeBytes === undefined || isPositiveInteger(sizeBytes))
  ) {
    throw new UploadError('bad-response')
  }
  return {
    url,
    ...(id !== undefined && { id }),
    ...(type !== undefined && { type }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(sizeBytes !== undefined && { sizeBytes }),
  }
}

/** @throws {UploadError} `bad-response` */
export function parseRemovedImage(value: unknown): RemovedImage {
  const undoTicket = plainObject(value)?.['undoTicket']
  if (undoTicket !== null && !isTicket(undoTicket)) throw new UploadError('bad-response')
  return { undoTicket }
}

/**
 * The UploadError that a refusal of the backend stands for. Never throws: what makes no sense is judged by its status.
 *
 * @param retryAfter The header: a gateway in front of the backend has no other way to say when to come back.
 */
export function parseErrorAnswer(
  status: number,
  value: unknown,
  retryAfter: string | null = null,
): AnyUploadError {
  const error = plainObject(plainObject(value)?.['error'])
  const code = error?.['code']
  const requestId = isText(error?.['requestId'], 128) ? error['requestId'] : undefined
  const known = isWireCode(code) ? code : codeOfStatus(status)
  const retryAfterSeconds = parseSeconds(error?.['retryAfterSeconds']) ?? parseRetryAfter(retryAfter)
  const init = { status, requestId, retryAfterSeconds }
  switch (known) {
    case 'request-rejected':
    case 'confirm-rejected':
    case 'remove-rejected': {
      const reason = isText(error?.['reason'], 500) ? error['reason'] : null
      return new UploadError(known, { ...init, details: { reason } })
    }
    default:
      return new UploadError(known, init)
  }
}

/** JSON can say 1e999, and a wait without end would hang the upload. */
function parseSeconds(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

function codeOfStatus(status: number): WireErrorCode | 'bad-response' {
  if (status === 401) return 'unauthenticated'
  if (status === 403) return 'forbidden'
  // Of a handler they carry a code. Without one nobody has looked at the picture: the route is another, or not there.
  if (status === 404 || status === 405) return 'bad-response'
  if (status === 429) return 'rate-limited'
  if (status >= 500) return 'backend-unavailable'
  return status >= 400 ? 'request-rejected' : 'bad-response'
}

/** AWS's own limit for a presigned URL: seven days. */
const MAX_EXPIRES_SECONDS = 604_800

function parseUploadUrl(value: unknown): URL {
  const url = isText(value, 8192) && URL.canParse(value) ? new URL(value) : null
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new UploadError('bad-response')
  }
  if (url.protocol === 'https:') return url
  if (url.protocol !== 'http:') throw new UploadError('bad-response')
  // Browsers trust loopback as they trust https, and local development needs it.
  if (!isLoopback(url.hostname)) throw new UploadError('insecure-url')
  return url
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  )
}

function parseUploadHeaders(value: unknown): Record<string, string> {
  const given = plainObject(value)
  if (given === null) throw new UploadError('bad-response')
  const headers: Record<string, string> = {}
  for (const [name, content] of Object.entries(given)) {
    const known = UPLOAD_HEADERS.find((header) => header === name.toLowerCase())
    if (known === undefined || Object.hasOwn(headers, known) || !isHeaderValue(content)) {
      throw new UploadError('bad-response')
    }
    headers[known] = content
  }
  return headers
}

function isHeaderValue(value: unknown): value is string {
  return isText(value, 1024) && /^[\x20-\x7e]+$/.test(value)
}

/** http(s), or a path on the page's own origin; never `javascript:`, `data:` or another scheme. */
function isImageUrl(value: unknown): value is string {
  if (!isText(value, 8192)) return false
  if (/^\/(?![/\\])/.test(value)) return true
  if (!URL.canParse(value)) return false
  const { protocol } = new URL(value)
  return protocol === 'https:' || protocol === 'http:'
}
