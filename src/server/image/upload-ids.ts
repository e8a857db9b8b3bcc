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

/** When an id was made, in milliseconds since 1970. */
export function uploadIdTimeMs(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

function uuid(ms: number, sequence: number): string {
  // The variant and the 62 random bits stand at the same place in every version.
  const random = crypto.randomUUID().slice(19)
  return `${uploadIdStart(ms)}-7${sequence.toString(16).padStart(3, '0')}-${random}`
}

/**
 * What the ids of a millisecond start with. As text it sorts before every id that is made then or later, and after
 * all that were made before.
 */
export function uploadIdStart(ms: number): string {
  const time = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}`
}
