import { type ImageRules, type ImageType, isAcceptedType } from '../contract/image-rules.ts'
import { UploadError } from '../contract/upload-error.ts'
import { orientedSize } from './picture-header.ts'
import { readHeader } from './read-header.ts'

/**
 * Whether a picture keeps the rules, by its bytes. The browser asks before any request, the server asks again
 * about what was stored.
 *
 * @param bytes All bytes, or as many first ones as `readHeader` needs.
 * @param sizeBytes Length of the whole picture.
 * @returns the true type, and the size in pixels as it is seen (after the orientation).
 * @throws {UploadError} the first of `file-empty`, `file-too-large`, `heic-unsupported`, `unsupported-type`,
 * `picture-corrupt`, `too-many-pixels` that holds.
 */
export function checkPicture(
  bytes: Uint8Array,
  sizeBytes: number,
  rules: ImageRules,
): { type: ImageType; width: number; height: number } {
  const { maxSizeBytes, maxSidePixels, maxPixels, types: allowed } = rules
  if (sizeBytes === 0) throw new UploadError('file-empty')
  if (sizeBytes > maxSizeBytes) {
    throw new UploadError('file-too-large', { details: { sizeBytes, maxSizeBytes } })
  }
  const header = readHeader(bytes)
  if (header?.format === 'heic') throw new UploadError('heic-unsupported', { details: { allowed } })
  if (header === null || header.type === null || !isAcceptedType(header.type, rules)) {
    const type = header?.format === 'svg' ? 'image/svg+xml' : (header?.type ?? null)
    throw new UploadError('unsupported-type', { details: { type, allowed } })
  }
  const { width, height } = orientedSize(header)
  if (width === null || height === null || width === 0 || height === 0) {
    throw new UploadError('picture-corrupt')
  }
  if (width * height > maxPixels || Math.max(width, height) > maxSidePixels) {
    throw new UploadError('too-many-pixels', { details: { width, height, maxPixels } })
  }
  return { type: header.type, width, height }
}
