import type { NetworkSteps } from '../../src/upload/steps/upload-steps.ts'

/** A call of a step that waits for the test to answer it. */
export interface OpenCall<Outcome> {
  signal: AbortSignal
  answer(outcome: Outcome): void
  fail(error: Error): void
  progress(sentBytes: number, totalBytes: number): void
}

/** The calls of one step, in order. */
export interface StepByHand<Outcome> {
  /** The next call that no test has taken yet; waits for it. */
  next(): Promise<OpenCall<Outcome>>
  count(): number
}

export interface StepsByHand {
  requestUrl: StepByHand<OutcomeOf<'requestUrl'>>
  send: StepByHand<OutcomeOf<'send'>>
  confirm: StepByHand<OutcomeOf<'confirm'>>
  remove: StepByHand<OutcomeOf<'remove'>>
}

export type OutcomeOf<Step extends keyof NetworkSteps> = Awaited<ReturnType<NetworkSteps[Step]>>

/** @param isDeaf The steps do not notice an abort. */
export function stepsByHand(isDeaf: boolean): StepsByHand & { steps: NetworkSteps } {
  const onAbort = isDeaf ? null : ({ outcome: 'aborted' } as const)
  const requestUrl = stepByHand<OutcomeOf<'requestUrl'>>(onAbort)
  const send = stepByHand<OutcomeOf<'send'>>(onAbort)
  const confirm = stepByHand<OutcomeOf<'confirm'>>(onAbort)
  const remove = stepByHand<OutcomeOf<'remove'>>(onAbort)
  const steps: NetworkSteps = {
    requestUrl: (_, { signal }) => requestUrl.open(signal),
    send: (_, { signal, onProgress }) => send.open(signal, onProgress),
    confirm: (_, { signal }) => confirm.open(signal),
    remove: (_, { signal }) => remove.open(signal),
  }
  return { steps, requestUrl, send, confirm, remove }
}

function stepByHand<Outcome>(onAbort: Outcome | null) {
  const calls: OpenCall<Outcome>[] = []
  const takers: ((call: OpenCall<Outcome>) => void)[] = []
  let count = 0
  return {
    count: () => count,
    next: () =>
      new Promise<OpenCall<Outcome>>((resolve) => {
        const call = calls.shift()
        if (call === undefined) takers.push(resolve)
        else resolve(call)
      }),
    open: (signal: AbortSignal, progress: OpenCall<Outcome>['progress'] = () => {}) =>
      new Promise<Outcome>((answer, fail) => {
        count += 1
        if (onAbort !== null) signal.addEventListener('abort', () => answer(onAbort))
        const call = { signal, answer, fail, progress }
        const taker = takers.shift()
        if (taker === undefined) calls.push(call)
        else taker(call)
      }),
  }
}
