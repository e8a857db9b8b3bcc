import type { UploadTask } from './upload-task.ts'

/** A task that is being done. */
export interface TaskRun {
  readonly task: UploadTask
  readonly controller: AbortController
  /** Resolves when it is over, however that came. */
  readonly ended: Promise<void>
  end(): void
}

export function createTaskRun(task: UploadTask): TaskRun {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { task, controller: new AbortController(), ended, end }
}
