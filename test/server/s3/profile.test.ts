import { beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest'
import { UPLOAD_HEADERS } from '../../../src/contract/messages.ts'
import { parseUploadGrant } from '../../../src/contract/parse-answer.ts'
import { type S3Profile, s3Profile, type S3ProfileName, s3Store } from '../../../src/server/index.ts'
import { PICTURE } from '../backend.ts'
import { sha256Of } from '../memory-store.ts'
import { startScriptedServer } from './scripted-server.ts'

const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) } as const
const OPTIONS = {
  bucket: 'pictures',
  region: 'us-east-1',
  credentials: { accessKeyId: 'KEY', secretAccessKey: 'secret' },
}
const WEAK: S3Profile = { createOnly: false, bodyHash: 'none', quotesEtags: true }

let warn: MockInstance<typeof console.warn>
beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  return () => warn.mockRestore()
})

const ALL_THREE = ['content-type', 'if-none-match', 'x-amz-checksum-sha256']

describe.each<[string, S3ProfileName | S3Profile, string[]]>([
  ['aws', 'aws', ALL_THREE],
  ['r2', 'r2', ALL_THREE],
  ['minio', 'minio', ALL_THREE],
  ['ceph', 'ceph', ['content-type', 'if-none-match']],
  [
    'an own one, without create-only writes',
    { ...WEAK, bodyHash: 'sha256' },
    [ALL_THREE[0], ALL_THREE[2]] as string[],
  ],
  ['an own one, without anything', WEAK, ['content-type']],
])('the profile %s', (_, profile, browserHeaders) => {
  test('derives what pages send and signatures cover from one place', async () => {
    const facts = s3Profile(profile)
    expect(facts.browserHeaders).toEqual(browserHeaders)
    expect(facts.signedHeaders).toEqual([...browserHeaders, 'content-length', 'host'].sort())

    const { url, headers } = await s3Store({ ...OPTIONS, profile }).signPut('staging/key', FACTS, 300)
    expect(Object.keys(headers)).toEqual(facts.browserHeaders)
    const signedHeaders = new URL(url).searchParams.get('X-Amz-SignedHeaders')
    expect(signedHeaders?.split(';')).toEqual(facts.signedHeaders)
  })

  test('asks a page for nothing that it would not send', async () => {
    const upload = await s3Store({ ...OPTIONS, profile }).signPut('staging/key', FACTS, 300)
    const grant = parseUploadGrant({ ticket: 'ticket', id: 'id', upload }, FACTS)
    expect(grant.upload.headers).toEqual(upload.headers)
  })
})

test('a page may be asked for what S3 itself wants, and for no more', () => {
  expect(s3Profile().browserHeaders).toEqual(UPLOAD_HEADERS)
})

describe('what a server costs is said once, when its store is made', () => {
  test.each<[S3ProfileName | S3Profile | undefined, RegExp | null]>([
    [undefined, null],
    ['aws', null],
    ['ceph', /^s3Store, bucket pictures: With an upload URL, other bytes.*confirm refuses them\.$/],
    [
      { ...WEAK, bodyHash: 'sha256' },
      /^s3Store, bucket pictures: An upload URL can be used again.*revoke is not available\.$/,
    ],
    [WEAK, /used again.* other bytes/],
  ])('%j', async (profile, expected) => {
    const store = s3Store({ ...OPTIONS, profile })
    for (let count = 0; count < 3; count += 1) await store.signPut('staging/key', FACTS, 300)
    expect(warn.mock.calls.length).toBe(expected === null ? 0 : 1)
    expect(String(warn.mock.calls[0] ?? '')).toMatch(expected ?? /^$/)
  })
})

test.each([
  ['aws', '"0123abc"'],
  ['ceph', '0123abc'],
] as const)('an ETag comes as If-Match of %s wants it', async (profile, etag) => {
  const { endpoint } = await startScriptedServer([{ status: 200, headers: { etag: '"0123abc"' } }])
  const store = s3Store({ ...OPTIONS, endpoint, profile })
  expect(await store.head('key')).toMatchObject({ etag })
})
