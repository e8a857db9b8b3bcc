import { createTaskRuns, type TaskRunsOptions } from './task-runs.ts'
import { createListeners } from './tell.ts'
import { canRemove } from './transition.ts'
import { removalTask, undoTask, type UploadTask, uploadTask } from './upload-task.ts'
import type { Uploader } from './uploader.ts'

/** The engine's public face: turns each call into a task, and each question into one about the tasks. */
export function createUploader(options: TaskRunsOptions): Uploader {
  const { subscribe, notify } = createListeners()
  const runs = createTaskRuns(options, notify)
  const { getState } = runs

  function failedTask(): UploadTask | null {
    return getState().phase === 'error' ? runs.settled().failed : null
  }

  return {
    getState,
    getProgress: runs.getProgress,
    getFile: () => (getState().phase === 'preparing' ? null : (runs.shown()?.file ?? null)),
    // What failed its check may be anything.
    getFailedFile: () => (getState().error?.step === 'prepare' ? null : (failedTask()?.file ?? null)),
    isRemoving: () => runs.unstoppable().some(({ type }) => type === 'removal'),
    canRemove: () => canRemove(getState()) && runs.unstoppable().length === 0,
    subscribe,
    upload: async (file) => (await runs.start(uploadTask(file))).image,
    async remove() {
      const busy = runs.unstoppable()
      if (busy.some(({ type }) => type !== 'removal')) return
      // It is gone, or about to be: what came after it is cancelled, and nothing more is asked for.
      if (busy.length > 0 || runs.settled().state.phase === 'removed') return runs.cancel()
      await runs.start(removalTask())
    },
    async undo() {
      const { undo } = runs.settled()
      if (!getState().canUndo || undo === null) return null
      return (await runs.start(undoTask(undo))).image
    },
    async retry() {
      const task = failedTask()
      return task === null ? null : (await runs.start(task)).image
    },
    refuse: runs.refuse,
    cancel: runs.cancel,
    reset: runs.reset,
  }
}
