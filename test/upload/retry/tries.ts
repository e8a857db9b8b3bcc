import { imageRules } from '../../../src/contract/image-rules.ts'
import { type AnyUploadError, UploadError } from '../../../src/contract/upload-error.ts'
import { createRetryBudget } from '../../../src/upload/retry/retry-budget.ts'
import { removeImage, restoreImage } from '../../../src/upload/remove-image.ts'
import { sealUndo } from '../../../src/upload/steps/sealed-undo.ts'
import { type UploadDraft, uploadPicture, type UploadRun } from '../../../src/upload/upload-picture.ts'
import type {
  Busy,
  ConfirmOutcome,
  NetworkSteps,
  SendOutcome,
} from '../../../src/upload/steps/upload-steps.ts'
import { createFakeClock, type FakeClock } from '../fake-clock.ts'
import { createFakeConnection, type FakeConnection } from '../fake-connection.ts'
import { pictureFile } from '../samples.ts'
import { type Script, scriptSteps } from '../scripted-steps.ts'

export interface Wait {
  waitingFor: 'backoff' | 'online'
  resumes: string
  ms: number
}

export interface RunByHand extends UploadRun {
  clock: FakeClock
  connection: FakeConnection
  controller: AbortController
  phases: string[]
  waits: Wait[]
}

export interface RunByHandOptions {
  /** Default: always 1, the longest waits. */
  random?: () => number
  /** A wait for a backoff passes by itself, as soon as it has begun. Default true. */
  hurries?: boolean
}

/** A run over these steps. */
export function runByHand(
  steps: NetworkSteps,
  clock: FakeClock,
  { random = () => 1, hurries = true }: RunByHandOptions = {},
): RunByHand {
  const controller = new AbortController()
  const phases: string[] = []
  const waits: Wait[] = []
  return {
    rules: imageRules(),
    steps,
    clock,
    connection: createFakeConnection(),
    budget: createRetryBudget(clock),
    random,
    controller,
    signal: controller.signal,
    phases,
    waits,
    onPhase: (phase) => phases.push(phase),
    onWaiting(waitingFor, resumes) {
      const wait = { waitingFor, resumes, ms: 0 }
      waits.push(wait)
      if (waitingFor === 'online' || !hurries) return
      queueMicrotask(() => {
        const beganAtMs = clock.monotonicMs()
        clock.passToNextTimer()
        wait.ms = clock.monotonicMs() - beganAtMs
      })
    },
    untilFree: async () => {},
    onProgress() {},
  }
}

export function newDraft(file: File = pictureFile()): UploadDraft {
  return { file, picture: null, grant: null, unconfirmed: null }
}

/** One file, or its removal, tried as often as a test wants, over steps that go by a script. */
export function tries(script: Script = {}, { file, ...options }: RunByHandOptions & { file?: File } = {}) {
  const clock = createFakeClock()
  const { steps, log } = scriptSteps(clock, script)
  const draft = newDraft(file)
  const run = runByHand(steps, clock, options)
  const upload = () => uploadPicture(draft, run)
  const remove = () => removeImage(run)
  const undo = () => restoreImage(sealUndo('undo-canary'), run)
  const { connection, controller, budget, phases, waits } = run
  return { clock, connection, budget, log, draft, phases, waits, controller, upload, remove, undo }
}

export const network: AnyUploadError = new UploadError('network', { step: 'send' })
export const notUploaded: AnyUploadError = new UploadError('not-uploaded', { step: 'confirm' })

// What a script says of one call.
export const unknown = (error: AnyUploadError | null) => (): SendOutcome => ({ outcome: 'unknown', error })
export const missing = (): ConfirmOutcome => ({ outcome: 'not-uploaded', error: notUploaded })
export const busy = (error: AnyUploadError) => (): Busy => ({ outcome: 'busy', error })
export const aborted = () => ({ outcome: 'aborted' }) as const
export const fails = (error: AnyUploadError) => () => {
  throw error
}
/** The same for this many calls. */
export const times = <Entry>(count: number, entry: Entry): Entry[] =>
  Array.from({ length: count }, () => entry)
