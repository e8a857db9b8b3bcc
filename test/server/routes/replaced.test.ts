import { describe, expect, test } from 'vitest'
import { type ObjectStore, UploadError } from '../../../src/server/index.ts'
import { jpeg } from '../../picture/samples.ts'
import { createBackend, imageOf, PICTURE, refusalOf } from '../backend.ts'
import { memoryStore } from '../memory-store.ts'

const OTHER_PICTURE = await jpeg({ width: 20 })

/** Where the image of this upload lies, or its copy. */
function keyOf({ stagingKey }: { stagingKey: string }, folder: 'avatars' | 'removed'): string {
  return `${stagingKey.replace('staging', folder)}.jpg`
}

/** A backend with an image that another one has replaced. */
async function replacedImage(options: Parameters<typeof createBackend>[0] = {}) {
  const backend = createBackend(options)
  const older = await backend.image()
  const newer = await backend.image(OTHER_PICTURE)
  return { backend, older, newer }
}

describe('an image that was replaced', () => {
  test('is public no more: a private copy is left of it, and its upload is ended', async () => {
    const { backend, older, newer } = await replacedImage()
    expect(backend.store.keys('avatars/')).toEqual([keyOf(newer, 'avatars')])
    expect(backend.store.objects.get(keyOf(older, 'removed'))).toMatchObject({
      bytes: PICTURE,
      type: 'image/jpeg',
      cacheControl: 'no-store',
      metadata: { upload: older.id },
    })
    expect(backend.store.objects.get(older.stagingKey)?.bytes).toEqual(new Uint8Array())
    expect(backend.removals).toEqual([])
  })

  test('with undoExpiresInSeconds 0 leaves no copy', async () => {
    const { backend } = await replacedImage({ undoExpiresInSeconds: 0 })
    expect(backend.store.keys('avatars/')).toHaveLength(1)
    expect(backend.store.keys('removed/')).toEqual([])
  })

  test('T-46: is superseded for its old ticket, also when the newer one is removed then', async () => {
    const { backend, older } = await replacedImage()
    expect(refusalOf(await backend.confirm(older.ticket))).toMatchObject({ status: 409, code: 'superseded' })
    await backend.remove()
    expect(refusalOf(await backend.confirm(older.ticket))).toMatchObject({ status: 410, code: 'revoked' })
    expect(backend.store.keys('avatars/')).toEqual([])
  })

  test('is deleted after the newer one was saved, and not before', async () => {
    const store = memoryStore()
    const publicAtSaving: number[] = []
    const column = new Map<string, string>()
    await replacedImage({
      store,
      loadImage: ({ id }) => column.get(id) ?? null,
      saveImage({ id }, image) {
        publicAtSaving.push(store.keys('avatars/').length)
        if (image !== null) column.set(id, image.key)
      },
    })
    expect(publicAtSaving).toEqual([1, 2])
    expect(store.keys('avatars/')).toHaveLength(1)
  })

  test.each([
    ['a picture of somebody else', 'https://gravatar.example/avatar/1'],
    ['an image of another owner', 'avatars/0123456789012345678901/0195512a-8000-7000-8000-000000000000.jpg'],
  ])('but %s is none of ours, and stays', async (_, saved) => {
    const backend = createBackend({ loadImage: () => saved })
    await backend.image()
    expect(backend.store.calls.filter((call) => /^(put|delete|create removed)/.test(call))).toEqual([])
  })
})

describe('a newer image that the app refuses', () => {
  test('leaves the older one public, and its ticket true', async () => {
    let isRefused = false
    const column = new Map<string, string>()
    const backend = createBackend({
      loadImage: ({ id }) => column.get(id) ?? null,
      saveImage({ id }, image) {
        if (isRefused) throw new UploadError('confirm-rejected', { details: { reason: 'No cats.' } })
        if (image !== null) column.set(id, image.key)
      },
    })
    const { ticket, image } = await backend.image()
    const { ticket: refused } = await backend.upload(OTHER_PICTURE)
    isRefused = true
    expect(refusalOf(await backend.confirm(refused))).toMatchObject({ status: 422 })
    expect((await backend.current()).json).toMatchObject({ id: image.id })
    expect(backend.store.objects.get(column.get('ada') ?? '')?.bytes).toEqual(PICTURE)
    expect(imageOf(await backend.confirm(ticket))).toEqual(image)
  })
})

describe('a cleanup that fails does not fail the confirm, and an operator learns what is left', () => {
  const failure = new UploadError('backend-unavailable', { requestId: 'REQ1' })

  test.each<[string, (key: string, method: keyof ObjectStore) => boolean]>([
    ['reading it', (key, method) => method === 'read' && key.startsWith('avatars/')],
    ['copying it', (key, method) => method === 'create' && key.startsWith('removed/')],
    ['burying its upload', (_, method) => method === 'put'],
    ['deleting it', (_, method) => method === 'delete'],
  ])('%s', async (_, fails) => {
    const store = memoryStore()
    const faulty = <M extends 'read' | 'create' | 'put' | 'delete'>(method: M) =>
      ((key: string, ...rest: unknown[]) =>
        fails(key, method)
          ? Promise.reject(failure)
          : Reflect.apply(store[method], store, [key, ...rest])) as ObjectStore[M]
    const { backend, older, newer } = await replacedImage({
      store: {
        ...store,
        read: faulty('read'),
        create: faulty('create'),
        put: faulty('put'),
        delete: faulty('delete'),
      },
    })
    expect((await backend.current()).json).toMatchObject({ id: newer.id })
    const [before, told, confirmed] = backend.events.slice(-3)
    expect([before?.type, confirmed?.type]).toEqual(['url-issued', 'confirmed'])
    expect(told).toEqual({
      type: 'cleanup-failed',
      step: 'confirm',
      requestId: confirmed?.requestId,
      uploadId: older.id,
      ownerHash: confirmed?.ownerHash,
      code: 'backend-unavailable',
      durationMs: expect.any(Number),
      storageRequestId: 'REQ1',
      error: failure,
    })
    // Without a copy nothing is deleted.
    expect(store.objects.get(keyOf(older, 'avatars'))?.bytes).toEqual(PICTURE)
  })
})

test('what is not replaced after all is nothing to clean up: no operator is told to delete it', async () => {
  const store = memoryStore()
  let isRefused = false
  const backend = createBackend({
    store: { ...store, put: () => Promise.reject(new UploadError('backend-unavailable')) },
    loadImage: () => store.keys('avatars/')[0] ?? null,
    saveImage() {
      if (isRefused) throw new UploadError('confirm-rejected', { details: { reason: 'No cats.' } })
    },
  })
  await backend.image()
  const { ticket } = await backend.upload(OTHER_PICTURE)
  isRefused = true
  backend.events.length = 0
  await backend.confirm(ticket)
  expect(backend.events).toMatchObject([{ type: 'refused', code: 'confirm-rejected' }])
})

test('what a repeated confirm cannot look for is told without an id: the only one it knows is the saved one', async () => {
  const failure = new UploadError('backend-unavailable')
  const backend = createBackend({ store: { ...memoryStore(), list: () => Promise.reject(failure) } })
  const { ticket, image } = await backend.image()
  backend.events.length = 0
  expect(imageOf(await backend.confirm(ticket))).toEqual(image)
  expect(backend.events).toMatchObject([
    { type: 'cleanup-failed', uploadId: null, error: failure },
    { type: 'confirmed', uploadId: image.id },
  ])
})

describe('T-46: a superseded upload leaves nothing that anybody can read', () => {
  /** An upload that was promoted and not saved, and a newer one that is saved. */
  async function lateUpload(options: Parameters<typeof createBackend>[0] = {}) {
    const store = options.store ?? memoryStore()
    const crashed = createBackend({ store, saveImage: () => Promise.reject(new Error('killed')) })
    const older = await crashed.upload()
    await crashed.confirm(older.ticket)
    const backend = createBackend({ store, ...options })
    const newer = await backend.image(OTHER_PICTURE)
    expect(store.keys('avatars/')).toHaveLength(2)
    return { backend, older, newer }
  }

  test('when an earlier run of it had got as far as the final key', async () => {
    const { backend, older, newer } = await lateUpload()
    for (let time = 0; time < 2; time++) {
      expect(refusalOf(await backend.confirm(older.ticket))).toMatchObject({ code: 'superseded' })
      expect(backend.store.keys('avatars/')).toEqual([keyOf(newer, 'avatars')])
    }
  })

  test('when another process saves the newer one in the middle of its confirm', async () => {
    const store = memoryStore()
    const column = new Map<string, string>()
    let looks = 0
    const backend = createBackend({
      store,
      loadImage: ({ id }) => (looks++ === 0 ? null : (column.get(id) ?? null)),
    })
    const crashed = createBackend({ store, saveImage: () => Promise.reject(new Error('killed')) })
    const older = await crashed.upload()
    await crashed.confirm(older.ticket)
    const newer = await crashed.grant(OTHER_PICTURE)
    column.set('ada', keyOf(newer, 'avatars'))
    expect(refusalOf(await backend.confirm(older.ticket))).toMatchObject({ code: 'superseded' })
    expect(backend.saved).toEqual([])
    expect(store.keys('avatars/')).toEqual([])
  })

  test('and when deleting that fails, it is superseded all the same, and an operator learns of it', async () => {
    const failure = new UploadError('backend-unavailable')
    const { backend, older } = await lateUpload({
      store: { ...memoryStore(), delete: () => Promise.reject(failure) },
    })
    expect(refusalOf(await backend.confirm(older.ticket))).toMatchObject({ code: 'superseded' })
    expect(backend.events.slice(-2)).toMatchObject([
      { type: 'cleanup-failed', uploadId: older.id, error: failure },
      { type: 'refused', uploadId: older.id, code: 'superseded', error: null },
    ])
  })
})
