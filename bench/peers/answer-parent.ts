/** Functions that a process offers to the one that has started it. */
export type Methods = Record<string, (...args: never[]) => unknown>

export interface Call {
  method: string
  args: never[]
}

/** Answers the calls of the process that has started this one, until that one lets go. */
export function answerParent(methods: Methods): void {
  process.on('message', ({ method, args }: Call) => {
    void answer(method, args)
  })
  process.once('disconnect', () => process.exit())

  async function answer(method: string, args: never[]): Promise<void> {
    // A failure ends this process, and the other sees that.
    process.send?.({ result: await methods[method]?.(...args) })
  }
}
