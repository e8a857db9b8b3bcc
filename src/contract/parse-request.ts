import { isImageType } from './image-type.ts'
import type { ConfirmRequest, RenewRequest, UploadRequest } from './messages.ts'
import { requestRejected } from './request-rejected.ts'
import { isObjectOf, isPositiveInteger, isTicket } from './wire-value.ts'

/** @throws {UploadError} `request-rejected` */
export function parseUploadRequest(body: unknown): UploadRequest | RenewRequest {
  if (isObjectOf(body, ['renew']) && isTicket(body['renew'])) return { renew: body['renew'] }
  if (!isObjectOf(body, ['type', 'sizeBytes', 'sha256'])) {
    throw requestRejected('The body must be {type, sizeBytes, sha256} or {renew}.')
  }
  const { type, sizeBytes, sha256 } = body
  if (!isImageType(type)) throw requestRejected('type is not an image type.')
  if (!isPositiveInteger(sizeBytes)) throw requestRejected('sizeBytes must be a positive integer.')
  if (!isSha256(sha256)) throw requestRejected('sha256 must be the base64 of 32 bytes.')
  return { type, sizeBytes, sha256 }
}

/** @throws {UploadError} `request-rejected` */
export function parseConfirmRequest(body: unknown): ConfirmRequest {
  if (!isObjectOf(body, ['ticket']) || !isTicket(body['ticket'])) {
    throw requestRejected('The body must be {ticket}.')
  }
  return { ticket: body['ticket'] }
}

function isSha256(value: unknown): value is string {
  // 32 bytes: 43 characters and one "="; the last character carries 4 bits, so only 16 are canonical.
  return typeof value === 'string' && /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(value)
}
