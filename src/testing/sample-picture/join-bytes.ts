import type { Bytes } from '../../server/crypto/bytes.ts'

/** What a format is written with: bytes, numbers that are single bytes, and texts of Latin-1. */
export type BytePart = Bytes | number | string

/** One after the other. */
export function joinBytes(...parts: readonly BytePart[]): Bytes {
  const pieces = parts.map(toBytes)
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    joined.set(piece, at)
    at += piece.length
  }
  return joined
}

/** Two bytes, the high one first. */
export function uint16(value: number): Bytes {
  return new Uint8Array([value >>> 8, value])
}

/** Four bytes, the highest one first. */
export function uint32(value: number): Bytes {
  return new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value])
}

/** The other way round: RIFF and zlib have it so in places. */
export function littleEndian(bytes: Bytes): Bytes {
  return bytes.toReversed()
}

function toBytes(part: BytePart): Bytes {
  if (typeof part === 'number') return new Uint8Array([part])
  return typeof part === 'string' ? Uint8Array.from(part, (character) => character.charCodeAt(0)) : part
}
