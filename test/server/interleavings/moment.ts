import type { History } from './history.ts'

/**
 * The names of the invariants in image-life.md, and one of our own: no request fails with 5xx before a fault has struck.
 * A handler that refuses everything would keep all the others.
 */
export type Invariant = 'P1' | 'P2' | 'P3' | 'P4' | 'P5' | 'P6' | '5xx'

export interface Violation {
  invariant: Invariant
  /** What is wrong, in words. */
  what: string
  /** At which quiet moment, or during which requests. */
  when: string
}

/**
 * How much may be unfinished:
 * - `settled`: nothing.
 * - `failing`: a store write has failed, or was carried out late, and nobody has repeated the request yet.
 * - `crashed`: a process has died, and nobody has repeated anything yet.
 * - `other repeated`: a process has died, and another request than the one that died was repeated.
 */
export type Unfinished = 'settled' | 'failing' | 'crashed' | 'other repeated'

/** A moment at which no request runs. */
export interface Moment {
  when: string
  unfinished: Unfinished
  row: { key: string; id: string | null } | null
  /** The ids of the owner's public pictures, by key. */
  pictures: ReadonlyMap<string, string | null>
  history: History
  /** A short name for an id. */
  nameOf(id: string | null): string
}
