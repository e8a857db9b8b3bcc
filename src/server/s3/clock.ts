/** The time by which S3 judges signatures, as far as its answers have told it. */
export interface S3Clock {
  /** Milliseconds since 1970: this machine's clock, corrected by what S3 has said last. */
  now(): number
  /**
   * Takes in the `Date` of an answer that has just come, so many milliseconds after its request was sent.
   *
   * @returns whether `now` says something else since then.
   */
  learn(date: string | null, elapsedMs: number): boolean
}

/** S3 accepts what is signed 15 minutes early or late: a difference below this needs no correction. */
const TOLERANCE_MS = 5_000

/**
 * More than any wrong time zone, or a machine that has slept over night. A greater difference is no lesson: then it was
 * not S3 who answered, or this clock is so wrong that it has to be repaired.
 */
const MAX_SKEW_MS = 24 * 60 * 60 * 1000

/**
 * A server whose clock is wrong signs URLs that are not valid yet, or no longer, and is refused itself. Every answer
 * of S3 carries its time, which is all that is needed to sign rightly nevertheless (T-14).
 */
export function createS3Clock(ownNow: () => number): S3Clock {
  let skewMs = 0
  let hasLogged = false

  return {
    now: () => ownNow() + skewMs,

    learn(date, elapsedMs) {
      const receivedAtMs = ownNow()
      const dateMs = Date.parse(date ?? '')
      // Not so either when there is no date.
      const isCredible = Math.abs(dateMs - receivedAtMs) <= MAX_SKEW_MS
      const newSkewMs = isCredible ? skewOf(dateMs, receivedAtMs - elapsedMs, receivedAtMs) : skewMs
      if (Math.abs(newSkewMs - skewMs) <= TOLERANCE_MS) return false
      skewMs = newSkewMs
      if (!hasLogged) log(skewMs)
      hasLogged = true
      return true
    },
  }
}

/** The least skew that explains how S3 could write this time, in whole seconds, between the two moments. */
function skewOf(dateMs: number, sentAtMs: number, receivedAtMs: number): number {
  const leastMs = dateMs - receivedAtMs
  const mostMs = dateMs + 999 - sentAtMs
  return Math.max(leastMs, Math.min(0, mostMs))
}

/** Uploads work nevertheless, so that nobody would look for it, and other programs of this machine do not. */
function log(skewMs: number): void {
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  const direction = skewMs > 0 ? 'behind' : 'ahead of'
  console.error(`s3Store: the clock of this machine is ${seconds} s ${direction} that of S3. Set it right.`)
}
