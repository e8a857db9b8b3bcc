import type { AcceptedImageType, ImageRules } from '../contract/image-rules.ts'
import { isAcceptedType } from '../contract/image-type.ts'
import { UploadError } from '../contract/upload-error.ts'
import { hasTooManyPixels, type PictureSize, pictureSize } from './header/picture-size.ts'
import { readHeader } from './header/read-header.ts'

/**
 * Whether a picture keeps the rules, by its bytes. The browser asks before any request; about what was stored the
 * server asks again (`readVerifiedPicture`).
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
): PictureSize & { type: AcceptedImageType } {
  const { maxSizeBytes, maxPixels, types: allowed } = rules
  if (sizeBytes === 0) throw new UploadError('file-empty')
  if (sizeBytes > maxSizeBytes) {
    throw new UploadError('file-too-large', { details: { sizeBytes, maxSizeBytes } })
  }
  const header = readHeader(bytes)
  const type = header?.type ?? null
  if (type === 'image/heic') throw new UploadError('heic-unsupported', { details: { allowed } })
  if (header === null || !isAcceptedType(type, rules)) {
    throw new UploadError('unsupported-type', { details: { type, allowed } })
  }
  const size = pictureSize(header)
  if (size === null) throw new UploadError('picture-corrupt')
  if (hasTooManyPixels(size, rules)) {
    throw new UploadError('too-many-pixels', { details: { ...size, maxPixels } })
  }
  return { type, ...size }
}
