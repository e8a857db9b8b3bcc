import type { PublicImage } from '../contract/messages.ts'
import { parseConfirmRequest } from '../contract/parse-request.ts'
import { UploadError } from '../contract/upload-error.ts'
import type { HandlerConfig } from './handler-config.ts'
import { imageKey, parseImageKey } from './object-keys.ts'
import type { Route } from './session.ts'
import { publicImage, type StoredImage } from './stored-image.ts'
import type { TicketClaims, Tickets } from './ticket.ts'
import { createTurns } from './turns.ts'
import { announcedBytes, readVerifiedPicture, type VerifiedPicture } from './verified-picture.ts'

/** A removed image disappears within a day, and a page does not ask twice. */
const CACHE_CONTROL = 'public, max-age=86400'

/**
 * `POST …/confirm`: checks the bytes that arrived, gives them their final key, and has the app save it.
 *
 * `saveImage` has run for this image before any 200, at least once. Parallel confirms of one upload share one run
 * in this process; between processes the conditional PUT to the key that the ticket fixes makes them agree (T-43).
 * The staging object stays: deleting it would re-open its one-shot URL (T-45).
 */
export function confirmRoute<O extends { id: string }, C>(
  config: HandlerConfig<O, C>,
  tickets: Tickets,
): Route<O> {
  const running = new Map<string, Promise<PublicImage>>()
  const inTurn = createTurns()

  return async ({ owner, folder, trace }, body) => {
    const claims = await tickets.verify(parseConfirmRequest(body).ticket)
    // Somebody else's ticket gets the answer of an unknown one, so that nothing can be learnt from it (T-55).
    if (claims === null || claims.owner !== folder) throw new UploadError('ticket-invalid')
    const { id } = claims
    trace.uploadId = id
    const run = running.get(id) ?? settle(owner, claims).finally(() => running.delete(id))
    running.set(id, run)
    return run
  }

  async function settle(owner: O, claims: TicketClaims): Promise<PublicImage> {
    const picture = await readVerifiedPicture(config.store, claims, config.rules)
    const image = await describe(claims, picture)
    // A slow saving of an older picture must not end after that of a newer one (T-46).
    await inTurn(claims.owner, () => save(owner, claims, image, picture))
    return publicImage(image)
  }

  async function save(
    owner: O,
    claims: TicketClaims,
    image: StoredImage,
    picture: VerifiedPicture,
  ): Promise<void> {
    const isNew = !(await isSaved(owner, claims)) && (await promote(owner, claims, image, picture))
    if (isNew) await config.saveImage(owner, image)
  }

  async function describe(claims: TicketClaims, picture: VerifiedPicture): Promise<StoredImage> {
    const { id, sizeBytes, sha256 } = claims
    const { type, width, height } = picture
    const key = imageKey(claims.owner, id, type)
    const url = await config.imageUrl(key)
    return {
      id,
      url,
      type,
      width,
      height,
      sizeBytes,
      key,
      sha256,
      requestedAt: new Date(claims.requestedAtMs),
    }
  }

  /**
   * Whether the app has saved this very image already: then this is a repeated confirm.
   *
   * @throws {UploadError} `superseded`: a slow old tab must not win over what was chosen later (T-46).
   */
  async function isSaved(owner: O, claims: TicketClaims): Promise<boolean> {
    const saved = parseImageKey((await config.loadImage(owner)) ?? '')
    if (saved === null || saved.owner !== claims.owner) return false
    if (saved.id > claims.id) throw new UploadError('superseded')
    return saved.id === claims.id
  }

  /** Whether the image still has to be saved, now that it lies at its final key. */
  async function promote(
    owner: O,
    claims: TicketClaims,
    { id, key, sha256 }: StoredImage,
    { bytes, type, width, height }: VerifiedPicture,
  ): Promise<boolean> {
    const metadata = { upload: id, sha256, width: String(width), height: String(height) }
    const outcome = await config.store.create(key, bytes, { type, cacheControl: CACHE_CONTROL, metadata })
    if (outcome === 'created') return true
    // Another process was faster, or an earlier run ended before it had saved. Or the key was revoked: a tombstone
    // of no bytes took it first. Or it is somebody else's, which must not be taken for this picture (T-24).
    const existing = await config.store.read(key)
    if (existing === null || existing.bytes.length === 0) throw new UploadError('revoked')
    await announcedBytes(existing.bytes, claims)
    return !(await isSaved(owner, claims))
  }
}
