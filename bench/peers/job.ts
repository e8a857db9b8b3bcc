/** Requests that one line has to answer in one round, all of them with 200. */
export interface Job {
  path: string
  /** One request each. */
  bodies: readonly string[]
  /** What every right answer contains. */
  expected: string
}

/** What came of a job. */
export interface Done {
  /** Wall clock. */
  ms: number
  /** Of these the status was 200, and the text what was expected. */
  rightCount: number
  /** Status and text of an answer: the first that was wrong, else the last. */
  sample: string
}

/** Counts the answers to a job while it runs. */
export function beginJob({ expected }: Job): { answered(status: number, text: string): void; end(): Done } {
  const startedAtMs = performance.now()
  let rightCount = 0
  let wrong: string | null = null
  let last = ''
  return {
    answered(status, text) {
      last = text
      if (status === 200 && text.includes(expected)) rightCount += 1
      else wrong ??= `${status} ${text}`
    },
    end: () => ({ ms: performance.now() - startedAtMs, rightCount, sample: wrong ?? last }),
  }
}
