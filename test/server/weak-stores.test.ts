import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { UploadGrant } from '../../src/contract/messages.ts'
import type { S3Profile, S3ProfileName } from '../../src/server/index.ts'
import type { StrictS3Options } from '../../src/testing/index.ts'
import { grantOf, PICTURE } from './backend.ts'
import { sha256Of } from './memory-store.ts'
import { openWholeUpload } from './whole-upload.ts'

// What still holds on servers that keep less than S3 does, each profile on a store with just that weakness.

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))
afterEach(() => vi.restoreAllMocks())

const NO_CREATE_ONLY: S3Profile = { createOnly: false, bodyHash: 'sha256', quotesEtags: true }
const NOTHING: S3Profile = { createOnly: false, bodyHash: 'none', quotesEtags: true }

const OTHER = Uint8Array.from(PICTURE, (byte, index) => (index === PICTURE.length - 3 ? byte ^ 1 : byte))
const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) }
const HEADERS = { type: 'image/jpeg', cacheControl: 'no-store', metadata: {} } as const

async function open(profile: S3ProfileName | S3Profile, storage: Partial<StrictS3Options> = {}) {
  const whole = await openWholeUpload({ store: { profile }, storage })
  onTestFinished(() => whole.close())
  const put = async ({ upload: { url, headers } }: UploadGrant, body: Uint8Array) =>
    (await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) })).status
  return {
    ...whole,
    put,
    grant: async () => grantOf(await whole.backend.requestUrl(FACTS)),
    confirm: async ({ ticket }: UploadGrant) => (await whole.backend.confirm(ticket)).status,
  }
}

const CEPH: Partial<StrictS3Options> = { ignoresChecksum: true }
const OLD: Partial<StrictS3Options> = { ignoresIfNoneMatch: true }
const BOTH: Partial<StrictS3Options> = { ...CEPH, ...OLD }

describe.each<[string, S3ProfileName | S3Profile, Partial<StrictS3Options>]>([
  ['aws', 'aws', {}],
  ['r2', 'r2', {}],
  ['minio', 'minio', {}],
  ['ceph', 'ceph', CEPH],
  ['no create-only writes', NO_CREATE_ONLY, OLD],
  ['neither', NOTHING, BOTH],
])('on %s', (_, profile, storage) => {
  const isCreateOnly = typeof profile === 'string' || profile.createOnly
  const isHashed = typeof profile === 'string' ? profile !== 'ceph' : profile.bodyHash === 'sha256'

  test('a picture is uploaded, replaced and removed', async () => {
    const { upload, backend, s3 } = await open(profile, storage)
    const first = await upload()
    const second = await upload()
    expect(backend.saved.map(({ id }) => id)).toEqual([first.id, second.id])
    expect((await backend.remove()).status).toBe(200)
    expect(s3.objects('pictures').filter(({ key }) => key.startsWith('avatars/'))).toEqual([])
  })

  test('T-2: other bytes than announced are never an image', async () => {
    const { grant, put, confirm, backend } = await open(profile, storage)
    const upload = await grant()
    expect(await put(upload, OTHER)).toBe(isHashed ? 400 : 200)
    expect(await confirm(upload)).toBe(409)
    expect(backend.saved).toEqual([])
  })

  test(`T-1: a URL is ${isCreateOnly ? '' : 'not '}one-shot, and the image stays as it was`, async () => {
    const { grant, put, confirm, backend, store } = await open(profile, storage)
    const upload = await grant()
    expect(await put(upload, PICTURE)).toBe(200)
    expect(await confirm(upload)).toBe(200)
    expect(await put(upload, PICTURE)).toBe(isCreateOnly ? 412 : 200)
    if (!isHashed) await put(upload, OTHER)
    expect(await confirm(upload)).toBe(200)
    expect((await store.read(backend.saved[0]?.key ?? ''))?.bytes).toEqual(PICTURE)
  })

  test('the store overwrites nothing that is there', async () => {
    const { store } = await open(profile, storage)
    expect(await store.create('key', PICTURE, HEADERS)).toBe('created')
    expect(await store.create('key', OTHER, HEADERS)).toBe('already-there')
    expect((await store.read('key'))?.bytes).toEqual(PICTURE)
  })

  test('T-4: what the signature covers cannot be left out or changed', async () => {
    const { grant } = await open(profile, storage)
    const { upload } = await grant()
    for (const name of Object.keys(upload.headers)) {
      const { [name]: _value, ...without } = upload.headers
      for (const headers of [without, { ...without, [name]: 'other' }]) {
        const answer = await fetch(upload.url, { method: 'PUT', headers, body: new Uint8Array(PICTURE) })
        expect(answer.status).toBe(403)
      }
    }
    const longer = new Uint8Array([...PICTURE, 0])
    const { url, headers } = upload
    expect((await fetch(url, { method: 'PUT', headers, body: longer })).status).toBe(403)
  })

  test.runIf(isCreateOnly)('T-22: revoke ends an upload', async () => {
    const { grant, put, backend } = await open(profile, storage)
    const upload = await grant()
    expect(await backend.handler.revoke(upload.ticket)).toBe('revoked')
    expect(await put(upload, PICTURE)).toBe(412)
  })

  test.skipIf(isCreateOnly)('T-22: revoke says that it cannot end an upload, and does nothing', async () => {
    const { grant, backend, s3 } = await open(profile, storage)
    const refusal = backend.handler.revoke((await grant()).ticket)
    await expect(refusal).rejects.toThrow(TypeError)
    await expect(refusal).rejects.toThrow(/create-only writes.*Let it expire/)
    expect(s3.objects('pictures')).toEqual([])
  })
})

test('without create-only writes, nothing asks for one: servers that refuse the header are served', async () => {
  const { upload, wire } = await open(NOTHING, BOTH)
  await upload()
  expect(wire.join('\n')).not.toMatch(/if-none-match|x-amz-checksum/)
})

describe('on a server that keeps less than its profile says', () => {
  test('T-2: other bytes are stored, and are never an image', async () => {
    const { grant, put, confirm, backend } = await open('aws', CEPH)
    const upload = await grant()
    expect(await put(upload, OTHER)).toBe(200)
    expect(await confirm(upload)).toBe(409)
    expect(backend.saved).toEqual([])
  })

  test('a URL stores again, and the image stays as it was', async () => {
    const { grant, put, confirm, backend, store } = await open('aws', BOTH)
    const upload = await grant()
    await put(upload, PICTURE)
    expect(await confirm(upload)).toBe(200)
    expect(await put(upload, OTHER)).toBe(200)
    expect(await confirm(upload)).toBe(200)
    expect((await store.read(backend.saved[0]?.key ?? ''))?.bytes).toEqual(PICTURE)
  })
})
