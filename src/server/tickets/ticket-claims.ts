import type { ImageType } from '../../contract/image-rules.ts'
import { isId } from '../../contract/wire-value.ts'

/**
 * The longest life of a ticket, renewals included. Far below one day, after which the bucket's lifecycle rule
 * forgets staging objects: as long as a ticket lives, so does what it stands for.
 */
export const MAX_TICKET_SECONDS: number = 12 * 60 * 60

/** The longest life of an undo ticket: the lifecycle rule keeps what it stands for for a day. */
export const MAX_UNDO_SECONDS: number = 24 * 60 * 60

/** What request-url promises and confirm holds it to. Times in milliseconds since 1970. */
export interface TicketClaims {
  id: string
  /** Folder of the owner, not the id of the owner. */
  owner: string
  type: ImageType
  sizeBytes: number
  sha256: string
  /** When the first URL was asked for; a renewal keeps it. */
  requestedAtMs: number
  signedAtMs: number
  expiresAtMs: number
}

/**
 * What a removal promises: the image that was removed may come back, as a new one. Its `id` is fixed here, so that
 * an undo that is repeated makes one image, and one that comes after a newer upload is the older of the two.
 */
export interface UndoClaims extends TicketClaims {
  /** The id that it had when it was removed: there its copy lies. */
  removedId: string
}

export function isUndo(claims: TicketClaims | UndoClaims): claims is UndoClaims {
  return 'removedId' in claims && isId(claims.removedId)
}
