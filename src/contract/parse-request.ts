import { isImageType } from './image-type.ts'
import type { ConfirmRequest, RenewRequest, UploadRequest } from './messages.ts'
import { requestRejected } from './request-rejected.ts'
import { hasOnly, isPositiveInteger, isTicket, plainObject } from './wire-value.ts'

/** @throws {UploadError} `request-rejected` */
export function parseUploadRequest(value: unknown): UploadRequest | RenewRequest {
  const body = plainObject(value)
  if (body !== null && body['renew'] !== undefined) {
    if (isTicket(body['renew']) && Object.keys(body).length === 1) return { renew: body['renew'] }
    throw requestRejected('renew must be a ticket, and alone.')
  }
  if (body === null || !hasOnly(body, ['type', 'sizeBytes', 'sha256'])) {
    throw requestRejected('The body must be {type, sizeBytes, sha256} or {renew}.')
  }
  const { type, sizeBytes, sha256 } = body
  if (!isImageType(type)) throw requestRejected('type is not an image type.')
  if (!isPositiveInteger(sizeBytes)) throw requestRejected('sizeBytes must be a positive integer.')
  if (!isSha256(sha256)) throw requestRejected('sha256 must be the base64 of 32 bytes.')
  return { type, sizeBytes, sha256 }
}

/** @throws {UploadError} `request-rejected` */
export function parseConfirmRequest(value: unknown): ConfirmRequest {
  const body = plainObject(value)
  if (body === null || !hasOnly(body, ['ticket']) || !isTicket(body['ticket'])) {
    throw requestRejected('The body must be {ticket}.')
  }
  return { ticket: body['ticket'] }
}

function isSha256(value: unknown): value is string {
  // 32 bytes: 43 characters and one "="; the last character carries 4 bits, so only 16 are canonical.
  return typeof value === 'string' && /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(value)
}
