import type { ObjectStore, ProfileImageHandlerOptions, StoredImage } from '../../../src/server/index.ts'
import { createBackend, type Owner } from '../backend.ts'
import type { MemoryStore } from '../memory-store.ts'
import { type Actor, runningActor } from './actor.ts'
import { inspectPicture, saveInRow } from './app-model.ts'
import { type Run, scheduled, violation } from './run.ts'
import { named, OWNER_FOLDER } from './world.ts'

/** Signing needs no call. The others are not of the port. */
const NO_CALLS = new Set(['signPut', 'signGet', 'place', 'keys'])
const WRITES = new Set(['create', 'put', 'delete'])

type Method = (...given: unknown[]) => unknown
type SaveImage = ProfileImageHandlerOptions<Owner>['saveImage']

/** A process with a real handler, whose every call to the store and to the app waits for the scheduler. */
export function startProcess(run: Run): ReturnType<typeof createBackend> {
  const { world } = run
  const app = {
    loadImage: () => {
      const actor = callingActor()
      return scheduled(run, actor, {
        text: 'loadImage',
        kind: 'read',
        effect: () => (actor.loaded = world.row),
      })
    },
    // Whatever arguments today's handler, or a later one, gives.
    saveImage: (...given: Parameters<SaveImage>): ReturnType<SaveImage> => {
      const actor = callingActor()
      const image: StoredImage | null = given[1]
      const replaces =
        given.length > 2 ? ` where the row is ${JSON.stringify(Array.from<unknown>(given)[2])}` : ''
      const saved: unknown = scheduled(run, actor, {
        text: named(world, `saveImage ${image?.key ?? 'null'}${replaces}`),
        kind: 'saving',
        effect: () => saveInRow(run, actor, given),
      })
      return saved as ReturnType<SaveImage>
    },
    inspect: (_: Owner, { id }: { id: string }) =>
      scheduled(run, callingActor(), {
        text: named(world, `inspect ${id}`),
        kind: 'read',
        effect: () => inspectPicture(run, id),
      }),
  }
  return createBackend({
    ...app,
    store: scheduledStore(run),
    // Two ids are never of one millisecond: then their random part would decide, and not the schedule.
    now: () => (world.nowMs += 1),
  })
}

function scheduledStore(run: Run): MemoryStore {
  const { store } = run.world
  const methods = Object.entries(store).flatMap(([name, method]: [string, unknown]) =>
    typeof method !== 'function' || NO_CALLS.has(name)
      ? []
      : [[name, storeCall(run, name, method as Method)] as const],
  )
  return { ...store, ...(Object.fromEntries(methods) as Partial<ObjectStore>) }
}

function storeCall(run: Run, name: string, method: Method): Method {
  return (...given) => {
    const [key, bytes] = given
    // P5: "No call touches objects of another owner". Of a list, the prefix tells.
    if (String(key).split('/')[1] !== OWNER_FOLDER) {
      violation(run, 'P5', `${name} ${String(key)} is not of the owner who asked`)
    }
    const isEmpty = bytes instanceof Uint8Array && bytes.length === 0
    return scheduled(run, callingActor(), {
      text: named(run.world, `${name} ${String(key)}${isEmpty ? ' with 0 bytes' : ''}`),
      kind: WRITES.has(name) ? 'store write' : 'read',
      effect: () => method(...given),
    })
  }
}

function callingActor(): Actor {
  const actor = runningActor.getStore()
  if (actor === undefined) throw new Error('A call outside every request.')
  return actor
}
