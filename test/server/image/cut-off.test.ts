import { describe, expect, test } from 'vitest'
import type { ObjectStore, RemovedImage } from '../../../src/server/index.ts'
import { jpeg } from '../../picture/samples.ts'
import { createBackend, imageOf, PICTURE, undoTicketOf } from '../backend.ts'
import { type MemoryStore, memoryStore } from '../memory-store.ts'

// A process that ends in the middle: at each call to the storage or to the app, before its effect or after it.
// Another process then gets the same request again.

const OTHER_PICTURE = await jpeg({ width: 20 })

/** What outlives a process: the bucket, and what the app has saved. */
interface World {
  store: MemoryStore
  column: Map<string, string>
}

interface Death {
  /** Number of the call, from 1. */
  at: number
  when: 'before' | 'after'
}

const STORE_CALLS = ['head', 'read', 'create', 'put', 'delete', 'list'] as const

function startProcess({ store, column }: World, death: Death = { at: Infinity, when: 'before' }) {
  /** What this process has called. */
  const called: string[] = []
  async function call<T>(name: string, work: () => T): Promise<Awaited<T>> {
    const number = called.push(name)
    if (number > death.at || (number === death.at && death.when === 'before')) throw new Error('killed')
    const result = await work()
    if (number === death.at) throw new Error('killed')
    return result
  }
  const mortal = Object.fromEntries(
    STORE_CALLS.map((name) => [
      name,
      (...given: unknown[]) =>
        call(`${name} ${String(given[0]).split('/')[0]}`, () => Reflect.apply(store[name], store, given)),
    ]),
  ) as Pick<ObjectStore, (typeof STORE_CALLS)[number]>
  const backend = createBackend({
    store: { ...store, ...mortal },
    loadImage: ({ id }) => call('loadImage', () => column.get(id) ?? null),
    saveImage: ({ id }, image) =>
      call('saveImage', () => {
        if (image === null) column.delete(id)
        else column.set(id, image.key)
      }),
  })
  return { ...backend, called }
}

function newWorld(): World {
  return { store: memoryStore(), column: new Map() }
}

/** Every call that a request makes, twice: to end before its effect and after it. */
async function deathsOf(request: (process: ReturnType<typeof startProcess>) => Promise<unknown>) {
  const process = startProcess(newWorld())
  await request(process)
  return process.called.flatMap((name, index) =>
    (['before', 'after'] as const).map((when) => ({ when, name, at: index + 1 })),
  )
}

const publicKeys = ({ store }: World) => store.keys('avatars/')
const bytesAt = ({ store }: World, key = '') => store.objects.get(key)?.bytes

/** Whether the picture is where the app says, or waits to be brought back. */
function isKept(world: World): boolean {
  const saved = world.column.get('ada')
  const places = saved === undefined ? world.store.keys('removed/') : [saved]
  return places.some((key) => isPicture(bytesAt(world, key)))
}

function isPicture(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && Buffer.compare(bytes, PICTURE) === 0
}

describe('a removal', async () => {
  async function world() {
    const made = newWorld()
    const { ticket } = await startProcess(made).image()
    return { made, ticket }
  }
  const deaths = await deathsOf(async (process) => {
    await process.image()
    process.called.length = 0
    await process.remove()
  })

  test('calls the storage and the app in this order', () => {
    expect(deaths.filter(({ when }) => when === 'before').map(({ name }) => name)).toEqual([
      'loadImage',
      'list avatars',
      'read avatars',
      'create removed',
      'put staging',
      'saveImage',
      'delete avatars',
    ])
  })

  test.each(deaths)('T-46: cut off $when $name: nothing is lost, and the next one ends it', async (death) => {
    const { made, ticket } = await world()
    expect(await startProcess(made, death).remove()).toMatchObject({ status: 500 })
    expect(isKept(made)).toBe(true)

    const next = startProcess(made)
    const answer = await next.remove()
    expect(answer.status).toBe(200)
    expect(made.column.size).toBe(0)
    expect(publicKeys(made)).toEqual([])
    expect(await next.confirm(ticket)).toMatchObject({ status: 410 })

    // When all was done but the answer, nothing shows that one is owed. The copy is there for an operator.
    const isOwed = !(death.name === 'delete avatars' && death.when === 'after')
    const { undoTicket } = answer.json as RemovedImage
    expect(undoTicket !== null).toBe(isOwed)
    if (!isOwed) return
    const { id } = imageOf(await next.confirm(undoTicketOf(answer)))
    expect(publicKeys(made)).toEqual([expect.stringContaining(id)])
    expect(isPicture(bytesAt(made, made.column.get('ada')))).toBe(true)
  })

  test.each(deaths)(
    'cut off $when $name, and followed by another picture, ends with the next',
    async (death) => {
      const { made } = await world()
      await startProcess(made, death).remove()
      const next = startProcess(made)
      const newer = await next.image(OTHER_PICTURE)
      expect((await next.current()).json).toMatchObject({ id: newer.id })
      const { id } = imageOf(await next.confirm(undoTicketOf(await next.remove())))
      expect(publicKeys(made)).toEqual([expect.stringContaining(id)])
      expect(bytesAt(made, made.column.get('ada'))).toEqual(OTHER_PICTURE)
    },
  )
})

describe('an undo', async () => {
  async function world() {
    const made = newWorld()
    const process = startProcess(made)
    await process.image()
    return { made, ticket: undoTicketOf(await process.remove()) }
  }
  const deaths = await deathsOf(async (process) => {
    await process.image()
    const ticket = undoTicketOf(await process.remove())
    process.called.length = 0
    await process.confirm(ticket)
  })

  test('calls the storage and the app in this order', () => {
    expect(deaths.filter(({ when }) => when === 'before').map(({ name }) => name)).toEqual([
      'loadImage',
      'head staging',
      'read removed',
      'create avatars',
      'saveImage',
    ])
  })

  test.each(deaths)('cut off $when $name: nothing is lost, and the next one ends it', async (death) => {
    const { made, ticket } = await world()
    expect(await startProcess(made, death).confirm(ticket)).toMatchObject({ status: 500 })
    expect(isKept(made)).toBe(true)
    const { id } = imageOf(await startProcess(made).confirm(ticket))
    expect(publicKeys(made)).toEqual([made.column.get('ada')])
    expect(made.column.get('ada')).toContain(id)
    expect(isKept(made)).toBe(true)
  })

  test.each(deaths)('cut off $when $name, and followed by a removal, ends with no image', async (death) => {
    const { made, ticket } = await world()
    await startProcess(made, death).confirm(ticket)
    expect(await startProcess(made).remove()).toMatchObject({ status: 200 })
    expect(made.column.size).toBe(0)
    expect(isKept(made)).toBe(true)
  })
})

describe('a confirm that replaces an image', async () => {
  async function world() {
    const made = newWorld()
    const process = startProcess(made)
    const older = await process.image()
    return { made, older, newer: await process.upload(OTHER_PICTURE) }
  }
  const deaths = await deathsOf(async (process) => {
    await process.image()
    const { ticket } = await process.upload(OTHER_PICTURE)
    process.called.length = 0
    await process.confirm(ticket)
  })

  test('calls the storage and the app in this order', () => {
    expect(deaths.filter(({ when }) => when === 'before').map(({ name }) => name)).toEqual([
      'loadImage',
      'read staging',
      'create avatars',
      'read avatars',
      'create removed',
      'put staging',
      'saveImage',
      'delete avatars',
    ])
  })

  test.each(deaths)(
    'T-46: cut off $when $name: the next one ends it, and only the newer is public',
    async (death) => {
      const { made, older, newer } = await world()
      await startProcess(made, death).confirm(newer.ticket)
      const saved = made.column.get('ada')
      expect(bytesAt(made, saved)).toEqual(saved?.includes(newer.id) ? OTHER_PICTURE : PICTURE)

      expect(await startProcess(made).confirm(newer.ticket)).toMatchObject({ status: 200 })
      expect(made.column.get('ada')).toContain(newer.id)
      expect(publicKeys(made)).toEqual([made.column.get('ada')])
      expect(made.store.keys('removed/')).toEqual([expect.stringContaining(older.id)])
    },
  )

  test.each(deaths)(
    'cut off $when $name, and followed by a removal, leaves nothing public of both',
    async (death) => {
      const { made, newer } = await world()
      await startProcess(made, death).confirm(newer.ticket)
      const saved = made.column.get('ada') ?? ''
      const next = startProcess(made)
      const undo = undoTicketOf(await next.remove())
      expect(made.column.size).toBe(0)
      // But for a picture that is promoted and not saved: its confirm may still come, and nobody knows its address.
      expect(publicKeys(made).filter((key) => !key.includes(newer.id) || key === saved)).toEqual([])
      await next.confirm(undo)
      expect(bytesAt(made, made.column.get('ada'))).toEqual(
        saved.includes(newer.id) ? OTHER_PICTURE : PICTURE,
      )
    },
  )
})
