/** What the browser knows of its connection, as a port. */
export interface Connection {
  /** False: certainly offline. True proves nothing. */
  isOnline(): boolean
  /** Calls back when the browser says that it is online again; returns the function that prevents it. */
  onceOnline(callback: () => void): () => void
  /** Whether a server answers at this origin at all, whatever its CORS rules. */
  isReachable(origin: string, signal: AbortSignal): Promise<boolean>
}

const PROBE_TIMEOUT_MS = 5_000

export const browserConnection: Connection = {
  isOnline() {
    // Outside browsers there may be neither; nothing known is not offline.
    const navigator: Partial<Navigator> | undefined = globalThis.navigator
    return navigator?.onLine ?? true
  },
  onceOnline(callback) {
    addEventListener('online', callback, { once: true })
    return () => removeEventListener('online', callback)
  },
  async isReachable(origin, signal) {
    try {
      await fetch(origin, {
        method: 'HEAD',
        mode: 'no-cors',
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]),
      })
      return true
    } catch {
      return false
    }
  },
}
