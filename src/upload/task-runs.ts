import type { ImageRules } from '../contract/image-rules.ts'
import { type AnyUploadError, isUploadError } from '../contract/upload-error.ts'
import type { RetryPorts } from './retry/backoff.ts'
import { type Failure, failedWith, NOTHING_YET, type Settled, settledBy } from './settled.ts'
import { stepError } from './steps/step-error.ts'
import type { NetworkSteps } from './steps/upload-steps.ts'
import { tell } from './tell.ts'
import { transition, type UploadStateEvent } from './transition.ts'
import { createProgressTracker, type UploadProgress } from './upload-progress.ts'
import { ABSENT, canCancel, type UnstoppableState, type UploadState } from './upload-state.ts'
import { removalTask, type TaskOutcome, type UploadTask, uploadTask } from './upload-task.ts'

export interface TaskRunsOptions extends RetryPorts {
  /** Read when an upload starts. */
  rules: () => ImageRules
  steps: NetworkSteps
  /**
   * The backend has saved another image, or none. Also for what was replaced when it could no longer be stopped, but
   * never of an older image after a newer one. Told before the listeners are. A throw in here or in `onFailed` is
   * reported and changes nothing.
   */
  onChanged(outcome: TaskOutcome): void
  onFailed(error: AnyUploadError): void
  /** What they go on from. Default: nothing. */
  failure?: Failure | null | undefined
}

/**
 * The tasks that run. The newest is shown. A replaced task that can no longer be stopped ends in the background.
 */
export interface TaskRuns {
  getState(): UploadState
  getProgress(): UploadProgress | null
  /** The one that is shown; null while nothing is done. */
  shown(): UploadTask | null
  /** Those that can no longer be stopped, the newest last. */
  unstoppable(): UploadTask[]
  /** What there is while nothing is done, and what a cancel goes back to. */
  settled(): Settled
  /** @throws {UploadError} what the task fails with; `aborted` when it was cancelled or replaced. */
  start<Outcome extends TaskOutcome>(task: UploadTask<Outcome>): Promise<Outcome>
  refuse(error: AnyUploadError): void
  cancel(): void
  reset(): void
}

interface TaskRun {
  readonly task: UploadTask
  readonly controller: AbortController
  /** Resolves when its work is over, however that came. Set when the work begins. */
  ended: Promise<unknown>
}

/** @param notify Called after every change of state or progress. */
export function createTaskRuns(options: TaskRunsOptions, notify: () => void): TaskRuns {
  const { rules, onChanged, onFailed } = options
  let settled = settledBefore(options.failure ?? null)
  let { state }: { state: UploadState } = settled
  /** The one that is shown. */
  let active: TaskRun | null = null
  const runs = new Set<TaskRun>()
  const progress = createProgressTracker(options.clock, notify)

  function apply(event: UploadStateEvent): void {
    // Progress is that of one PUT, so whatever else happens ends it.
    if (event.type === 'entered' && event.phase === 'uploading') progress.begin(active?.task.file?.size ?? 0)
    else progress.end()
    state = transition(state, event)
  }

  function dispatch(event: UploadStateEvent): void {
    const before = state
    apply(event)
    if (state !== before) notify()
  }

  async function start<Outcome extends TaskOutcome>(task: UploadTask<Outcome>): Promise<Outcome> {
    makeRoom()
    const run: TaskRun = { task, controller: new AbortController(), ended: Promise.resolve() }
    const before = unstoppable().filter((other) => other.task.type !== 'upload')
    runs.add(run)
    active = run
    dispatch({ type: 'started', phase: task.firstPhase })
    const goOn = (event: UploadStateEvent) => {
      // One that was replaced when it could not be stopped may end, but not begin anything more.
      if (run === active) dispatch(event)
      else run.controller.abort()
    }
    try {
      const work = task.run({
        ...options,
        rules: rules(),
        signal: run.controller.signal,
        // A DELETE that came later would remove the new picture, and an undo would pass for newer than it. One whose
        // answer was lost may still come: nobody here can know.
        async untilFree() {
          for (const other of before) await other.ended
        },
        onPhase: (phase) => goOn({ type: 'entered', phase }),
        onWaiting: (waitingFor, resumes) => goOn({ type: 'waiting', waitingFor, resumes }),
        onProgress(sentBytes, totalBytes) {
          if (run === active) progress.moved(sentBytes, totalBytes)
        },
      })
      run.ended = work.catch(() => {})
      const outcome = await work
      succeed(run, outcome)
      return outcome
    } catch (thrown) {
      const error = isUploadError(thrown) ? thrown : stepError(task.firstStep, thrown)
      runs.delete(run)
      if (run === active) fail(task, error)
      else {
        // Replaced, and then without success: a cancel of the newer one goes back to this.
        if (active !== null && error.code !== 'aborted') settled = failedWith(error, task)
        notify()
      }
      throw error
    }
  }

  /**
   * The newest start wins. A run that confirms or removes can no longer be stopped: it ends in the background. But a
   * removal or an undo that waits for its next try has nothing on its way, and nobody is to wait for it.
   */
  function makeRoom(): void {
    const isWaiting = state.phase === 'waiting' && active?.task.type !== 'upload'
    if (canCancel(state) || isWaiting) active?.controller.abort()
  }

  function unstoppable(): TaskRun[] {
    const open = [...runs].filter((run) => !run.controller.signal.aborted)
    return open.filter((run) => run !== active || !canCancel(state))
  }

  function succeed(run: TaskRun, outcome: TaskOutcome): void {
    // What older runs may still save is older than this: nobody is to be told of it after this one.
    for (const older of runs) {
      if (older === run) break
      older.controller.abort()
    }
    runs.delete(run)
    // Also when it was replaced meanwhile: it is done, so a cancel of the newer one goes back to it.
    if (active !== null) settled = settledBy(outcome)
    if (run === active) {
      active = null
      apply(eventOf(outcome))
    }
    tell(() => onChanged(outcome))
    notify()
  }

  function fail(task: UploadTask | null, error: AnyUploadError): void {
    active = null
    settled = failedWith(error, task)
    dispatch({ type: 'failed', error })
    tell(() => onFailed(error))
  }

  return {
    getState: () => state,
    getProgress: progress.get,
    shown: () => active?.task ?? null,
    settled: () => settled,
    unstoppable: () => unstoppable().map(({ task }) => task),
    start,
    refuse(error) {
      makeRoom()
      active = null
      dispatch({ type: 'started', phase: 'preparing' })
      fail(null, error)
    },
    cancel() {
      if (!canCancel(state)) return
      active?.controller.abort()
      // What the cancelled one had replaced may still be confirming or removing.
      active = unstoppable().at(-1) ?? null
      dispatch({ type: 'cancelled', before: active === null ? settled.state : unstoppableState(active.task) })
    },
    reset() {
      active = null
      settled = NOTHING_YET
      for (const run of runs) run.controller.abort()
      dispatch({ type: 'reset' })
    },
  }
}

/** How a task is shown that nothing can stop any more. */
function unstoppableState({ firstPhase }: UploadTask): UnstoppableState {
  return { ...ABSENT, phase: firstPhase === 'preparing' ? 'confirming' : firstPhase }
}

function settledBefore(failure: Failure | null): Settled {
  if (failure === null) return NOTHING_YET
  const { error, task } = failure
  return failedWith(error, task && (task === 'removal' ? removalTask() : uploadTask(task)))
}

function eventOf(outcome: TaskOutcome): UploadStateEvent {
  const { image } = outcome
  return image === null ? { type: 'removed', canUndo: outcome.undo !== null } : { type: 'confirmed', image }
}
