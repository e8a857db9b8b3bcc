import type { PublicImage } from '../../contract/messages.ts'

/**
 * A confirmed image, as `saveImage` gets it. Save `key` when `imageUrl` is a function, and `key` or `url` when it
 * is a prefix.
 *
 * `id` is the idempotency key: after a crash, or between two processes, the same id may be delivered again. Ids
 * are time-ordered (UUIDv7), so of two images the one with the larger id was asked for later.
 */
export interface StoredImage extends PublicImage {
  /** Key of the object, without the store's prefix. */
  key: string
  /** Of the stored bytes, in base64. */
  sha256: string
  /** When the first URL for this upload was asked for; of an image that was brought back, when it was removed. */
  requestedAt: Date
}

/** What the browser may know: no key. */
export function publicImage(image: StoredImage): PublicImage {
  const { id, url, type, width, height, sizeBytes } = image
  return { id, url, type, width, height, sizeBytes }
}
