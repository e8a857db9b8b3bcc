import type { PersistedClient, Persister } from '@tanstack/query-persist-client-core'
import { del, get, set } from 'idb-keyval'

const KEY = 'persisted-client'

/** @param onPersist Is given each state that is kept, as text. */
export function persisterNamed(name: string | null, onPersist: (state: string) => void): Persister {
  const persister = name === 'indexedDB' ? inIndexedDB : inLocalStorage
  return {
    ...persister,
    persistClient(persisted) {
      onPersist(JSON.stringify(persisted))
      return persister.persistClient(persisted)
    },
  }
}

const inLocalStorage: Persister = {
  persistClient: (persisted) => localStorage.setItem(KEY, JSON.stringify(persisted)),
  restoreClient: () => JSON.parse(localStorage.getItem(KEY) ?? 'null') ?? undefined,
  removeClient: () => localStorage.removeItem(KEY),
}

/** Clones what it is given, a File too. */
const inIndexedDB: Persister = {
  persistClient: (persisted) => set(KEY, persisted),
  restoreClient: () => get<PersistedClient>(KEY),
  removeClient: () => del(KEY),
}
