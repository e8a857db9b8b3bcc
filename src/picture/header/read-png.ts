import { textAt, uintAt } from './byte-fields.ts'
import { exifOrientation } from './exif-orientation.ts'
import { type PictureHeader, pictureHeader } from './picture-header.ts'

const FIRST_CHUNK = 8

/** PNG (W3C, third edition): the size is in IHDR, always the first chunk; the orientation in eXIf, if any. */
export function readPng(bytes: Uint8Array): PictureHeader<'image/png'> | null {
  if (textAt(bytes, 0, FIRST_CHUNK) !== '\x89PNG\r\n\x1a\n') return null
  if (textAt(bytes, FIRST_CHUNK + 4, 4) !== 'IHDR') return pictureHeader('image/png')
  return pictureHeader('image/png', uintAt(bytes, 16, 4), uintAt(bytes, 20, 4), orientationOf(bytes))
}

function orientationOf(bytes: Uint8Array): number {
  let at = FIRST_CHUNK
  while (at < bytes.length) {
    const lengthBytes = uintAt(bytes, at, 4)
    const data = at + 8
    if (textAt(bytes, at + 4, 4) === 'eXIf') return exifOrientation(bytes.subarray(data, data + lengthBytes))
    at = data + lengthBytes + 4
  }
  return 1
}
