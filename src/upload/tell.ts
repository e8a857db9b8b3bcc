/**
 * Runs a callback that is only told something: what it throws changes nothing here, a saved picture stays saved.
 * It is reported as uncaught, as `window.onerror` and error trackers see it.
 */
export function tell(callback: () => void): void {
  try {
    callback()
  } catch (error) {
    report(error)
  }
}

export interface Listeners {
  /** Returns the function that ends it. */
  subscribe(listener: () => void): () => void
  notify(): void
}

export function createListeners(): Listeners {
  const listeners = new Set<() => void>()
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    notify() {
      for (const listener of listeners) tell(listener)
    },
  }
}

function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error)
  else {
    // Node has no `reportError`.
    queueMicrotask(() => {
      throw error
    })
  }
}
