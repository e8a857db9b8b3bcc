import type { ImageRules } from '../contract/image-rules.ts'
import type { PublicImage } from '../contract/messages.ts'
import { type AnyUploadError, isUploadError } from '../contract/upload-error.ts'
import type { RetryPorts } from './backoff.ts'
import { stepError } from './step-error.ts'
import { tell } from './tell.ts'
import type { NetworkSteps } from './upload-steps.ts'
import { type UploadDraft, uploadPicture } from './upload-picture.ts'
import { createProgressTracker, type UploadProgress } from './upload-progress.ts'
import {
  ABSENT,
  canCancel,
  CONFIRMING,
  IDLE,
  isPending,
  type SettledState,
  transition,
  type UploadState,
  type UploadStateEvent,
} from './upload-state.ts'

export interface UploaderOptions extends RetryPorts {
  /** Read when an upload starts. */
  rules: () => ImageRules
  steps: NetworkSteps
  /**
   * The backend has saved this image; also for an upload that was replaced when it could no longer be stopped, but
   * never an older image after a newer one. A throw in here or in `onFailed` is reported and changes nothing.
   */
  onSaved(image: PublicImage): void
  onFailed(error: AnyUploadError): void
}

/** Owns the runs: one at a time, and the newest wins. No React in here. */
export interface Uploader {
  getState(): UploadState
  /** What is being uploaded; null before it was checked and when nothing runs. */
  getFile(): File | null
  getProgress(): UploadProgress | null
  /** Calls back after every change of state or progress; returns the function that ends it. */
  subscribe(listener: () => void): () => void
  /** Resolves when saved; rejects with UploadError, `aborted` when cancelled or replaced. */
  upload(file: File): Promise<PublicImage>
  /** Goes on where the last upload failed, and settles as `upload` does; null when there is nothing to retry. */
  retry(): Promise<PublicImage | null>
  /** Ends in this error as if an upload had failed with it: for a choice that is no file to upload. */
  refuse(error: AnyUploadError): void
  /** Back to what was there before, an upload that still confirms included. No effect once confirming has begun. */
  cancel(): void
  /** Aborts whatever runs and forgets it. */
  reset(): void
}

interface Run {
  readonly controller: AbortController
  readonly draft: UploadDraft
}

/** What is there while nothing runs, and what a cancel goes back to. */
interface Settled {
  readonly state: SettledState
  /** The upload that a retry goes on with. */
  readonly failed: UploadDraft | null
}

export function createUploader(options: UploaderOptions): Uploader {
  const { rules, steps, clock, connection, budget, random, onSaved, onFailed } = options
  let state: UploadState = IDLE
  let settled: Settled = { state: IDLE, failed: null }
  let active: Run | null = null
  const runs = new Set<Run>()
  const listeners = new Set<() => void>()

  const notify = () => {
    for (const listener of listeners) tell(listener)
  }
  const progress = createProgressTracker(clock, notify)

  function dispatch(event: UploadStateEvent): void {
    const next = transition(state, event)
    if (next === state) return
    state = next
    notify()
  }

  async function start(draft: UploadDraft): Promise<PublicImage> {
    // The newest start wins. A run that is confirming can no longer be stopped: it ends in the background.
    if (canCancel(state)) active?.controller.abort()
    const run: Run = { controller: new AbortController(), draft }
    runs.add(run)
    active = run
    progress.end()
    dispatch({ type: 'started' })
    try {
      const image = await uploadPicture(draft, {
        rules: rules(),
        steps,
        clock,
        connection,
        budget,
        random,
        signal: run.controller.signal,
        onPhase(phase) {
          // One that was replaced while confirming may end, but not begin anything more.
          if (run !== active) return run.controller.abort()
          if (phase === 'uploading') progress.begin(draft.file.size)
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
      succeed(run, image)
      return image
    } catch (thrown) {
      const error = isUploadError(thrown) ? thrown : stepError('prepare', thrown)
      runs.delete(run)
      if (run === active) fail(draft, error)
      // Replaced while confirming, and then not saved: a cancel of the newer one goes back to this.
      else if (active !== null && error.code !== 'aborted') settled = failure(draft, error)
      throw error
    }
  }

  function succeed(run: Run, image: PublicImage): void {
    // What older runs may still save is older than this image: nobody is to be told of it after this one.
    for (const older of runs) {
      if (older === run) break
      older.controller.abort()
    }
    runs.delete(run)
    // Also when it was replaced meanwhile: it is saved, so a cancel of the newer one goes back to it.
    if (active !== null) settled = { state: { ...ABSENT, phase: 'success', image }, failed: null }
    if (run === active) {
      active = null
      progress.end()
      dispatch({ type: 'confirmed', image })
    }
    tell(() => onSaved(image))
  }

  function fail(draft: UploadDraft | null, error: AnyUploadError): void {
    active = null
    settled = failure(draft, error)
    progress.end()
    dispatch({ type: 'failed', error })
    tell(() => onFailed(error))
  }

  return {
    getState: () => state,
    getFile: () => (active !== null && state.phase !== 'preparing' ? active.draft.file : null),
    getProgress: progress.get,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    upload: (file) => start({ file, picture: null, grant: null, unconfirmed: null }),
    async retry() {
      if (settled.failed === null || isPending(state)) return null
      return start(settled.failed)
    },
    refuse(error) {
      if (canCancel(state)) active?.controller.abort()
      active = null
      dispatch({ type: 'started' })
      fail(null, error)
    },
    cancel() {
      if (!canCancel(state)) return
      active?.controller.abort()
      // What the cancelled one had replaced may still be confirming.
      active = [...runs].findLast((run) => !run.controller.signal.aborted) ?? null
      progress.end()
      dispatch({ type: 'cancelled', before: active === null ? settled.state : CONFIRMING })
    },
    reset() {
      active = null
      settled = { state: IDLE, failed: null }
      for (const run of runs) run.controller.abort()
      progress.end()
      dispatch({ type: 'reset' })
    },
  }
}

function failure(failed: UploadDraft | null, error: AnyUploadError): Settled {
  return { state: { ...ABSENT, phase: 'error', error }, failed }
}
