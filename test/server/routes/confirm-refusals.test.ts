import { describe, expect, test } from 'vitest'
import { gif, heicHeader, latin1, pngBomb, svg, webp } from '../../picture/samples.ts'
import { createBackend, grantOf, imageOf, PICTURE, refusalOf } from '../backend.ts'
import { memoryStore, sha256Of } from '../memory-store.ts'

describe('nothing is promoted', () => {
  /** The refusal, and what it left behind. */
  async function outcomeOf(backend: ReturnType<typeof createBackend>, ticket: string) {
    const { status, code } = refusalOf(await backend.confirm(ticket))
    return { status, code, promoted: backend.store.keys('avatars/'), saved: backend.saved }
  }

  const nothingBut = (status: number, code: string) => ({ status, code, promoted: [], saved: [] })

  test('T-40: before the picture has arrived', async () => {
    const backend = createBackend()
    const { ticket, stagingKey } = await backend.grant()
    expect(await outcomeOf(backend, ticket)).toEqual(nothingBut(409, 'not-uploaded'))
    backend.store.place(stagingKey, PICTURE, { type: 'image/jpeg' })
    expect(await backend.confirm(ticket)).toMatchObject({ status: 200 })
  })

  test('T-25: by knowing the hash of what another owner has uploaded', async () => {
    const backend = createBackend()
    await backend.upload(PICTURE, 'image/jpeg', 'ada')
    const { ticket } = await backend.grant(PICTURE, 'image/jpeg', 'eve')
    expect(await backend.confirm(ticket, 'eve')).toMatchObject({
      status: 409,
      json: { error: { code: 'not-uploaded' } },
    })
    expect(backend.store.keys('avatars/')).toEqual([])
  })

  test.each([
    [
      'other bytes of the same length',
      PICTURE.map((byte, at) => (at === PICTURE.length - 1 ? byte ^ 1 : byte)),
    ],
    ['fewer bytes', PICTURE.subarray(0, -1)],
    ['more bytes', new Uint8Array([...PICTURE, 0])],
  ])('when the store has %s', async (_, bytes) => {
    const backend = createBackend()
    const { ticket, stagingKey } = await backend.grant()
    backend.store.place(stagingKey, bytes, { type: 'image/jpeg' })
    expect(await outcomeOf(backend, ticket)).toEqual(nothingBut(409, 'changed'))
  })

  test('when the length is not the announced one, even if the hash is', async () => {
    const backend = createBackend()
    const sha256 = sha256Of(PICTURE)
    const answer = await backend.requestUrl({ type: 'image/jpeg', sizeBytes: PICTURE.length - 1, sha256 })
    const { ticket, upload } = grantOf(answer)
    backend.store.place(new URL(upload.url).pathname.slice(1), PICTURE, { type: 'image/jpeg' })
    expect(await outcomeOf(backend, ticket)).toEqual(nothingBut(409, 'changed'))
  })

  test('T-7: with a content encoding', async () => {
    const backend = createBackend()
    const { ticket, stagingKey } = await backend.grant()
    backend.store.place(stagingKey, PICTURE, { type: 'image/jpeg', contentEncoding: 'gzip' })
    expect(await outcomeOf(backend, ticket)).toEqual(nothingBut(422, 'confirm-rejected'))
  })

  test('T-6: when the store kept another type than was signed', async () => {
    const backend = createBackend()
    const { ticket, stagingKey } = await backend.grant()
    backend.store.place(stagingKey, PICTURE, { type: 'text/html' })
    expect(await outcomeOf(backend, ticket)).toEqual(nothingBut(422, 'confirm-rejected'))
  })

  test('T-22: of an upload that was revoked by a tombstone', async () => {
    const backend = createBackend()
    const { ticket, stagingKey } = await backend.upload()
    backend.store.place(stagingKey, new Uint8Array(), { type: 'application/octet-stream' })
    expect(await outcomeOf(backend, ticket)).toEqual(nothingBut(410, 'revoked'))
  })

  test.each([
    ['T-30: WebP announced as JPEG', webp, 'image/jpeg'],
    ['T-29: text', () => latin1('just some text, long enough to be read'), 'image/jpeg'],
    ['T-31: SVG announced as PNG', () => svg(), 'image/png'],
    ['T-38: HEIC', () => heicHeader(), 'image/jpeg'],
    ['GIF', gif, 'image/png'],
    ['T-33: a pixel bomb', () => pngBomb(20_000, 20_000), 'image/png'],
    ['T-39: two bytes of a JPEG', () => new Uint8Array([0xff, 0xd8]), 'image/jpeg'],
    ['T-39: a JPEG that ends before its size', () => new Uint8Array([0xff, 0xd8, 0xff]), 'image/jpeg'],
  ])('%s, whatever was announced', async (_, make, type) => {
    const backend = createBackend()
    const { ticket } = await backend.upload(await make(), type)
    expect(await outcomeOf(backend, ticket)).toEqual(nothingBut(422, 'confirm-rejected'))
  })

  test.each([
    ['a type', { types: ['image/png'] as const }, 'The picture is not of an accepted type.'],
    ['a size', { maxSizeBytes: 100 }, 'The picture is too large.'],
    ['a number of pixels', { maxPixels: 1 }, 'The picture has too many pixels.'],
  ])('with %s that is accepted no more since a deploy', async (_, rules, reason) => {
    const before = createBackend()
    const { ticket } = await before.upload()
    const after = createBackend({ store: before.store, rules })
    expect(refusalOf(await after.confirm(ticket))).toEqual({ status: 422, code: 'confirm-rejected', reason })
    expect(await outcomeOf(after, ticket)).toEqual(nothingBut(422, 'confirm-rejected'))
  })

  test.each([
    ['T-47: a URL', { url: 'https://127.0.0.1/' }],
    ['T-47: a key', { key: 'staging/someone/else' }],
    ['T-47: a bucket', { bucket: 'another' }],
    ['nothing', { ticket: undefined }],
    ['a number', { ticket: 7 }],
  ])('%s is no ticket, and no field beside one', async (_, fields) => {
    const backend = createBackend()
    const { ticket } = await backend.upload()
    const answer = await backend.call({ path: '/confirm', body: { ticket, ...fields } })
    expect(refusalOf(answer)).toMatchObject({ status: 400, code: 'request-rejected' })
    expect(backend.store.keys('avatars/')).toEqual([])
  })

  test('T-44: but the verified bytes, when the object is swapped right after it was read', async () => {
    const store = memoryStore()
    const backend = createBackend({
      store: {
        ...store,
        async read(key) {
          const object = await store.read(key)
          const copy = object === null ? null : { ...object, bytes: object.bytes.slice() }
          object?.bytes.fill(0)
          store.place(key, latin1('swapped'), { type: 'text/html' })
          return copy
        },
      },
    })
    const bytes = PICTURE.slice()
    const { ticket } = await backend.upload(bytes)
    const { sizeBytes } = imageOf(await backend.confirm(ticket))
    expect(sizeBytes).toBe(PICTURE.length)
    expect(store.objects.get(backend.saved[0]?.key ?? '')?.bytes).toEqual(PICTURE)
    expect(store.calls.filter((call) => call.startsWith('read'))).toHaveLength(1)
  })
})
