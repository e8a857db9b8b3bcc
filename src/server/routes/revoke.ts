import { UploadError } from '../../contract/upload-error.ts'
import type { HandlerConfig } from '../handler-config.ts'
import { imageKey, stagingKey } from '../image/object-keys.ts'
import type { AllTickets } from '../tickets/ticket.ts'
import { isUndo, type TicketClaims } from '../tickets/ticket-claims.ts'
import { hasTombstone, tombstone } from '../image/tombstone.ts'

/** What became of an upload, or of an undo, that was to be revoked. */
export type Revocation = 'revoked' | 'already-confirmed'

/**
 * Ends one upload for good: its URL stores nothing any more, and none of its tickets confirms anything.
 *
 * What S3 has been signed cannot be taken back. But a tombstone at the staging key answers every later PUT with 412,
 * and makes confirm answer `revoked`. When a picture lies there already, the tombstone goes to the final key. Whoever
 * creates that one wins: a confirm that runs at the same time has made the image before, or never will (T-22).
 *
 * An undo has no URL, and its picture lies elsewhere: it ends at the final key alone, by the same rule.
 */
export function createRevoke<O extends { id: string }, C>(
  { store }: HandlerConfig<O, C>,
  tickets: AllTickets,
): (ticket: string) => Promise<Revocation> {
  return async (ticket) => {
    if (store.createOnly === false) {
      throw new TypeError(
        'revoke needs a store with create-only writes: here the URL works on. Let it expire.',
      )
    }
    // An expired one is as good: the upload may live on under a renewed ticket, and its URL may outlive both.
    const claims = (await tickets.upload.recognise(ticket)) ?? (await tickets.undo.recognise(ticket))
    if (claims === null) throw new UploadError('ticket-invalid')
    const final = imageKey(claims)
    // Asked first, because of an upload of long ago the staging object is gone.
    const existing = await store.head(final)
    if (existing !== null && existing.sizeBytes > 0) return 'already-confirmed'
    const isUploadEnded = !isUndo(claims) && (await bury(stagingKey(claims), claims))
    return isUploadEnded || (await bury(final, claims)) ? 'revoked' : 'already-confirmed'
  }

  /** Whether there is a tombstone at this key now, and not a picture. */
  async function bury(key: string, { type }: TicketClaims): Promise<boolean> {
    return (await store.create(...tombstone(key, type))) === 'created' || hasTombstone(store, key)
  }
}
