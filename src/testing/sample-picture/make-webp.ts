import type { Bytes } from '../../server/crypto/bytes.ts'
import { joinBytes, littleEndian, uint32 } from './join-bytes.ts'
import { COLOURS, halfOf } from './quadrants.ts'

/** A lossless WebP (RFC 9649, section 3): two bits a pixel, without any transform. */
export function makeWebp(width: number, height: number): Bytes {
  const image = joinBytes(0x2f, imageBits(width, height))
  const padding = new Uint8Array(image.length % 2)
  const chunk = joinBytes('VP8L', littleEndian(uint32(image.length)), image, padding)
  return joinBytes('RIFF', littleEndian(uint32(4 + chunk.length)), 'WEBP', chunk)
}

function imageBits(width: number, height: number): Bytes {
  const { bytes, write } = bitWriter()
  write(width - 1, 14)
  write(height - 1, 14)
  // No alpha, version 0, and then: no transform, no colour cache, one set of codes for the whole image.
  write(0, 1 + 3 + 1 + 1 + 1)
  writeCode(COLOURS.green)
  writeCode(COLOURS.red)
  writeCode([COLOURS.blue])
  writeCode([255])
  writeCode([0])
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      write(bitOf(COLOURS.green, halfOf(y, height)), 1)
      write(bitOf(COLOURS.red, halfOf(x, width)), 1)
    }
  }
  return bytes()

  /** A "simple" code of one or two symbols. A symbol without a choice takes no bits in the image. */
  function writeCode(symbols: readonly [number] | readonly [number, number]): void {
    write(1, 1)
    write(symbols.length - 1, 1)
    write(1, 1)
    for (const symbol of symbols) write(symbol, 8)
  }
}

/** Of two symbols the smaller one has the code 0. */
function bitOf(symbols: readonly [number, number], half: 0 | 1): number {
  return symbols[half] === Math.min(...symbols) ? 0 : 1
}

/** Fills bytes from their lowest bit on. */
function bitWriter(): { write(value: number, bits: number): void; bytes(): Bytes } {
  const written: number[] = []
  let byte = 0
  let count = 0
  return {
    write(value, bits) {
      for (let bit = 0; bit < bits; bit += 1) {
        byte |= ((value >> bit) & 1) << (count % 8)
        count += 1
        if (count % 8 !== 0) continue
        written.push(byte)
        byte = 0
      }
    },
    bytes: () => new Uint8Array(count % 8 === 0 ? written : [...written, byte]),
  }
}
