import { type Clock, systemClock } from './clock.ts'

/** How many retries may still be made: a token bucket that all uploads of a page share. */
export interface RetryBudget {
  /** False: the bucket is empty. */
  take(): boolean
}

const CAPACITY = 20
const MS_PER_TOKEN = 3_000

/** So that a page with many uploads does not turn an outage into a storm. Single uploads never notice it. */
export function createRetryBudget(clock: Clock): RetryBudget {
  let tokens = CAPACITY
  let filledAtMs = clock.monotonicMs()
  return {
    take() {
      const nowMs = clock.monotonicMs()
      tokens = Math.min(CAPACITY, tokens + (nowMs - filledAtMs) / MS_PER_TOKEN)
      filledAtMs = nowMs
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}

export const pageRetryBudget: RetryBudget = createRetryBudget(systemClock)
