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

function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error)
  else {
    // Node has no `reportError`.
    queueMicrotask(() => {
      throw error
    })
  }
}
