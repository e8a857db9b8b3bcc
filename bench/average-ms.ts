/** Repeats an operation for at least so long, one after another: the milliseconds that one took on average. */
export async function averageMs(operation: () => unknown, durationMs: number): Promise<number> {
  const startedAtMs = performance.now()
  let count = 0
  let elapsedMs = 0
  do {
    await operation()
    count += 1
    elapsedMs = performance.now() - startedAtMs
  } while (elapsedMs < durationMs)
  return elapsedMs / count
}
