import type { ImageRules } from '../contract/image-rules.ts'
import { UploadError } from '../contract/upload-error.ts'
import { removedKey, stagingKey } from './object-keys.ts'
import type { ObjectStore } from './object-store.ts'
import type { UndoClaims } from './ticket-claims.ts'
import { hasTombstone } from './tombstone.ts'
import { readVerifiedPicture, type VerifiedPicture } from './verified-picture.ts'

/**
 * The picture that an undo brings back: the private copy of what was removed.
 *
 * @throws {UploadError} `ticket-invalid`, the one answer for what cannot be brought back (T-55): the copy is gone, or
 * the image that this undo had made before was removed itself, which its tombstone tells.
 */
export async function readRemovedPicture(
  store: ObjectStore,
  claims: UndoClaims,
  rules: ImageRules,
): Promise<VerifiedPicture> {
  if (await hasTombstone(store, stagingKey(claims))) throw new UploadError('ticket-invalid')
  const copy = removedKey({ ...claims, id: claims.removedId })
  const picture = await readVerifiedPicture(store, copy, claims, rules)
  if (picture === null) throw new UploadError('ticket-invalid')
  return picture
}
