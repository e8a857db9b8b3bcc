/** Runs work: of one key, one after another in the order of the calls; of different keys, at once. */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** Turns in this process. Work that fails ends its turn like any other; work that never ends keeps it. */
export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>()

  return async (key, work) => {
    const before = last.get(key)
    const turn = before === undefined ? work() : before.then(work, work)
    last.set(key, turn)
    try {
      return await turn
    } finally {
      if (last.get(key) === turn) last.delete(key)
    }
  }
}
