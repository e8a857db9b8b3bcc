import type { FakeClock } from '../../upload/fake-clock.ts'

/**
 * What really runs: cryptography and streams take real time, in which the fake clock has to stand still. Without it
 * the order of things, and with it a replay, would depend on how fast the machine is.
 */
export interface Activity {
  /** The clock stands still until this work is done. */
  during<T>(work: () => Promise<T>): Promise<T>
  /** Rests on the fake clock, in the midst of such work; rejects with the signal's reason. */
  rest(ms: number, signal: AbortSignal): Promise<void>
  /** Resolves when nothing runs any more: all that is left waits for the clock or for somebody's act. */
  whenIdle(): Promise<void>
}

/** @param isBusy Whether anything else runs. */
export function createActivity(clock: FakeClock, isBusy: () => boolean): Activity {
  let running = 0

  return {
    async during(work) {
      running += 1
      try {
        return await work()
      } finally {
        running -= 1
      }
    },

    rest(ms, signal) {
      running -= 1
      return new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          running += 1
          cancelTimer()
          signal.removeEventListener('abort', abort)
          settle()
        }
        const abort = () => end(() => reject(signal.reason as Error))
        const cancelTimer = clock.after(ms, () => end(resolve))
        signal.addEventListener('abort', abort)
        if (signal.aborted) abort()
      })
    },

    async whenIdle() {
      for (;;) {
        // A turn of the event loop: every promise that could settle has settled.
        await new Promise((resolve) => {
          setImmediate(resolve)
        })
        if (running === 0 && !isBusy()) return
      }
    },
  }
}
