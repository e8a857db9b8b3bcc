/** Time, as a port: tests move it by hand. All in milliseconds. */
export interface Clock {
  /** Never jumps, but stands still while most devices sleep. */
  monotonicMs(): number
  /** Goes on while the device sleeps, but the user or the network may move it. */
  wallMs(): number
  /** Calls back once after `ms`; returns the function that prevents it. */
  after(ms: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
