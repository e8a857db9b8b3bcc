import { createHash } from 'node:crypto'
import { type MemoryStore, memoryStore } from '../memory-store.ts'
import { type History, historyFrom } from './history.ts'

/** What outlives every process: the store, the database, the clock; and what the people outside know. */
export interface World {
  store: MemoryStore
  /** The owner's row in the database. */
  row: string | null
  nowMs: number
  /** By name. */
  tickets: Map<string, string>
  /** The names of image ids. */
  names: Map<string, string>
  history: History
}

export const OWNER = 'ada'

/** Computed here and not by the code under test: it shows whose objects a call touches. */
export const OWNER_FOLDER: string = createHash('sha256').update(OWNER).digest('base64url').slice(0, 22)

const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/

export function newWorld(): World {
  return worldFrom({
    store: memoryStore(),
    row: null,
    nowMs: Date.parse('2026-03-01T12:00:00Z'),
    tickets: new Map(),
    names: new Map(),
    history: historyFrom(),
  })
}

/** A copy, so that each schedule starts from the same world. Bytes are never changed in place. */
export function worldFrom(world: World): World {
  const store = memoryStore()
  for (const [key, object] of world.store.objects) store.objects.set(key, object)
  const { row, nowMs, tickets, names, history } = world
  return {
    store,
    row,
    nowMs,
    tickets: new Map(tickets),
    names: new Map(names),
    history: historyFrom(history),
  }
}

/** The id of an image, in a key or an address. */
export function idIn(text: string | null): string | null {
  return UUID.exec(text ?? '')?.[0] ?? null
}

/** Whether a picture lies there: an emptied object (0 bytes) is none. */
export function isPicture({ store }: World, key: string): boolean {
  return (store.objects.get(key)?.bytes.length ?? 0) > 0
}

/** The ids of the owner's public pictures, by key: of stored sizes, too. */
export function publicPictures(world: World): ReadonlyMap<string, string | null> {
  const keys = world.store.keys(`avatars/${OWNER_FOLDER}/`).filter((key) => isPicture(world, key))
  return new Map(keys.map((key) => [key, idIn(key)]))
}

/** A text with names in the place of ids, e.g. `avatars/A`. */
export function named({ names }: World, text: string): string {
  return text
    .replaceAll(`/${OWNER_FOLDER}`, '')
    .replace(
      new RegExp(`(${UUID.source})(\\.\\w+)?`, 'g'),
      (_, id: string) => names.get(id) ?? id.slice(0, 13),
    )
}

/** What a ticket says. Its middle part is readable for everybody. */
export function claimsOf(ticket: string): { id: string; removedId?: string } {
  const [, payload = ''] = ticket.split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}
