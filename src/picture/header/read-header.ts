import type { PictureHeader } from './picture-header.ts'
import { readAccepted } from './read-accepted.ts'
import { readGif } from './read-gif.ts'
import { readHeif } from './read-heif.ts'
import { readSvg } from './read-svg.ts'

/**
 * Type, size and orientation from the bytes of a picture; null when they are of no format known here.
 * Nothing is decoded, so a pixel bomb costs nothing. It never throws, and its time is at most linear in the bytes.
 *
 * All bytes are always enough. Of a file too big for that, the first 256 KiB are: PNG, WebP and GIF hold their
 * size in the first 30 bytes, and only a JPEG with more metadata than that keeps its size further back. Then the
 * size is null, which is the answer for a picture that is cut off, too.
 */
export function readHeader(bytes: Uint8Array): PictureHeader | null {
  return readAccepted(bytes) ?? readGif(bytes) ?? readHeif(bytes) ?? readSvg(bytes)
}
