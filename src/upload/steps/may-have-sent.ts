/**
 * Whether bytes of a PUT to this URL may be on their way although it told of no progress. Chromium and WebKit tell of
 * the first bytes. Firefox keeps silent about what is quickly sent, but notes a request that ended at its preflight
 * as one that took no time.
 */
export function mayHaveSent(url: string): boolean {
  if (hasServiceWorker()) return true
  // Outside browsers there may be neither; what is no Firefox tells of progress.
  const navigator: Partial<Navigator> | undefined = globalThis.navigator
  if (navigator?.userAgent?.includes('Firefox/') !== true) return false
  const latest = performance.getEntriesByName(url).at(-1)
  return latest === undefined || latest.duration > 0
}

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
