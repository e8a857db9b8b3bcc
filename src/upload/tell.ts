/**
 * Runs a callback that is only told something: what it throws goes to the page's error reporting (`window.onerror`)
 * and changes nothing here. A picture that is saved stays saved, whatever its listeners do.
 */
export function tell(callback: () => void): void {
  try {
    callback()
  } catch (error) {
    reportError(error)
  }
}
