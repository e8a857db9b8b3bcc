import { browserOnlineStatus, type OnlineStatus } from './online-status.ts'

/** What the browser knows of its connection, as a port. */
export interface Connection extends OnlineStatus {
  /** Whether a server answers at this origin at all, whatever its CORS rules. */
  isReachable(origin: string, signal: AbortSignal): Promise<boolean>
}

const PROBE_TIMEOUT_MS = 5_000

export const browserConnection: Connection = {
  ...browserOnlineStatus,
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
