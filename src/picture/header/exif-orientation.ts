import { textAt, uintAt } from './byte-fields.ts'

const ORIENTATION_TAG = 0x0112
const SHORT = 3

/**
 * The orientation, 1 to 8, that an Exif block asks for; 1 when it does not ask.
 * The block is a TIFF header and its first directory (Exif 3.0, 4.6), with or without "Exif\0\0" before it.
 */
export function exifOrientation(block: Uint8Array): number {
  const tiff = textAt(block, 0, 6) === 'Exif\0\0' ? block.subarray(6) : block
  const littleEndian = textAt(tiff, 0, 2) === 'II'
  const uint = (offset: number, length: number) => uintAt(tiff, offset, length, littleEndian)
  if (!littleEndian && textAt(tiff, 0, 2) !== 'MM') return 1

  const directory = uint(4, 4)
  const entries = directory + 2
  // A count that lies does no harm: 65,535 is the most it can say, and tags past the end are NaN.
  const end = entries + 12 * uint(directory, 2)
  for (let entry = entries; entry < end; entry += 12) {
    if (uint(entry, 2) !== ORIENTATION_TAG || uint(entry + 2, 2) !== SHORT) continue
    const orientation = uint(entry + 8, 2)
    return orientation >= 1 && orientation <= 8 ? orientation : 1
  }
  return 1
}
