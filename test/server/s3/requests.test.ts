import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type ObjectStore, s3Store } from '../../../src/server/index.ts'
import { PICTURE } from '../backend.ts'
import { failureOf } from '../failure.ts'
import { startScriptedServer, type Turn, xmlError } from './scripted-server.ts'

const KEY = 'avatars/owner/id.jpg'
const HEADERS = {
  type: 'image/jpeg',
  cacheControl: 'public, max-age=86400',
  metadata: { upload: 'id', width: '7' },
} as const

function storeAt(endpoint: string): ObjectStore {
  const credentials = { accessKeyId: 'KEY', secretAccessKey: 'secret' }
  return s3Store({ bucket: 'pictures', region: 'us-east-1', endpoint, credentials, prefix: 'app' })
}

async function scripted(...script: Turn[]) {
  const server = await startScriptedServer(script)
  return { ...server, store: storeAt(server.endpoint) }
}

describe('calls are signed in their headers', () => {
  test('and go through the fetch of the store, and through no other', async () => {
    const asked: Request[] = []
    const store = s3Store({
      bucket: 'pictures',
      region: 'us-east-1',
      endpoint: 'https://s3.invalid',
      credentials: { accessKeyId: 'KEY', secretAccessKey: 'secret' },
      async fetch(input, init) {
        asked.push(new Request(input, init))
        return new Response(new Uint8Array(PICTURE), { headers: { 'content-type': 'image/jpeg' } })
      },
    })
    expect(await store.read(KEY)).toMatchObject({ bytes: PICTURE, type: 'image/jpeg' })
    expect(asked.map(({ url }) => url)).toEqual([`https://pictures.s3.invalid/${KEY}`])
    expect(asked[0]?.headers.get('authorization')).toContain('Credential=KEY/')
  })

  test('a create sends its bytes, its own headers and nothing else that a store would keep', async () => {
    const { store, received } = await scripted({ status: 200 })
    expect(await store.create(KEY, PICTURE, HEADERS)).toBe('created')
    const [request] = received
    expect(request).toMatchObject({ method: 'PUT', path: `/pictures/app/${KEY}` })
    expect(new Uint8Array(request?.body ?? [])).toEqual(PICTURE)
    expect(request?.headers).toMatchObject({
      'content-length': String(PICTURE.length),
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=86400',
      'if-none-match': '*',
      'x-amz-content-sha256': createHash('sha256').update(PICTURE).digest('hex'),
      'x-amz-meta-upload': 'id',
      'x-amz-meta-width': '7',
    })
    expect(request?.headers.authorization).toContain(
      'SignedHeaders=cache-control;content-type;host;if-none-match;x-amz-content-sha256;x-amz-date;' +
        'x-amz-meta-upload;x-amz-meta-width,',
    )
  })

  test('T-45: a put is a create without its condition: a tombstone lies down on what is there', async () => {
    const { store, received } = await scripted({ status: 200 })
    await store.put('staging/owner/id', new Uint8Array(), { ...HEADERS, metadata: {} })
    const [request] = received
    expect(request).toMatchObject({ method: 'PUT', path: '/pictures/app/staging/owner/id' })
    expect(request?.body).toHaveLength(0)
    expect(request?.headers).toMatchObject({
      'content-length': '0',
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=86400',
      'x-amz-content-sha256': createHash('sha256').update('').digest('hex'),
    })
    expect(request?.headers['if-none-match']).toBeUndefined()
    // In its header, and not as a URL that could be handed on.
    expect(request?.headers.authorization).toContain(
      'SignedHeaders=cache-control;content-type;host;x-amz-content-sha256;x-amz-date,',
    )
    expect(request?.path).not.toContain('?')
  })

  test('a read returns bytes, type and metadata', async () => {
    const headers = { 'content-type': 'image/jpeg', 'x-amz-meta-upload': 'id', 'x-amz-meta-width': '7' }
    const { store, received } = await scripted({ status: 200, headers, body: PICTURE })
    expect(await store.read(KEY)).toEqual({
      bytes: PICTURE,
      type: 'image/jpeg',
      contentEncoding: null,
      metadata: { upload: 'id', width: '7' },
    })
    expect(received[0]).toMatchObject({ method: 'GET', path: `/pictures/app/${KEY}` })
    expect(received[0]?.headers['accept-encoding']).toBe('identity')
  })

  test.each([
    ['gzip', gzipSync(PICTURE)],
    ['gzip', PICTURE],
    ['br', PICTURE],
  ])('T-7: a read of what is stored as %s says so, and hands on no decoded byte', async (encoding, body) => {
    const headers = { 'content-type': 'image/jpeg', 'content-encoding': encoding }
    const { store } = await scripted({ status: 200, headers, body })
    expect(await store.read(KEY)).toMatchObject({ contentEncoding: encoding, bytes: new Uint8Array() })
  })

  test('a head returns size, type, hash and ETag', async () => {
    const headers = {
      'content-length': '1234',
      'content-type': 'image/jpeg',
      'x-amz-checksum-sha256': 'hash',
      etag: '"0123abc"',
    }
    const { store, received } = await scripted({ status: 200, headers })
    expect(await store.head(KEY)).toEqual({
      sizeBytes: 1234,
      type: 'image/jpeg',
      sha256: 'hash',
      etag: '"0123abc"',
    })
    expect(received[0]).toMatchObject({ method: 'HEAD' })
  })

  test('a list returns keys without the folder of the store', async () => {
    const { store, received } = await scripted({
      status: 200,
      body: listOf(['app/a/2', 'app/a/3+%26'], false),
    })
    expect(await store.list?.('a/', 'a/1', 5)).toEqual(['a/2', 'a/3 &'])
    expect(received[0]).toMatchObject({ method: 'GET' })
    const { pathname, searchParams } = new URL(received[0]?.path ?? '', 'http://s3.test')
    expect(pathname).toBe('/pictures/')
    expect(Object.fromEntries(searchParams)).toEqual({
      'list-type': '2',
      prefix: 'app/a/',
      'start-after': 'app/a/1',
      'max-keys': '5',
      'encoding-type': 'url',
    })
  })

  test('a list goes on after a page that is shorter than what was asked for', async () => {
    const { store, received } = await scripted(
      { status: 200, body: listOf(['app/a/1', 'app/a/2'], true) },
      { status: 200, body: listOf(['app/a/3'], true) },
      { status: 200, body: listOf([], false) },
    )
    expect(await store.list?.('a/', '', 5)).toEqual(['a/1', 'a/2', 'a/3'])
    const asked = received.map(({ path }) => new URL(path, 'http://s3.test').searchParams)
    expect(asked.map((query) => query.get('start-after'))).toEqual(['app/', 'app/a/2', 'app/a/3'])
    expect(asked.map((query) => query.get('max-keys'))).toEqual(['5', '3', '2'])
  })

  test('a list ends at its limit', async () => {
    const { store, received } = await scripted({ status: 200, body: listOf(['app/a/1', 'app/a/2'], true) })
    expect(await store.list?.('a/', '', 2)).toEqual(['a/1', 'a/2'])
    expect(received).toHaveLength(1)
  })

  test('a delete is done when there is nothing left', async () => {
    const { store, received } = await scripted({ status: 204 }, { status: 404 })
    await store.delete(KEY)
    await store.delete(KEY)
    expect(received.map(({ method }) => method)).toEqual(['DELETE', 'DELETE'])
  })
})

describe('what S3 says that is no failure', () => {
  test('404 to a read or a head: there is no such object', async () => {
    const { store, received } = await scripted(xmlError(404, 'NoSuchKey'))
    expect(await store.read(KEY)).toBeNull()
    expect(await store.head(KEY)).toBeNull()
    expect(received).toHaveLength(2)
  })

  test('but 412 to a put, which has asked for no condition, is one', async () => {
    const { store, received } = await scripted(xmlError(412, 'PreconditionFailed'))
    expect((await failureOf(store.put(KEY, PICTURE, HEADERS))).code).toBe('storage-misconfigured')
    expect(received).toHaveLength(1)
  })

  test('412 to a create: there is one already', async () => {
    const { store, received } = await scripted(xmlError(412, 'PreconditionFailed'))
    expect(await store.create(KEY, PICTURE, HEADERS)).toBe('already-there')
    expect(received).toHaveLength(1)
  })
})

describe('what the operator has to repair is not tried again', () => {
  test.each([
    ['T-40: 403', xmlError(403, 'AccessDenied'), /403 \(AccessDenied\) to a GET, request id REQ1/],
    ['404 for the bucket', xmlError(404, 'NoSuchBucket'), /404 \(NoSuchBucket\)/],
    ['400', xmlError(400, 'AuthorizationHeaderMalformed'), /400 \(AuthorizationHeaderMalformed\)/],
    ['412 to a read', xmlError(412, 'PreconditionFailed'), /412/],
    ['405, without a word', { status: 405 } as const, /405 \(no code\)/],
  ])('%s', async (_, turn, cause) => {
    const { store, received } = await scripted(turn)
    const error = await failureOf(store.read(KEY))
    expect(error.code).toBe('storage-misconfigured')
    expect(String(error.cause)).toMatch(cause)
    expect(received).toHaveLength(1)
  })

  test('T-49: a redirect is not followed, not even with a create', async () => {
    const elsewhere = await startScriptedServer([{ status: 200 }])
    for (const status of [301, 302, 307, 308]) {
      const { store, received } = await scripted({ status, headers: { location: `${elsewhere.endpoint}/x` } })
      const error = await failureOf(store.create(KEY, PICTURE, HEADERS))
      expect(error.code).toBe('storage-misconfigured')
      expect(received).toHaveLength(1)
    }
    expect(elsewhere.received).toEqual([])
  })
})

test('T-17: no failure tells a URL, a key, a message of S3 or a signature', async () => {
  const servers = await Promise.all([scripted(xmlError(403, 'AccessDenied')), scripted('reset')])
  const unreachable = storeAt('http://127.0.0.1:1')
  for (const store of [...servers.map((server) => server.store), unreachable]) {
    const error = await failureOf(store.read(KEY))
    const whole = [error.message, error.stack, String(error.cause), JSON.stringify(error)].join('\n')
    expect(whole).not.toMatch(/http:|avatars\/owner|pictures\/|secret message|Signature=|127\.0\.0\.1/)
  }
})

function listOf(encodedKeys: readonly string[], isTruncated: boolean): string {
  const contents = encodedKeys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`)
  return `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${contents.join('')}</ListBucketResult>`
}
