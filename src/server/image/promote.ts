import { UploadError } from '../../contract/upload-error.ts'
import type { ObjectStore } from '../object-store.ts'
import type { StoredImage } from './stored-image.ts'
import type { TicketClaims } from '../tickets/ticket-claims.ts'
import { announcedBytes, type VerifiedPicture } from './verified-picture.ts'

/** A removed image disappears within a day, and a page does not ask twice. */
const CACHE_CONTROL = 'public, max-age=86400'

/**
 * Gives verified bytes their final key, where everybody may read them. Between processes the conditional PUT to the
 * key that the ticket fixes makes them agree on one object (T-43).
 *
 * @returns whether this call has made the object; if not, the same bytes were there.
 * @throws {UploadError} `revoked`: a tombstone of no bytes was faster. `changed`: somebody else's object is there,
 * which must not be taken for this picture (T-24).
 */
export async function promote(
  store: ObjectStore,
  claims: TicketClaims,
  { id, key, sha256 }: StoredImage,
  { bytes, type, width, height }: VerifiedPicture,
): Promise<boolean> {
  const metadata = { upload: id, sha256, width: String(width), height: String(height) }
  const outcome = await store.create(key, bytes, { type, cacheControl: CACHE_CONTROL, metadata })
  if (outcome === 'created') return true
  const existing = await store.read(key)
  if (existing === null || existing.bytes.length === 0) throw new UploadError('revoked')
  await announcedBytes(existing.bytes, claims)
  return false
}
