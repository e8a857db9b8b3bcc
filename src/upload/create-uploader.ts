import type { ImageRules } from '../contract/image-rules.ts'
import type { PublicImage } from '../contract/messages.ts'
import { type AnyUploadError, isUploadError } from '../contract/upload-error.ts'
import type { RetryPorts } from './retry/backoff.ts'
import { type Failure, failedWith, NOTHING_YET, type Settled, settledBy } from './settled.ts'
import { stepError } from './steps/step-error.ts'
import { createTaskRun, type TaskRun } from './task-run.ts'
import { tell } from './tell.ts'
import { transition, type UploadStateEvent } from './transition.ts'
import { createProgressTracker, type UploadProgress } from './upload-progress.ts'
import { canCancel, canRemove, type UploadState } from './upload-state.ts'
import type { NetworkSteps } from './steps/upload-steps.ts'
import { removalTask, type TaskOutcome, undoTask, type UploadTask, uploadTask } from './upload-task.ts'

export interface UploaderOptions extends RetryPorts {
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
  /** What the uploader goes on from. Default: nothing. */
  failure?: Failure | null | undefined
}

/** Owns the runs: one at a time, and the newest wins. No React in here. */
export interface Uploader {
  getState(): UploadState
  /** What is being uploaded; null before it was checked and when nothing runs. */
  getFile(): File | null
  /** What could not be uploaded, while that is the state; null when it was no picture to be shown. */
  getFailedFile(): File | null
  getProgress(): UploadProgress | null
  /** Whether a removal is under way, be it behind an upload that has replaced it. */
  isRemoving(): boolean
  /** Whether `remove` would ask the backend. */
  canRemove(): boolean
  /** Calls back after every change of state or progress; returns the function that ends it. */
  subscribe(listener: () => void): () => void
  /** Resolves when saved; rejects with UploadError, `aborted` when cancelled or replaced. */
  upload(file: File): Promise<PublicImage>
  /**
   * Removes the saved image, and cancels an upload that can be cancelled. No effect while one confirms, be it behind a
   * newer one: nobody could tell which image would be removed. Neither when the image is being removed, or was. Resolves
   * when removed, or at once; rejects with UploadError.
   */
  remove(): Promise<void>
  /** Brings the removed image back, and settles as `upload` does; null when there is none to be had (`canUndo`). */
  undo(): Promise<PublicImage | null>
  /** Does again what has failed, an upload from where it failed, and settles as that does; null: there is nothing. */
  retry(): Promise<PublicImage | null>
  /** Ends in this error as if an upload had failed with it: for a choice that is no file to upload. */
  refuse(error: AnyUploadError): void
  /** Back to what was there before, also to what still confirms or removes. No effect on these two. */
  cancel(): void
  /** Aborts whatever runs and forgets it. What is on its way to the backend may be done nevertheless. */
  reset(): void
}

export function createUploader(options: UploaderOptions): Uploader {
  const { rules, onChanged, onFailed } = options
  let settled = settledBefore(options.failure ?? null)
  let { state }: { state: UploadState } = settled
  let active: TaskRun | null = null
  const runs = new Set<TaskRun>()
  const listeners = new Set<() => void>()

  const notify = () => {
    for (const listener of listeners) tell(listener)
  }
  const progress = createProgressTracker(options.clock, notify)

  function dispatch(event: UploadStateEvent): void {
    const next = transition(state, event)
    if (next === state) return
    state = next
    notify()
  }

  async function start<Outcome extends TaskOutcome>(task: UploadTask<Outcome>): Promise<Outcome> {
    makeRoom()
    const run = createTaskRun(task)
    const unstopped = unstoppable().filter((other) => other.task.type !== 'upload')
    runs.add(run)
    active = run
    progress.end()
    dispatch({ type: 'started', phase: task.firstPhase })
    try {
      const outcome = await task.run({
        ...options,
        rules: rules(),
        signal: run.controller.signal,
        // A DELETE that came later would remove the new picture, and an undo would pass for newer than it. One whose
        // answer was lost may still come: nobody here can know.
        async untilFree() {
          for (const { ended } of unstopped) await ended
        },
        onPhase(phase) {
          // One that was replaced when it could not be stopped may end, but not begin anything more.
          if (run !== active) return run.controller.abort()
          if (phase === 'uploading') progress.begin(task.file?.size ?? 0)
          else progress.end()
          dispatch({ type: 'entered', phase })
        },
        onWaiting(waitingFor, resumes) {
          if (run !== active) return run.controller.abort()
          progress.end()
          dispatch({ type: 'waiting', waitingFor, resumes })
        },
        onProgress(sentBytes, totalBytes) {
          if (run === active) progress.moved(sentBytes, totalBytes)
        },
      })
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
    } finally {
      run.end()
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

  function failedTask(): UploadTask | null {
    return state.phase === 'error' ? settled.failed : null
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
      progress.end()
      state = transition(state, eventOf(outcome))
    }
    tell(() => onChanged(outcome))
    notify()
  }

  function fail(task: UploadTask | null, error: AnyUploadError): void {
    active = null
    settled = failedWith(error, task)
    progress.end()
    dispatch({ type: 'failed', error })
    tell(() => onFailed(error))
  }

  function cancel(): void {
    if (!canCancel(state)) return
    active?.controller.abort()
    // What the cancelled one had replaced may still be confirming or removing.
    active = unstoppable().at(-1) ?? null
    progress.end()
    dispatch({ type: 'cancelled', before: active?.task.unstoppable ?? settled.state })
  }

  return {
    getState: () => state,
    getFile: () => (state.phase === 'preparing' ? null : (active?.task.file ?? null)),
    // What failed its check may be anything.
    getFailedFile: () => (state.error?.step === 'prepare' ? null : (failedTask()?.file ?? null)),
    getProgress: progress.get,
    isRemoving: () => unstoppable().some(({ task }) => task.type === 'removal'),
    canRemove: () => canRemove(state) && unstoppable().length === 0,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    upload: async (file) => (await start(uploadTask(file))).image,
    async remove() {
      const busy = unstoppable()
      if (busy.some(({ task }) => task.type !== 'removal')) return
      // It is gone, or about to be: what came after it is cancelled, and nothing more is asked for.
      if (busy.length > 0 || settled.state.phase === 'removed') return cancel()
      await start(removalTask())
    },
    async undo() {
      if (!state.canUndo || settled.undo === null) return null
      return (await start(undoTask(settled.undo))).image
    },
    async retry() {
      const task = failedTask()
      return task === null ? null : (await start(task)).image
    },
    refuse(error) {
      makeRoom()
      active = null
      dispatch({ type: 'started', phase: 'preparing' })
      fail(null, error)
    },
    cancel,
    reset() {
      active = null
      settled = NOTHING_YET
      for (const run of runs) run.controller.abort()
      progress.end()
      dispatch({ type: 'reset' })
    },
  }
}

function settledBefore(failure: Failure | null): Settled {
  if (failure === null) return NOTHING_YET
  const { error, task } = failure
  if (task === null) return failedWith(error, null)
  return failedWith(error, task === 'removal' ? removalTask() : uploadTask(task))
}

function eventOf(outcome: TaskOutcome): UploadStateEvent {
  const { image } = outcome
  return image === null ? { type: 'removed', canUndo: outcome.undo !== null } : { type: 'confirmed', image }
}
