/** One measurement: an entry of the registry in run.ts. */
export interface Bench {
  readonly name: string
  /** How many rounds when the command line does not say. Every line of a comparison runs once in each. */
  readonly rounds: number
  run(rounds: number): Promise<BenchResult>
}

export interface BenchResult {
  comparisons: Comparison[]
  /** What has to hold on any machine, noisy ones too, and does not: as sentences. Any of them fails the run. */
  broken: string[]
}

/** Lines that did the same work, in the same run, in rounds of random order. */
export interface Comparison {
  title: string
  /** Milliseconds of one operation, by line: the n-th of each line stem from the same round. */
  samples: Readonly<Record<string, readonly number[]>>
  /** The lines that the others are held against. */
  baselines: readonly string[]
  /** What else was seen, e.g. the requests of one upload. */
  facts: Readonly<Record<string, number | string>>
}
