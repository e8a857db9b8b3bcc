/** What can happen next. */
export interface Option {
  /** 1 where a request is interrupted that could go on, or overtakes itself; 0 otherwise. */
  preemptions: 0 | 1
  /** Whether the request goes on that went on before. */
  isSame: boolean
}

/**
 * Decides what happens next: the index of an option. The first one is always what happens without a preemption. So a
 * schedule is the list of what was chosen.
 */
export type Choose = (options: readonly Option[]) => number
