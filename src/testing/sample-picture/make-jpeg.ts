import type { Bytes } from '../../server/crypto/bytes.ts'
import { joinBytes, uint16 } from './join-bytes.ts'
import { COLOURS, halfOf } from './quadrants.ts'

const BLOCK = 8

export interface JpegOptions {
  /** The Exif block to carry. Default: none. */
  exif?: Bytes
  /** The picture is upright only after a quarter turn clockwise. Default false. */
  isLying?: boolean
}

/**
 * A baseline JPEG (ITU-T T.81). Each block of 8 by 8 pixels is of one colour, so that no transform is needed: of its
 * coefficients only the first one, the mean, is coded, as the difference to the block before.
 */
export function makeJpeg(width: number, height: number, { exif, isLying = false }: JpegOptions = {}): Bytes {
  const frame = joinBytes(8, uint16(height), uint16(width), 3, ...[1, 2, 3].flatMap((id) => [id, 0x11, 0]))
  return joinBytes(
    uint16(0xffd8),
    exif === undefined ? '' : segment(0xe1, exif),
    // A step of 8 makes a coefficient the mean less 128.
    segment(0xdb, joinBytes(0, new Uint8Array(64).fill(8))),
    segment(0xc0, frame),
    // The lengths of differences, 0 to 11 bits: codes of 4 bits each. Then "no more coefficients": one bit.
    segment(0xc4, joinBytes(0x00, codeCounts({ length: 4, count: 12 }), Uint8Array.from(Array(12).keys()))),
    segment(0xc4, joinBytes(0x10, codeCounts({ length: 1, count: 1 }), 0)),
    segment(0xda, joinBytes(3, 1, 0, 2, 0, 3, 0, 0, 63, 0)),
    scan(width, height, isLying),
    uint16(0xffd9),
  )
}

function segment(marker: number, content: Bytes): Bytes {
  return joinBytes(0xff, marker, uint16(content.length + 2), content)
}

/** How many codes there are of each length from 1 to 16 bits. */
function codeCounts({ length, count }: { length: number; count: number }): Bytes {
  const counts = new Uint8Array(16)
  counts[length - 1] = count
  return counts
}

function scan(width: number, height: number, isLying: boolean): Bytes {
  const { bytes, write } = bitWriter()
  const before = [0, 0, 0]
  for (let y = 0; y < height; y += BLOCK) {
    for (let x = 0; x < width; x += BLOCK) {
      const column = halfOf(x + BLOCK / 2, width)
      const row = halfOf(y + BLOCK / 2, height)
      const colour = isLying ? yCbCr(row === 0 ? 1 : 0, column) : yCbCr(column, row)
      for (const [component, mean] of colour.entries()) {
        writeDifference(mean - (before[component] ?? 0))
        before[component] = mean
      }
    }
  }
  return bytes()

  function writeDifference(difference: number): void {
    const bits = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1
    write(bits, 4)
    write(difference > 0 ? difference : difference + 2 ** bits - 1, bits)
    // No other coefficients.
    write(0, 1)
  }
}

/** The means of a quadrant, each less 128, by the conversion of JFIF. */
function yCbCr(column: 0 | 1, row: 0 | 1): number[] {
  const [red, green, blue] = [COLOURS.red[column], COLOURS.green[row], COLOURS.blue]
  return [
    0.299 * red + 0.587 * green + 0.114 * blue - 128,
    -0.1687 * red - 0.3313 * green + 0.5 * blue,
    0.5 * red - 0.4187 * green - 0.0813 * blue,
  ].map(Math.round)
}

/** Fills bytes from their highest bit on. Our colours make no byte of eight ones, which would begin a marker. */
function bitWriter(): { write(value: number, bits: number): void; bytes(): Bytes } {
  const written: number[] = []
  let byte = 0
  let count = 0
  const writeBit = (bit: number) => {
    byte = (byte << 1) | bit
    count += 1
    if (count % 8 !== 0) return
    written.push(byte)
    byte = 0
  }
  return {
    write(value, bits) {
      for (let bit = bits - 1; bit >= 0; bit -= 1) writeBit((value >> bit) & 1)
    },
    bytes() {
      for (let padding = (8 - (count % 8)) % 8; padding > 0; padding -= 1) writeBit(1)
      return new Uint8Array(written)
    },
  }
}
