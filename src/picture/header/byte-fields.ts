/**
 * An unsigned integer of `length` bytes (1 to 4), big-endian unless told otherwise.
 * NaN when it reaches past the end, so that a reader needs no bounds checks: every comparison with NaN fails.
 */
export function uintAt(bytes: Uint8Array, offset: number, length: number, littleEndian = false): number {
  let value = 0
  for (let i = 0; i < length; i++) {
    value = value * 256 + (bytes[littleEndian ? offset + length - 1 - i : offset + i] ?? Number.NaN)
  }
  return value
}

/** `length` bytes as Latin-1 text; shorter when it reaches past the end. */
export function textAt(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length))
}
