import type { ImageRules, ImageType } from '../../contract/image-rules.ts'
import { isAcceptedType } from '../../contract/image-type.ts'
import { UploadError } from '../../contract/upload-error.ts'
import { hasTooManyPixels, type PictureSize, pictureSize } from '../../picture/header/picture-size.ts'
import { type Bytes, sha256, toBase64 } from '../crypto/bytes.ts'
import type { ObjectStore } from '../object-store.ts'
import { isUndo, type TicketClaims, type UndoClaims } from '../tickets/ticket-claims.ts'

/**
 * Begun with this module, and waited for by confirms alone: the first URL of a serverless function need not wait for
 * what reads three formats, and a deployment that lacks it ends at its start, not with the first confirm.
 */
const readers = import('../../picture/header/read-accepted.ts')

/** Bytes that are what the ticket says, and a picture by the rules. */
export interface VerifiedPicture extends PictureSize {
  bytes: Bytes
  type: ImageType
}

/**
 * Reads an object, once, and checks what was read. From here on only these bytes count: whatever happens to the object
 * meanwhile changes nothing (T-44).
 *
 * @throws {UploadError} `not-uploaded` when there is no such object, and `ticket-invalid`, the one answer for what
 * cannot be brought back (T-55), when it is an undo; `revoked` (a tombstone of no bytes), `changed`, `confirm-rejected`.
 */
export async function readVerifiedPicture(
  store: ObjectStore,
  key: string,
  claims: TicketClaims | UndoClaims,
  rules: ImageRules,
): Promise<VerifiedPicture> {
  const stored = await store.read(key)
  if (stored === null) throw new UploadError(isUndo(claims) ? 'ticket-invalid' : 'not-uploaded')
  if (stored.contentEncoding !== null) throw rejected('The picture has a content encoding.')
  if (stored.bytes.length === 0) throw new UploadError('revoked')
  const bytes = await announcedBytes(stored.bytes, claims)
  // Asked again: the rules may be others than those by which the upload was begun.
  if (bytes.length > rules.maxSizeBytes) throw rejected('The picture is too large.')
  const { readAccepted } = await readers
  const header = readAccepted(bytes)
  if (header === null || !isAcceptedType(header.type, rules)) {
    throw rejected('The picture is not of an accepted type.')
  }
  // The signature covers the type: a store that keeps another one did not check the signature.
  if (header.type !== claims.type || stored.type !== claims.type) {
    throw rejected('The picture is of another type than was announced.')
  }
  const size = pictureSize(header)
  if (size === null) throw rejected('The picture is damaged.')
  if (hasTooManyPixels(size, rules)) throw rejected('The picture has too many pixels.')
  return { bytes, type: header.type, ...size }
}

/**
 * A copy of the bytes, when they are those that the upload was begun for.
 *
 * @throws {UploadError} `changed`
 */
export async function announcedBytes(stored: Uint8Array, claims: TicketClaims): Promise<Bytes> {
  const bytes = new Uint8Array(stored)
  if (bytes.length !== claims.sizeBytes || toBase64(await sha256(bytes)) !== claims.sha256) {
    throw new UploadError('changed')
  }
  return bytes
}

function rejected(reason: string): UploadError {
  return new UploadError('confirm-rejected', { details: { reason } })
}
