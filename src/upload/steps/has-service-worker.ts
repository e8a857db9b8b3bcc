/** Whether requests of this page go through a service worker. One that answers a PUT leaves no upload progress of it. */
export function hasServiceWorker(): boolean {
  // Absent outside browsers, on pages that are not secure, and in workers.
  const navigator: { serviceWorker?: ServiceWorkerContainer } | undefined = globalThis.navigator
  try {
    return (navigator?.serviceWorker?.controller ?? null) !== null
  } catch {
    // Chromium throws in sandboxed frames, which have none.
    return false
  }
}
