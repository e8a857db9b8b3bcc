import type { AnyUploadError } from '../../contract/upload-error.ts'
import type { Clock } from './clock.ts'
import type { Connection } from './connection.ts'
import { STEPS } from '../phase-steps.ts'
import type { RetryBudget } from './retry-budget.ts'
import { isPassing, MAX_WAITING_MS, retryDelayMs } from './retry-policy.ts'
import { untilCalled } from './until-aborted.ts'
import { MAX_OFFLINE_MS, untilOnline } from './until-online.ts'
import type { NetworkPhase, WaitingFor } from '../upload-state.ts'

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

  async function waitOnline(phase: NetworkPhase): Promise<void> {
    const beganAtMs = clock.monotonicMs()
    onWaiting('online', phase)
    await untilOnline(STEPS[phase], signal, { clock, connection, maxMs: MAX_OFFLINE_MS - offlineMs })
    offlineMs += clock.monotonicMs() - beganAtMs
  }

  function waitMs(phase: NetworkPhase, ms: number): Promise<void> {
    waitedMs += ms
    onWaiting('backoff', phase)
    return untilCalled(STEPS[phase], signal, (resolve) => clock.after(ms, resolve))
  }

  return {
    async afterFailure(phase, error) {
      if (!isPassing(error)) throw error
      // Whoever answers can be reached, whatever the browser believes.
      if (error.status === null && !connection.isOnline()) return waitOnline(phase)
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
      await waitMs(phase, delayMs)
    },
    async pause(phase, ms) {
      if (waitedMs + ms > MAX_WAITING_MS) return false
      await waitMs(phase, ms)
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
