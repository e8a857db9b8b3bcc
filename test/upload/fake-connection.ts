import type { Connection } from '../../src/upload/retry/connection.ts'

/** A connection that a test breaks and mends. */
export interface FakeConnection extends Connection {
  goOffline(): void
  /** Tells those who wait for it. */
  goOnline(): void
  /** How many wait for it. */
  listeners(): number
}

export function createFakeConnection(
  isReachable: Connection['isReachable'] = async () => false,
): FakeConnection {
  let isOnline = true
  const callbacks = new Set<() => void>()
  return {
    isOnline: () => isOnline,
    onceOnline(callback) {
      callbacks.add(callback)
      return () => callbacks.delete(callback)
    },
    isReachable,
    goOffline() {
      isOnline = false
    },
    goOnline() {
      isOnline = true
      const waiting = [...callbacks]
      callbacks.clear()
      for (const callback of waiting) callback()
    },
    listeners: () => callbacks.size,
  }
}
