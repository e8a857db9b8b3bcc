import { describe, expect, test } from 'vitest'
import { type StoredImage, UploadError } from '../../../src/server/index.ts'
import { jpeg, png } from '../../picture/samples.ts'
import { createBackend, grantOf, imageOf, PICTURE, refusalOf, undoTicketOf } from '../backend.ts'
import { memoryStore, sha256Of } from '../memory-store.ts'
import { untilIdle } from '../until-idle.ts'

const NOTHING = { status: 200, json: { undoTicket: null } }

describe('an image that is removed', () => {
  test('is saved as null, and lies only where nobody but an undo reads it', async () => {
    const backend = createBackend()
    const { id, stagingKey } = await backend.image()
    const name = `${stagingKey.replace('staging/', '')}.jpg`
    const { metadata } = backend.store.objects.get(`avatars/${name}`) ?? {}
    const answer = await backend.remove()
    expect(answer).toMatchObject({ status: 200, json: { undoTicket: expect.any(String) } })
    expect(backend.removals).toEqual(['ada'])
    expect(await backend.current()).toMatchObject({ status: 200, json: null })
    expect(backend.store.keys('avatars/')).toEqual([])
    expect(backend.store.objects.get(`removed/${name}`)).toEqual({
      bytes: PICTURE,
      type: 'image/jpeg',
      contentEncoding: null,
      cacheControl: 'no-store',
      metadata,
    })
    expect(metadata).toMatchObject({ upload: id, sha256: sha256Of(PICTURE) })
  })

  test('is copied and buried before the app is asked, and deleted after it has agreed', async () => {
    const store = memoryStore()
    const steps: string[] = []
    const column = new Map<string, string>()
    const backend = createBackend({
      store,
      loadImage: ({ id }) => column.get(id) ?? null,
      saveImage({ id }, image) {
        if (image !== null) return void column.set(id, image.key)
        steps.push(...store.calls.slice(before), 'saveImage null')
        column.delete(id)
        before = store.calls.length
      },
    })
    const { stagingKey } = await backend.image()
    const [final, copy] = ['avatars', 'removed'].map(
      (folder) => `${stagingKey.replace('staging', folder)}.jpg`,
    )
    let before = store.calls.length
    await backend.remove()
    steps.push(...store.calls.slice(before))
    expect(steps.filter((step) => !step.startsWith('list'))).toEqual([
      `read ${final}`,
      `create ${copy}`,
      `put ${stagingKey}`,
      'saveImage null',
      `delete ${final}`,
    ])
  })

  test.each([
    ['its URL', (image: StoredImage) => image.url],
    ['a signed URL of it', ({ key }: StoredImage) => `https://storage.example/${key}?X-Amz-Signature=0`],
  ])('is found when the app has saved %s', async (_, textOf) => {
    const backend = createBackend({
      saveImage({ id }, image) {
        if (image === null) backend.column.delete(id)
        else backend.column.set(id, textOf(image))
      },
    })
    await backend.image(await png(), 'image/png')
    const answer = await backend.remove()
    expect(backend.store.keys('avatars/')).toEqual([])
    expect(imageOf(await backend.confirm(undoTicketOf(answer))).type).toBe('image/png')
  })

  test('that has lost its object is removed all the same, for good', async () => {
    const backend = createBackend()
    const { stagingKey } = await backend.image()
    backend.store.objects.delete(`${stagingKey.replace('staging', 'avatars')}.jpg`)
    expect(await backend.remove()).toMatchObject(NOTHING)
    expect(backend.removals).toEqual(['ada'])
    expect(backend.store.keys('removed/')).toEqual([])
  })

  test('with undoExpiresInSeconds 0 is deleted at once, and no copy is kept', async () => {
    const backend = createBackend({ undoExpiresInSeconds: 0 })
    const { ticket } = await backend.image()
    expect(await backend.remove()).toMatchObject(NOTHING)
    expect(backend.store.keys('avatars/')).toEqual([])
    expect(backend.store.keys('removed/')).toEqual([])
    expect(refusalOf(await backend.confirm(ticket))).toMatchObject({ status: 410, code: 'revoked' })
  })

  test('is of one owner: the images of others stay', async () => {
    const backend = createBackend()
    await backend.image(PICTURE, 'image/jpeg', 'ada')
    const eves = await backend.image(PICTURE, 'image/jpeg', 'eve')
    await backend.remove('ada')
    expect((await backend.current('eve')).json).toMatchObject({ id: eves.id })
    expect(backend.store.keys('avatars/')).toEqual([backend.saved[1]?.key])
  })
})

describe('T-46: no old ticket brings a removed picture back', () => {
  test('not when it is confirmed once more', async () => {
    const backend = createBackend()
    const { ticket } = await backend.image()
    await backend.remove()
    expect(refusalOf(await backend.confirm(ticket))).toMatchObject({ status: 410, code: 'revoked' })
    expect(await backend.current()).toMatchObject({ json: null })
    expect(backend.store.keys('avatars/')).toEqual([])
    expect(backend.saved).toHaveLength(1)
  })

  test('not when it was renewed before, and it gets no other URL', async () => {
    const backend = createBackend()
    const { ticket } = await backend.image()
    const renewed = grantOf(await backend.requestUrl({ renew: ticket }))
    await backend.remove()
    expect(await backend.confirm(renewed.ticket)).toMatchObject({ status: 410 })
    expect(refusalOf(await backend.requestUrl({ renew: ticket }))).toMatchObject({ code: 'revoked' })
  })
})

test('T-45: of a removed picture the staging object is overwritten and never deleted: its URL stays used', async () => {
  const backend = createBackend()
  const { stagingKey } = await backend.image()
  await backend.remove()
  expect(backend.store.objects.get(stagingKey)).toMatchObject({
    bytes: new Uint8Array(),
    cacheControl: 'no-store',
  })
  expect(backend.store.calls.filter((call) => call.startsWith('delete staging/'))).toEqual([])
})

describe('nothing of ours', () => {
  test.each([
    ['nothing', null],
    ['an empty text', ''],
  ])('%s is saved: nothing happens, and the answer is the same each time', async (_, saved) => {
    const backend = createBackend({ loadImage: () => saved })
    for (let time = 0; time < 2; time++) expect(await backend.remove()).toMatchObject(NOTHING)
    expect(backend.removals).toEqual([])
    expect(backend.events).toEqual([])
    expect(backend.store.calls.filter((call) => !call.startsWith('list'))).toEqual([])
  })

  test.each([
    ['a picture of somebody else', 'https://gravatar.example/avatar/1'],
    ['an image of another owner', 'avatars/0123456789012345678901/ffffffff-ffff-7fff-bfff-ffffffffffff.jpg'],
    ['a text that is no address', 'not an address'],
  ])('%s is saved: only the app lets go of it', async (_, saved) => {
    const backend = createBackend({ loadImage: () => saved })
    expect(await backend.remove()).toMatchObject(NOTHING)
    expect(backend.removals).toEqual(['ada'])
    expect(backend.store.calls.filter((call) => !call.startsWith('list'))).toEqual([])
  })

  test('is left after a removal: a second one asks for nothing', async () => {
    const backend = createBackend()
    await backend.image()
    await backend.remove()
    expect(await backend.remove()).toMatchObject(NOTHING)
    expect(backend.removals).toEqual(['ada'])
  })

  test('is what a picture is that another process is about to save: it stays', async () => {
    const store = memoryStore()
    const other = createBackend({ store, saveImage: () => Promise.reject(new Error('not yet')) })
    const { ticket } = await other.upload()
    await other.confirm(ticket)
    const backend = createBackend({ store })
    expect(await backend.remove()).toMatchObject(NOTHING)
    expect(store.keys('avatars/')).toHaveLength(1)
    expect(await backend.confirm(ticket)).toMatchObject({ status: 200 })
  })
})

describe('a removal that the app refuses', () => {
  function refusingBackend() {
    const refusal = { isOn: true }
    const backend = createBackend({
      saveImage({ id }, image) {
        if (image !== null) return void backend.column.set(id, image.key)
        if (refusal.isOn)
          throw new UploadError('remove-rejected', { details: { reason: 'Staff have a photo.' } })
        backend.column.delete(id)
      },
    })
    return { refusal, backend }
  }

  test('tells its reason, and the image stays where it was', async () => {
    const { backend } = refusingBackend()
    const { id, ticket, image } = await backend.image()
    expect(refusalOf(await backend.remove())).toEqual({
      status: 422,
      code: 'remove-rejected',
      reason: 'Staff have a photo.',
    })
    expect((await backend.current()).json).toMatchObject({ id })
    expect(backend.store.objects.get(backend.column.get('ada') ?? '')?.bytes).toEqual(PICTURE)
    // Its tickets tell the truth about it, too.
    expect(imageOf(await backend.confirm(ticket))).toEqual(image)
  })

  test('can be asked for again, with an undo of its own', async () => {
    const { backend, refusal } = refusingBackend()
    await backend.image()
    await backend.remove()
    refusal.isOn = false
    const { url } = imageOf(await backend.confirm(undoTicketOf(await backend.remove())))
    expect((await backend.current()).json).toMatchObject({ url })
  })
})

describe('at once', () => {
  test('twenty removals have one effect and one answer', async () => {
    const backend = createBackend()
    await backend.image()
    const answers = await Promise.all(Array.from({ length: 20 }, () => backend.remove()))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(backend.removals).toEqual(['ada'])
    expect(await backend.confirm(undoTicketOf(answers[7] as (typeof answers)[0]))).toMatchObject({
      status: 200,
    })
  })

  test('removals in two processes both succeed, and the image is gone', async () => {
    const store = memoryStore()
    const one = createBackend({ store })
    const two = createBackend({
      store,
      loadImage: ({ id }) => one.column.get(id) ?? null,
      saveImage: ({ id }) => void one.column.delete(id),
    })
    await one.image()
    const answers = await Promise.all([one.remove(), two.remove()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(one.column.has('ada')).toBe(false)
    expect(store.keys('avatars/')).toEqual([])
    expect(store.keys('removed/')).toHaveLength(1)
  })

  test('T-46: a removal waits for the confirm before it, and removes what that has saved', async () => {
    const { backend, entered, release } = slowBackend('image')
    const { id, ticket } = await backend.upload()
    const confirmed = backend.confirm(ticket)
    await entered
    const removed = backend.remove()
    await untilIdle()
    release()
    expect(await confirmed).toMatchObject({ status: 200 })
    expect(imageOf(await backend.confirm(undoTicketOf(await removed))).id > id).toBe(true)
  })

  test('T-46: a confirm waits for the removal before it, and its picture stays', async () => {
    const { backend, entered, release } = slowBackend('removal')
    await backend.image()
    const removed = backend.remove()
    await entered
    const newer = await backend.upload(await jpeg({ width: 20 }))
    const confirmed = backend.confirm(newer.ticket)
    await untilIdle()
    release()
    expect(await removed).toMatchObject({ status: 200 })
    expect(await confirmed).toMatchObject({ status: 200 })
    expect((await backend.current()).json).toMatchObject({ id: newer.id })
    expect(backend.store.keys('avatars/')).toEqual([expect.stringContaining(newer.id)])
  })

  /** A backend that saves the first image, or the first removal, only when it is told to. */
  function slowBackend(slow: 'image' | 'removal') {
    const [entered, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const backend = createBackend({
      async saveImage({ id }, image) {
        if ((image === null) === (slow === 'removal')) {
          entered.resolve()
          await released.promise
        }
        if (image === null) backend.column.delete(id)
        else backend.column.set(id, image.key)
      },
    })
    return { backend, entered: entered.promise, release: released.resolve }
  }
})

describe('an event tells of a removal', () => {
  const facts = {
    step: 'remove',
    requestId: expect.any(String),
    ownerHash: expect.stringMatching(/^[\w-]{22}$/),
    durationMs: expect.any(Number),
    storageRequestId: null,
  }

  test('with the id of what was removed, to everybody who asked', async () => {
    const backend = createBackend()
    const { id } = await backend.image()
    backend.events.length = 0
    await Promise.all([backend.remove(), backend.remove()])
    const event = { type: 'removed', ...facts, uploadId: id, code: null, error: null }
    expect(backend.events).toEqual([event, event])
  })

  test('of a picture of somebody else, without an id', async () => {
    const backend = createBackend({ loadImage: () => 'https://gravatar.example/1' })
    await backend.remove()
    expect(backend.events).toMatchObject([{ type: 'removed', uploadId: null }])
  })

  test('that failed, with what has to be repaired', async () => {
    const failure = new Error('the database is away')
    const backend = createBackend({
      saveImage({ id }, image) {
        if (image === null) throw failure
        backend.column.set(id, image.key)
      },
    })
    const { id } = await backend.image()
    expect(await backend.remove()).toMatchObject({ status: 500, json: { error: { code: 'unexpected' } } })
    const event = { type: 'refused', ...facts, uploadId: id, code: 'unexpected', error: failure }
    expect(backend.events.at(-1)).toEqual(event)
  })
})
