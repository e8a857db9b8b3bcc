import { type AnyUploadError, UploadError } from '../contract/upload-error.ts'
import type { Clock } from './clock.ts'
import type { Connection } from './connection.ts'
import type { RetryBudget } from './retry-budget.ts'
import { isPassing, MAX_OFFLINE_MS, MAX_WAITING_MS, retryDelayMs } from './retry-policy.ts'
import { untilAborted } from './until-aborted.ts'
import { type NetworkPhase, STEPS, type WaitingFor } from './upload-state.ts'

/** What the waits of an upload depend on. */
export interface RetryPorts {
  clock: Clock
  connection: Connection
  budget: RetryBudget
  /** From 0 to 1, as `Math.random`. */
  random(): number
}

/** The waits of one upload, between a failure that may pass and the next try. */
export interface Backoff {
  /**
   * Waits until the phase may be tried again.
   *
   * @throws {UploadError} the error itself when another try makes no sense or none is left; `offline` when the
   * device did not come back in time; `aborted`.
   */
  afterFailure(phase: NetworkPhase, error: AnyUploadError): Promise<void>
  /**
   * Waits this long. False, at once, when the upload has waited too much already.
   *
   * @throws {UploadError} `aborted`
   */
  pause(phase: NetworkPhase, ms: number): Promise<boolean>
  /** The upload moves, and got further than ever: what failed before does not count any more. */
  gotFurther(): void
}

export interface BackoffOptions extends RetryPorts {
  signal: AbortSignal
  /** A wait begins. */
  onWaiting(waitingFor: WaitingFor, resumes: NetworkPhase): void
}

export function createBackoff(options: BackoffOptions): Backoff {
  const { clock, connection, budget, random, signal, onWaiting } = options
  let tries = noTries()
  let failures = 0
  let waitedMs = 0
  let offlineMs = 0

  /** Until `begin` calls back; it returns what ends it. */
  async function wait(
    waitingFor: WaitingFor,
    phase: NetworkPhase,
    begin: (wake: () => void) => () => void,
  ): Promise<void> {
    onWaiting(waitingFor, phase)
    let end = () => {}
    try {
      const woken = new Promise<void>((resolve) => {
        end = begin(resolve)
      })
      await untilAborted(STEPS[phase], signal, woken)
    } finally {
      end()
    }
  }

  async function untilOnline(phase: NetworkPhase): Promise<void> {
    const beganAtMs = clock.monotonicMs()
    let isTimeUp = false
    await wait('online', phase, (wake) => {
      const cancelTimer = clock.after(MAX_OFFLINE_MS - offlineMs, () => {
        isTimeUp = true
        wake()
      })
      const stopListening = connection.onceOnline(wake)
      return () => {
        cancelTimer()
        stopListening()
      }
    })
    offlineMs += clock.monotonicMs() - beganAtMs
    if (isTimeUp) throw new UploadError('offline', { step: STEPS[phase] })
  }

  async function forMs(phase: NetworkPhase, ms: number): Promise<void> {
    waitedMs += ms
    await wait('backoff', phase, (wake) => clock.after(ms, wake))
  }

  return {
    async afterFailure(phase, error) {
      if (!isPassing(error)) throw error
      // Whoever answers can be reached, whatever the browser believes.
      if (error.status === null && !connection.isOnline()) return untilOnline(phase)
      tries[phase] += 1
      const { retryAfterSeconds } = error
      const delayMs = retryDelayMs({
        tries: tries[phase],
        earlierFailures: failures,
        waitedMs,
        retryAfterSeconds,
        random: random(),
      })
      if (delayMs === null || !budget.take()) throw error
      failures += 1
      await forMs(phase, delayMs)
    },
    async pause(phase, ms) {
      if (waitedMs + ms > MAX_WAITING_MS) return false
      await forMs(phase, ms)
      return true
    },
    gotFurther() {
      tries = noTries()
    },
  }
}

function noTries(): Record<NetworkPhase, number> {
  return { requesting: 0, uploading: 0, confirming: 0, removing: 0 }
}
