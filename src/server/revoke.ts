import { UploadError } from '../contract/upload-error.ts'
import type { HandlerConfig } from './handler-config.ts'
import { imageKey, stagingKey } from './object-keys.ts'
import type { TicketClaims, Tickets } from './ticket.ts'

/** What became of an upload that was to be revoked. */
export type Revocation = 'revoked' | 'already-confirmed'

/**
 * Ends one upload for good: its URL stores nothing any more, and none of its tickets confirms anything.
 *
 * What S3 has been signed cannot be taken back. But an object of no bytes, a tombstone, at the staging key answers
 * every later PUT with 412, and makes confirm answer `revoked`. When a picture lies there already, the tombstone goes
 * to the final key. Whoever creates that one wins: a confirm that runs at the same time has made the image before, or
 * never will (T-22).
 */
export function createRevoke<O extends { id: string }, C>(
  { store }: HandlerConfig<O, C>,
  tickets: Tickets,
): (ticket: string) => Promise<Revocation> {
  return async (ticket) => {
    // An expired one is as good: the upload may live on under a renewed ticket, and its URL may outlive both.
    const claims = await tickets.recognise(ticket)
    if (claims === null) throw new UploadError('ticket-invalid')
    const staging = stagingKey(claims.owner, claims.id)
    const final = imageKey(claims.owner, claims.id, claims.type)
    // Asked first, because of an upload of long ago the staging object is gone.
    const existing = await store.head(final)
    if (existing !== null && existing.sizeBytes > 0) return 'already-confirmed'
    const isEnded = (await bury(staging, claims)) || (await bury(final, claims))
    return isEnded ? 'revoked' : 'already-confirmed'
  }

  /** Whether there is a tombstone at this key now, and not a picture. */
  async function bury(key: string, { type }: TicketClaims): Promise<boolean> {
    const headers = { type, cacheControl: 'no-store', metadata: {} }
    if ((await store.create(key, new Uint8Array(), headers)) === 'created') return true
    return (await store.head(key))?.sizeBytes === 0
  }
}
