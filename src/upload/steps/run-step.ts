import { UploadError } from '../../contract/upload-error.ts'
import type { Backoff } from '../retry/backoff.ts'
import { STEPS } from '../phase-steps.ts'
import { untilAborted } from '../retry/until-aborted.ts'
import type { NetworkPhase } from '../upload-state.ts'
import type { Aborted, Busy } from './upload-steps.ts'

export interface StepRun {
  signal: AbortSignal
  /** A phase begins; whoever aborts the signal in here stops it. */
  onPhase(phase: NetworkPhase): void
}

/**
 * One try of a step.
 *
 * @throws {UploadError} `aborted`, or what the step throws.
 */
export async function runStep<Outcome extends { outcome: string }>(
  phase: NetworkPhase,
  { signal, onPhase }: StepRun,
  step: () => Promise<Outcome | Aborted>,
): Promise<Outcome> {
  const aborted = { step: STEPS[phase] }
  onPhase(phase)
  if (signal.aborted) throw new UploadError('aborted', aborted)
  const answer = await untilAborted(STEPS[phase], signal, step())
  if (isAborted(answer)) throw new UploadError('aborted', aborted)
  return answer
}

/**
 * A step, tried again while it is busy.
 *
 * @throws {UploadError} as `runStep` and the backoff.
 */
export async function runUntilNotBusy<Outcome extends { outcome: string }>(
  phase: NetworkPhase,
  run: StepRun & { backoff: Backoff },
  step: () => Promise<Outcome | Busy | Aborted>,
): Promise<Outcome> {
  for (;;) {
    const answer = await runStep(phase, run, step)
    if (!isBusy(answer)) return answer
    await run.backoff.afterFailure(phase, answer.error)
  }
}

function isAborted(answer: { outcome: string }): answer is Aborted {
  return answer.outcome === 'aborted'
}

function isBusy(answer: { outcome: string }): answer is Busy {
  return answer.outcome === 'busy'
}
