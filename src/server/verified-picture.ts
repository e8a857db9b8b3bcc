import type { ImageRules, ImageType } from '../contract/image-rules.ts'
import { type AnyUploadError, isUploadError, UploadError } from '../contract/upload-error.ts'
import { checkPicture } from '../picture/check-picture.ts'
import { type Bytes, sha256, toBase64 } from './bytes.ts'
import { stagingKey } from './object-keys.ts'
import type { ObjectStore } from './object-store.ts'
import type { TicketClaims } from './ticket.ts'

/** Bytes that are what the ticket says, and a picture by the rules. */
export interface VerifiedPicture {
  bytes: Bytes
  type: ImageType
  width: number
  height: number
}

/**
 * Reads the staging object, once, and checks what was read. From here on only these bytes count: whatever happens
 * to the object meanwhile changes nothing (T-44).
 *
 * @throws {UploadError} `not-uploaded`, `revoked` (a tombstone of no bytes), `changed`, `confirm-rejected`.
 */
export async function readVerifiedPicture(
  store: ObjectStore,
  claims: TicketClaims,
  rules: ImageRules,
): Promise<VerifiedPicture> {
  const staged = await store.read(stagingKey(claims.owner, claims.id))
  if (staged === null) throw new UploadError('not-uploaded')
  if (staged.contentEncoding !== null) throw rejected('The stored object has a content encoding.')
  if (staged.bytes.length === 0) throw new UploadError('revoked')
  const bytes = await announcedBytes(staged.bytes, claims)
  // The signature covers the type: a store that keeps another one did not check the signature.
  if (staged.type !== claims.type) throw rejected('The stored object has another type than was announced.')
  const picture = checked(bytes, rules)
  if (picture.type !== claims.type) throw rejected('The bytes are of another type than was announced.')
  return { bytes, ...picture }
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

function checked(bytes: Bytes, rules: ImageRules): ReturnType<typeof checkPicture> {
  try {
    return checkPicture(bytes, bytes.length, rules)
  } catch (error) {
    throw isUploadError(error) ? rejected(error.message) : error
  }
}

function rejected(reason: string): AnyUploadError {
  return new UploadError('confirm-rejected', { details: { reason } })
}
