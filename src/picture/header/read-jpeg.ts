import { textAt, uintAt } from './byte-fields.ts'
import { exifOrientation } from './exif-orientation.ts'
import { type PictureHeader, pictureHeader } from './picture-header.ts'

const START_OF_SCAN = 0xda
const END_OF_IMAGE = 0xd9
const APP1 = 0xe1

/** JPEG (ITU-T T.81, annex B): walks the segments up to the frame header, which holds the size. */
export function readJpeg(bytes: Uint8Array): PictureHeader<'image/jpeg'> | null {
  if (uintAt(bytes, 0, 3) !== 0xffd8ff) return null
  let orientation: number | null = null
  let at = 2
  while (at < bytes.length) {
    const marker = uintAt(bytes, at + 1, 1)
    // Fill bytes before a marker are allowed, and decoders forgive strays: step over both, as they do.
    if (bytes[at] !== 0xff || marker === 0xff || marker === 0) {
      at += 1
    } else if (isStandalone(marker)) {
      at += 2
    } else if (isFrame(marker)) {
      return pictureHeader('image/jpeg', uintAt(bytes, at + 7, 2), uintAt(bytes, at + 5, 2), orientation ?? 1)
    } else {
      const lengthBytes = uintAt(bytes, at + 2, 2)
      if (marker === START_OF_SCAN || marker === END_OF_IMAGE || lengthBytes < 2) break
      // A second Exif block is a leftover of some editor: the first one counts.
      if (marker === APP1 && orientation === null && textAt(bytes, at + 4, 6) === 'Exif\0\0') {
        orientation = exifOrientation(bytes.subarray(at + 4, at + 2 + lengthBytes))
      }
      at += 2 + lengthBytes
    }
  }
  return pictureHeader('image/jpeg')
}

/** SOF0 to SOF15, without the three codes of that range that mean something else: DHT, JPG, DAC. */
function isFrame(marker: number): boolean {
  return marker >> 4 === 0xc && ![0xc4, 0xc8, 0xcc].includes(marker)
}

/** TEM and RST0 to RST7 stand alone: no length follows. */
function isStandalone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
}
