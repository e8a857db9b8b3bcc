/** Whether requests of this page go through a service worker. One that answers a PUT leaves no upload progress of it. */
export function hasServiceWorker(): boolean {
  // Absent outside browsers, on pages that are not secure, and in workers.
  const navigator: { serviceWorker?: ServiceWorkerContainer } | undefined = globalThis.navigator
  return (navigator?.serviceWorker?.controller ?? null) !== null
}
