/**
 * Runs a callback that is only told something: what it throws changes nothing here, a saved picture stays saved.
 * It is reported as uncaught (`window.onerror`), by way of a microtask because not every runtime has `reportError`.
 */
export function tell(callback: () => void): void {
  try {
    callback()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
