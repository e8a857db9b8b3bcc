import { toHex } from './bytes.ts'

/**
 * A source of UUIDv7 (RFC 9562), whose order as text is the order in which they were made: within one source
 * strictly, between processes as exactly as their clocks agree. That order decides which picture is newer.
 */
export function createUploadIds(now: () => number): () => string {
  let lastMs = 0
  let sequence = 0
  return () => {
    const ms = Math.floor(now())
    if (ms > lastMs) {
      lastMs = ms
      sequence = 0
    } else {
      // The same millisecond, or a clock that was turned back. The counter has the 12 bits of rand_a.
      sequence = (sequence + 1) % 4096
      if (sequence === 0) lastMs += 1
    }
    return uuid(lastMs, sequence)
  }
}

function uuid(ms: number, sequence: number): string {
  const random = crypto.getRandomValues(new Uint8Array(8))
  const variant = ((random[0] ?? 0) & 0x3f) | 0x80
  const time = ms.toString(16).padStart(12, '0')
  const tail = toHex(new Uint8Array([variant, ...random.subarray(1)]))
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${sequence.toString(16).padStart(3, '0')}`,
    tail.slice(0, 4),
    tail.slice(4),
  ].join('-')
}
