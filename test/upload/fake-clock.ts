import type { Clock } from '../../src/upload/retry/clock.ts'

/** A clock that only moves when a test says so. */
export interface FakeClock extends Clock {
  /** Time passes: both clocks move, and timers that are due call back in order. */
  pass(ms: number): void
  /** The device sleeps: the monotonic clock and the timers stand still. */
  sleep(ms: number): void
  /** The user or the network sets the wall clock. */
  setWallBack(ms: number): void
  /** Time passes until the next timer has called back. False: none waits. */
  passToNextTimer(): boolean
  /** How many timers wait. */
  pendingTimers(): number
}

export function createFakeClock(): FakeClock {
  let monotonicMs = 5_000
  let wallMs = Date.UTC(2026, 4, 1)
  const timers = new Map<() => void, number>()

  const clock: FakeClock = {
    monotonicMs: () => monotonicMs,
    wallMs: () => wallMs,
    after(ms, callback) {
      const timer = () => callback()
      timers.set(timer, monotonicMs + ms)
      return () => timers.delete(timer)
    },
    pass(ms) {
      const end = monotonicMs + ms
      for (;;) {
        const [next] = [...timers].filter(([, dueMs]) => dueMs <= end).sort(([, a], [, b]) => a - b)
        const until = next?.[1] ?? end
        wallMs += until - monotonicMs
        monotonicMs = until
        if (next === undefined) return
        timers.delete(next[0])
        next[0]()
      }
    },
    sleep(ms) {
      wallMs += ms
    },
    setWallBack(ms) {
      wallMs -= ms
    },
    passToNextTimer() {
      const [nextMs] = [...timers.values()].sort((a, b) => a - b)
      if (nextMs === undefined) return false
      clock.pass(nextMs - monotonicMs)
      return true
    },
    pendingTimers: () => timers.size,
  }
  return clock
}
