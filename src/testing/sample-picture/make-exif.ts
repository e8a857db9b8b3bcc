import type { Bytes } from '../../server/crypto/bytes.ts'
import { joinBytes, uint16, uint32 } from './join-bytes.ts'

/** One field of a TIFF directory. A value of up to four bytes stands in it, a longer one where it points to. */
interface Field {
  tag: number
  type: 'text' | 'short' | 'long' | 'rational'
  count: number
  value: Bytes
}

const TYPES = { text: 2, short: 3, long: 4, rational: 5 } as const
const HEADER_BYTES = 8

/** An Exif block (Exif 3.0, 4.6) that says how the picture is to be turned, 1 to 8. */
export function exifWithOrientation(orientation: number): Bytes {
  const value = joinBytes(uint16(orientation), 0, 0)
  return exif(directory([{ tag: 0x0112, type: 'short', count: 1, value }]))
}

/** An Exif block that says where the picture was taken: 52° 31′ 12″ N, 13° 24′ 18″ E. */
export function exifWithPlace(): Bytes {
  const gpsAt = HEADER_BYTES + directoryBytes(1)
  const latitudeAt = gpsAt + directoryBytes(4)
  const latitude = degrees(52, 31, 12)
  return exif(
    directory([{ tag: 0x8825, type: 'long', count: 1, value: uint32(gpsAt) }]),
    directory([
      { tag: 1, type: 'text', count: 2, value: joinBytes('N\0\0\0') },
      { tag: 2, type: 'rational', count: 3, value: uint32(latitudeAt) },
      { tag: 3, type: 'text', count: 2, value: joinBytes('E\0\0\0') },
      { tag: 4, type: 'rational', count: 3, value: uint32(latitudeAt + latitude.length) },
    ]),
    latitude,
    degrees(13, 24, 18),
  )
}

function exif(...content: Bytes[]): Bytes {
  return joinBytes('Exif\0\0', 'MM', uint16(42), uint32(HEADER_BYTES), ...content)
}

function directory(fields: readonly Field[]): Bytes {
  const entries = fields.map(({ tag, type, count, value }) =>
    joinBytes(uint16(tag), uint16(TYPES[type]), uint32(count), value),
  )
  return joinBytes(uint16(fields.length), ...entries, uint32(0))
}

/** How long such a directory is. */
function directoryBytes(fields: number): number {
  return 2 + 12 * fields + 4
}

/** Degrees, minutes and seconds, as fractions of 1. */
function degrees(...parts: [number, number, number]): Bytes {
  return joinBytes(...parts.flatMap((part) => [uint32(part), uint32(1)]))
}
