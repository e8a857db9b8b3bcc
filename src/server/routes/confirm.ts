import { UploadError } from '../../contract/upload-error.ts'
import type { HandlerConfig } from '../handler-config.ts'
import { cleanupEvent } from '../handler-event.ts'
import { imageKey, type ImageName, removedKey, savedImage, stagingKey } from '../image/object-keys.ts'
import { promote } from '../image/promote.ts'
import { createRetirement } from '../image/retirement.ts'
import type { Session } from './session.ts'
import { createSharedRuns } from '../image/shared-runs.ts'
import type { StoredImage } from '../image/stored-image.ts'
import type { AllTickets } from '../tickets/ticket.ts'
import { isUndo, type TicketClaims, type UndoClaims } from '../tickets/ticket-claims.ts'
import { hasTombstone } from '../image/tombstone.ts'
import type { InTurn } from '../image/turns.ts'
import { readVerifiedPicture, type VerifiedPicture } from '../image/verified-picture.ts'

/** Makes an image of what a ticket stands for, and has the app save it. */
export type Confirm<O> = (session: Session<O>, ticket: string) => Promise<StoredImage>

type Claims = TicketClaims | UndoClaims

/**
 * Behind `POST …/confirm`: checks the bytes that arrived, or that an undo brings back, gives them their final key, and
 * has the app save them.
 *
 * `saveImage` has run for this image before any success, at least once. Parallel confirms of one upload share one run
 * in this process; between processes the conditional PUT to the key that the ticket fixes makes them agree (T-43).
 * The staging object stays: deleting it would re-open its one-shot URL (T-45).
 *
 * @param inTurn By folder: a slow saving of an older picture must not end after that of a newer one, or after a
 * removal (T-46).
 */
export function createConfirm<O extends { id: string }, C>(
  config: HandlerConfig<O, C>,
  tickets: AllTickets,
  inTurn: InTurn,
): Confirm<O> {
  const { store, rules } = config
  const retirement = createRetirement(config)
  const share = createSharedRuns<StoredImage>()

  return async (session, ticket) => {
    const claims: Claims | null = (await tickets.upload.verify(ticket)) ?? (await tickets.undo.verify(ticket))
    // Somebody else's ticket gets the answer of an unknown one, so that nothing can be learnt from it (T-55).
    if (claims === null || claims.owner !== session.folder) throw new UploadError('ticket-invalid')
    session.trace.uploadId = claims.id
    const image = await share(claims.id, () => inTurn(session.folder, () => settle(session, claims)))
    session.trace.outcome = isUndo(claims) ? 'restored' : 'confirmed'
    return image
  }

  async function settle(session: Session<O>, claims: Claims): Promise<StoredImage> {
    let before = await olderImage(session, claims)
    if (before?.id === claims.id) return savedAlready(session, claims)
    const picture = await readVerifiedPicture(store, await sourceKey(claims), claims, rules)
    const image = await describe(claims, picture)
    if (!(await promote(store, claims, image, picture))) {
      // Another process was faster, or an earlier run ended before it had saved.
      before = await olderImage(session, claims)
      if (before?.id === claims.id) return image
    }
    await replace(session, before, image)
    return image
  }

  /**
   * The image of ours that the app has saved: this very one, or the one that it shall replace.
   *
   * @throws {UploadError} `superseded`: a slow old tab must not win over what was chosen later (T-46).
   */
  async function olderImage(session: Session<O>, claims: Claims): Promise<ImageName | null> {
    const saved = savedImage(await config.app.loadImage(session.owner), claims.owner)
    if (saved === null || saved.id <= claims.id) return saved
    // An earlier run may have got as far as the final key. Nobody will ever save what lies there.
    await cleanUp(session, claims.id, () => retirement.discard(claims))
    throw new UploadError('superseded')
  }

  /** A repeated confirm. Read where it lies now: what it was made of may have been withdrawn since. */
  async function savedAlready(session: Session<O>, claims: Claims): Promise<StoredImage> {
    const picture = await readVerifiedPicture(store, imageKey(claims), claims, rules)
    // The run before may have ended before it had deleted what it has replaced.
    await cleanUp(session, null, () => retirement.finish(claims.owner, claims.id))
    return describe(claims, picture)
  }

  /**
   * Where the picture lies that an upload has brought, or the private copy that an undo brings back.
   *
   * @throws {UploadError} `ticket-invalid`: the image that this undo had made before was removed itself.
   */
  async function sourceKey(claims: Claims): Promise<string> {
    const staging = stagingKey(claims)
    if (!isUndo(claims)) return staging
    if (await hasTombstone(store, staging)) throw new UploadError('ticket-invalid')
    return removedKey({ ...claims, id: claims.removedId })
  }

  async function describe(claims: Claims, picture: VerifiedPicture): Promise<StoredImage> {
    const { id, sizeBytes, sha256, requestedAtMs } = claims
    const { type, width, height } = picture
    const key = imageKey({ ...claims, type })
    const url = await config.imageUrl(key)
    return { id, url, type, width, height, sizeBytes, key, sha256, requestedAt: new Date(requestedAtMs) }
  }

  /**
   * Saves, and retires the image before. That one is withdrawn first: a process that ends right after saving leaves a
   * tombstone, by which a repeated confirm or a removal finds what is still to be deleted.
   */
  async function replace(session: Session<O>, before: ImageName | null, image: StoredImage): Promise<void> {
    const withdrawal = before && retirement.withdraw(before)
    // Whether it went well does not matter before the new image is saved: until then the old one is to stay.
    await Promise.allSettled([withdrawal])
    await config.app.saveImage(session.owner, image)
    if (before === null) return
    await cleanUp(session, before.id, async () => {
      await withdrawal
      await retirement.discard(before)
    })
  }

  /**
   * What fails here is an operator's to repair: the answer of the confirm stands.
   *
   * @param id Of the image that is left when this fails; null: not known.
   */
  async function cleanUp(
    session: Session<O>,
    id: string | null,
    work: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await work()
    } catch (error) {
      config.tell(cleanupEvent(session.trace, id, error))
    }
  }
}
