'use client'
import { useState, useSyncExternalStore } from 'react'

export interface SavedImage {
  /** What is saved now, as far as this page knows: a newer result, else what the app says. */
  url: string | null
  /** A result that is newer than what the app says, until it says something else. */
  replace(url: string | null): void
  /** Back to what the app says. */
  forget(): void
}

/**
 * The URL of the saved image: the app's `src`, or a result that came after it. A result belongs to the data that it
 * replaces: new data, or another endpoint, is newer than it, and ends it for good.
 */
export function useSavedImage(src: string | null, scope: string): SavedImage {
  const [data, setData] = useState({ src, scope })
  let newest = data
  if (data.src !== src || data.scope !== scope) {
    newest = { src, scope }
    setData(newest)
  }
  const [results] = useState(createResults)
  const result = useSyncExternalStore(results.subscribe, results.get, results.get)
  return {
    url: result?.replaces === newest ? result.url : src,
    replace: (url) => results.set({ url, replaces: newest }),
    forget: () => results.set(null),
  }
}

/**
 * Outside of React's state, as the state of the upload is: React 18 renders changes of the one before those of the
 * other, and would show the old image between the preview and the result.
 */
function createResults() {
  let result: { url: string | null; replaces: object } | null = null
  const listeners = new Set<() => void>()
  return {
    get: () => result,
    set(next: typeof result) {
      result = next
      for (const listener of listeners) listener()
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
