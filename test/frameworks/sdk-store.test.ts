import { inspect } from 'node:util'
import { createBackend, isUploadError } from 'react-profile-image-upload'
import { createProfileImageHandler, type ObjectStore, s3Store } from 'react-profile-image-upload/server'
import { createStrictS3, samplePicture } from 'react-profile-image-upload/testing'
import { listen, type Listener } from 'react-profile-image-upload/testing/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sdkStore } from './recipes/sdk-store.ts'

// The recipe beside the store of the package: whoever takes it loses nothing.

const credentials = { accessKeyId: 'KEY', secretAccessKey: 'secret' }
const s3 = createStrictS3({ buckets: [{ name: 'pictures' }], credentials: { KEY: 'secret' } })
let storage: Listener
beforeAll(async () => {
  storage = await listen(s3.fetch)
})
afterAll(() => storage.close())

const place = () => ({
  bucket: 'pictures',
  region: 'us-east-1',
  endpoint: storage.url,
  forcePathStyle: true,
  credentials,
})
type Place = ReturnType<typeof place>

const bytes = new Uint8Array(await samplePicture().arrayBuffer())
const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('base64')
const FACTS = { type: 'image/jpeg', sizeBytes: bytes.length, sha256 } as const
const KEPT = { type: 'image/jpeg', cacheControl: 'public, max-age=60', metadata: { owner: 'ada' } } as const
const newKey = () => `staging/${crypto.randomUUID()}`

describe.each<[string, (place: Place) => ObjectStore]>([
  ['s3Store', s3Store],
  ['sdkStore', sdkStore],
])('%s', (_name, open) => {
  test('a picture is uploaded, confirmed twice, removed and brought back', async () => {
    let savedKey: string | null = null
    const handler = createProfileImageHandler({
      store: open(place()),
      ticketSecret: 'a secret of thirty-two bytes, or more',
      imageUrl: 'https://img.example.com',
      authorize: () => ({ id: 'user:ada' }),
      loadImage: () => savedKey,
      saveImage: (_owner, image) => void (savedKey = image?.key ?? null),
    })
    const app = createBackend({
      endpoint: 'https://app.example.com/api/profile-image',
      fetch: (...asked: ConstructorParameters<typeof Request>) => handler(new Request(...asked)),
    })
    const { signal } = new AbortController()
    const { ticket, upload } = await app.requestUrl(FACTS, { picture: new Blob([bytes]), signal })
    const sent = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: bytes })
    expect(sent.status).toBe(200)
    const image = await app.confirm(ticket, { signal })
    expect(await app.confirm(ticket, { signal })).toEqual(image)
    const removed = await app.remove?.({ signal })
    expect(await app.current?.({ signal })).toBeNull()
    const restored = await app.confirm(removed?.undoTicket ?? '', { signal })
    expect(restored).toMatchObject({ type: 'image/jpeg', width: 320, height: 240 })
  })

  test('a URL takes these very bytes, once', async () => {
    const store = open(place())
    const key = newKey()
    const { url, headers } = await store.signPut(key, FACTS, 300)
    const { searchParams } = new URL(url)
    const signed = 'content-length;content-type;host;if-none-match;x-amz-checksum-sha256'
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe(signed)
    expect(searchParams.get('X-Amz-Expires')).toBe('300')
    expect([...searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([])
    const put = async (body: Uint8Array<ArrayBuffer>, more: Record<string, string> = {}) =>
      (await fetch(url, { method: 'PUT', headers: { ...headers, ...more }, body })).status
    expect(await put(bytes.with(500, (bytes[500] ?? 0) ^ 1))).toBe(400)
    expect(await put(bytes.subarray(1))).toBe(403)
    expect(await put(bytes, { 'content-type': 'image/png' })).toBe(403)
    expect(await put(bytes)).toBe(200)
    expect(await put(bytes)).toBe(412)
  })

  test('tells what is kept with an object, and that there is none', async () => {
    const store = open(place())
    const key = newKey()
    expect([await store.head(key), await store.read(key)]).toEqual([null, null])
    const { url, headers } = await store.signPut(key, FACTS, 300)
    await fetch(url, { method: 'PUT', headers, body: bytes })
    expect(await store.head(key)).toEqual({ ...FACTS, etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) })
    await store.put(key, bytes, KEPT)
    const found = await store.read(key)
    expect(found).toEqual({ bytes, type: 'image/jpeg', contentEncoding: null, metadata: { owner: 'ada' } })
    expect(s3.objects('pictures').find((each) => each.key === key)?.headers['cache-control']).toBe(
      KEPT.cacheControl,
    )
    expect((await fetch(await store.signGet(key, 300))).status).toBe(200)
    await store.delete(key)
    await store.delete(key)
    expect(await store.read(key)).toBeNull()
  })

  test('of parallel calls one creates', async () => {
    const store = open(place())
    const key = newKey()
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => store.create(key, bytes, KEPT)))
    expect(outcomes.filter((each) => each === 'created')).toHaveLength(1)
  })

  test('lists what comes after, and no more than was asked for', async () => {
    const store = open(place())
    const folder = newKey()
    for (const name of ['c', 'a', 'd', 'b']) await store.put(`${folder}/${name}`, new Uint8Array(), KEPT)
    expect(await store.list(`${folder}/`, `${folder}/a`, 2)).toEqual([`${folder}/b`, `${folder}/c`])
  })

  test.each([
    [
      'a wrong secret',
      'storage-misconfigured',
      { credentials: { ...credentials, secretAccessKey: 'another' } },
    ],
    ['no such bucket', 'storage-misconfigured', { bucket: 'elsewhere' }],
    ['a server that is down', 'backend-unavailable', { endpoint: 'http://127.0.0.1:9' }],
  ])('%s: %s, and no word of the key', async (_what, code, change) => {
    const store = open({ ...place(), ...change })
    const key = newKey()
    const thrown = await store.read(key).catch((error: unknown) => error)
    expect(isUploadError(thrown) && thrown.code).toBe(code)
    // Whatever a log would write.
    expect(inspect(thrown, { depth: Infinity, showHidden: true })).not.toContain(key)
  })
})
