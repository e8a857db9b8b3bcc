/** Runs work, or, while work of the same key runs, waits for that instead and ends like it. */
export type ShareRun<T> = (key: string, work: () => Promise<T>) => Promise<T>

/** Runs in this process: of what is asked for twice at once, one does it. */
export function createSharedRuns<T>(): ShareRun<T> {
  const running = new Map<string, Promise<T>>()

  return (key, work) => {
    const run = running.get(key) ?? work().finally(() => running.delete(key))
    running.set(key, run)
    return run
  }
}
