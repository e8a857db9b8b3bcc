import { textAt, uintAt } from './byte-fields.ts'
import { exifOrientation } from './exif-orientation.ts'
import { type PictureHeader, pictureHeader } from './picture-header.ts'

const FIRST_CHUNK = 12

/** WebP (RFC 9649): the first chunk says which of the three layouts it is, and holds the size. */
export function readWebp(bytes: Uint8Array): PictureHeader<'image/webp'> | null {
  if (textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP') return null
  const uint = (offset: number, length: number) => uintAt(bytes, offset, length, true)
  switch (textAt(bytes, FIRST_CHUNK, 4)) {
    case 'VP8X':
      return pictureHeader('image/webp', uint(24, 3) + 1, uint(27, 3) + 1, orientationOf(bytes))
    case 'VP8L': {
      // 14 bits each, least significant first, both less one.
      const sizes = uint(21, 4)
      if (uint(20, 1) !== 0x2f || Number.isNaN(sizes)) break
      return pictureHeader('image/webp', (sizes & 0x3fff) + 1, ((sizes >>> 14) & 0x3fff) + 1)
    }
    case 'VP8 ':
      // The two high bits of each are a scale for display, which nobody applies.
      if (uintAt(bytes, 23, 3) !== 0x9d012a) break
      return pictureHeader('image/webp', uint(26, 2) % 0x4000, uint(28, 2) % 0x4000)
  }
  return pictureHeader('image/webp')
}

function orientationOf(bytes: Uint8Array): number {
  let at = FIRST_CHUNK
  while (at < bytes.length) {
    const lengthBytes = uintAt(bytes, at + 4, 4, true)
    const data = at + 8
    if (textAt(bytes, at, 4) === 'EXIF') return exifOrientation(bytes.subarray(data, data + lengthBytes))
    at = data + lengthBytes + (lengthBytes % 2)
  }
  return 1
}
