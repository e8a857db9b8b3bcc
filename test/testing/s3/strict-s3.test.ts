import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createStrictS3 } from '../../../src/testing/index.ts'
import { CREDENTIALS, signedRequest } from './signed-request.ts'

const { accessKeyId, secretAccessKey } = CREDENTIALS
const NOON_MS = Date.parse('2026-11-23T12:00:00Z')
const BYTES = new TextEncoder().encode('some bytes')

function open() {
  const clock = { nowMs: NOON_MS }
  const s3 = createStrictS3({
    buckets: [{ name: 'pictures', publicReadPrefixes: ['avatars/'] }, { name: 'others' }],
    credentials: { [accessKeyId]: secretAccessKey },
    now: () => clock.nowMs,
  })
  return { s3, clock }
}

const SIGNED = { body: BYTES, signedAtMs: NOON_MS }
const PRESIGNED = { ...SIGNED, expiresInSeconds: 300 }

async function refusal(response: Response): Promise<Record<string, string | number | undefined>> {
  const xml = await response.text()
  const elements = xml.matchAll(/<([\w-]+)>([^<]+)<\/\1>/g)
  return {
    status: response.status,
    ...Object.fromEntries(Array.from(elements, ([, name, text]) => [name, text])),
  }
}

describe('temporary credentials', () => {
  const openWithToken = () =>
    createStrictS3({
      buckets: [{ name: 'pictures' }],
      credentials: { [accessKeyId]: secretAccessKey },
      sessionTokens: { [accessKeyId]: 'token/of+a=session' },
    })

  test.each([
    ['in the query', { body: BYTES, expiresInSeconds: 300 }],
    ['in the headers', { body: BYTES }],
  ])('are good with their session token alone, %s', async (_where, signing) => {
    const s3 = openWithToken()
    const ask = async (more: { sessionToken?: string }) =>
      s3.fetch(await signedRequest('/pictures/a', { ...signing, ...more }))
    expect((await ask({ sessionToken: 'token/of+a=session' })).status).toBe(200)
    expect(await refusal(await ask({}))).toMatchObject({ status: 403, Code: 'InvalidAccessKeyId' })
    const another = await ask({ sessionToken: 'another' })
    expect(await refusal(another)).toMatchObject({ status: 400, Code: 'InvalidToken' })
  })

  test('lasting ones have no token', async () => {
    const request = await signedRequest('/pictures/a', { ...SIGNED, sessionToken: 'a token' })
    expect(await refusal(await open().s3.fetch(request))).toMatchObject({ status: 400, Code: 'InvalidToken' })
  })
})

describe('time', () => {
  test('a presigned URL works until its last second by the clock of the store', async () => {
    const { s3, clock } = open()
    clock.nowMs = NOON_MS + 300_000
    expect((await s3.fetch(await signedRequest('/pictures/a', PRESIGNED))).status).toBe(200)
    clock.nowMs += 1
    const late = await s3.fetch(await signedRequest('/pictures/b', PRESIGNED))
    expect(await refusal(late)).toMatchObject({
      status: 403,
      Code: 'AccessDenied',
      Message: 'Request has expired',
      'X-Amz-Expires': '300',
      Expires: '2026-11-23T12:05:00.000Z',
      ServerTime: '2026-11-23T12:05:00.001Z',
    })
    expect(s3.objects('pictures').map(({ key }) => key)).toEqual(['a'])
  })

  test('an upload that starts in time may outlast its URL', async () => {
    const { s3, clock } = open()
    const { url, headers } = await signedRequest('/pictures/a', PRESIGNED)
    const body = new ReadableStream({
      pull(controller) {
        clock.nowMs += 400_000
        controller.enqueue(BYTES)
        controller.close()
      },
    })
    const init: RequestInit & { duplex: 'half' } = { method: 'PUT', headers, body, duplex: 'half' }
    expect((await s3.fetch(new Request(url, init))).status).toBe(200)
  })

  test('T-14: a signer may be fifteen minutes fast, and not more', async () => {
    const { s3 } = open()
    const answers = [900_000, 901_000].map(async (fastMs) => {
      const request = await signedRequest('/pictures/a', { ...PRESIGNED, signedAtMs: NOON_MS + fastMs })
      return refusal(await s3.fetch(request))
    })
    expect(await Promise.all(answers)).toMatchObject([
      { status: 200 },
      { status: 403, Code: 'AccessDenied', Message: 'Request is not valid yet' },
    ])
  })

  test('a signature in the header is good for fifteen minutes around its date', async () => {
    const { s3 } = open()
    const answers = [-901_000, -900_000, 900_000, 901_000].map(async (skewMs) => {
      const request = await signedRequest('/pictures/a', { ...SIGNED, signedAtMs: NOON_MS + skewMs })
      return refusal(await s3.fetch(request))
    })
    const tooSkewed = { status: 403, Code: 'RequestTimeTooSkewed', MaxAllowedSkewMilliseconds: '900000' }
    expect(await Promise.all(answers)).toMatchObject([tooSkewed, { status: 200 }, { status: 200 }, tooSkewed])
  })
})

describe('signatures', () => {
  test('T-8: names the headers that were not signed', async () => {
    const { s3 } = open()
    const request = await signedRequest('/pictures/a', PRESIGNED)
    request.headers.set('x-amz-acl', 'public-read')
    expect(await refusal(await s3.fetch(request))).toMatchObject({
      Message: 'There were headers present in the request which were not signed',
      HeadersNotSigned: 'x-amz-acl',
    })
  })

  test('T-4: a header that was signed as empty cannot be left out', async () => {
    const { s3 } = open()
    const request = await signedRequest('/pictures/a', { ...PRESIGNED, headers: { 'x-amz-meta-note': '' } })
    const stripped = request.clone()
    stripped.headers.delete('x-amz-meta-note')
    expect((await s3.fetch(stripped)).status).toBe(403)
    expect((await s3.fetch(request)).status).toBe(200)
  })

  test.each([
    ['of another day', 'X-Amz-Credential', `${accessKeyId}/20261122/us-east-1/s3/aws4_request`],
    ['for another service', 'X-Amz-Credential', `${accessKeyId}/20261123/us-east-1/iam/aws4_request`],
    ['without a scope', 'X-Amz-Credential', accessKeyId],
    ['that leaves the host out', 'X-Amz-SignedHeaders', 'content-type'],
    ['whose headers are not sorted', 'X-Amz-SignedHeaders', 'host;content-type'],
    ['by another algorithm', 'X-Amz-Algorithm', 'AWS4-ECDSA-P256-SHA256'],
    ['of no date', 'X-Amz-Date', '2026-11-23T12:00:00Z'],
    ['of a day that does not exist', 'X-Amz-Date', '20261323T120000Z'],
    ['for a negative time', 'X-Amz-Expires', '-1'],
    ['of half the length', 'X-Amz-Signature', '0'.repeat(32)],
  ])('a signature %s is malformed', async (_title, name, value) => {
    const { s3 } = open()
    const { url } = await signedRequest('/pictures/a', PRESIGNED)
    const changed = new URL(url)
    changed.searchParams.set(name, value)
    const response = await s3.fetch(new Request(changed, { method: 'PUT', body: BYTES }))
    expect(await refusal(response)).toMatchObject({ status: 400, Code: 'AuthorizationQueryParametersError' })
  })

  test('a presigned URL without one of its parameters is malformed, not anonymous', async () => {
    const { s3 } = open()
    for (const name of ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature']) {
      const { url } = await signedRequest('/pictures/a', PRESIGNED)
      const changed = new URL(url)
      changed.searchParams.delete(`X-Amz-${name}`)
      const response = await s3.fetch(new Request(changed, { method: 'PUT', body: BYTES }))
      expect(await refusal(response)).toMatchObject({ Code: 'AuthorizationQueryParametersError' })
    }
  })

  test('shows what it signed itself when signatures differ', async () => {
    const { s3 } = open()
    const request = await signedRequest('/pictures/a', PRESIGNED)
    const answer = await refusal(await s3.fetch(new Request(request.url.replace('/a?', '/b?'), request)))
    expect(answer).toMatchObject({ Code: 'SignatureDoesNotMatch', AWSAccessKeyId: accessKeyId })
    expect(answer['CanonicalRequest']).toMatch(/^PUT\n\/pictures\/b\n/)
    expect(answer['StringToSign']).toMatch(/^AWS4-HMAC-SHA256\n20261123T120000Z\n20261123\/us-east-1\/s3\//)
  })

  test('a body that is not the one whose digest was signed is refused', async () => {
    const { s3 } = open()
    const headers = { 'x-amz-content-sha256': '0'.repeat(64) }
    const response = await s3.fetch(await signedRequest('/pictures/a', { ...SIGNED, headers }))
    expect(await refusal(response)).toMatchObject({ status: 400, Code: 'XAmzContentSHA256Mismatch' })
    expect(s3.objects('pictures')).toEqual([])
  })

  test('a length that is not that of the body is refused', async () => {
    const { s3 } = open()
    const headers = { 'content-length': '11' }
    const response = await s3.fetch(await signedRequest('/pictures/a', { ...PRESIGNED, headers }))
    expect(await refusal(response)).toMatchObject({ status: 400, Code: 'IncompleteBody' })
  })

  test('a checksum that is none is refused', async () => {
    const { s3 } = open()
    const headers = { 'x-amz-checksum-sha256': 'AAAAAA==' }
    const response = await s3.fetch(await signedRequest('/pictures/a', { ...PRESIGNED, headers }))
    expect(await refusal(response)).toMatchObject({ status: 400, Code: 'InvalidRequest' })
  })

  test('two signatures in one request are refused, and so are other schemes', async () => {
    const { s3 } = open()
    const twice = await signedRequest('/pictures/a', PRESIGNED)
    twice.headers.set('authorization', 'AWS4-HMAC-SHA256 Credential=x')
    expect(await refusal(await s3.fetch(twice))).toMatchObject({ status: 400, Code: 'InvalidArgument' })
    const headers = { authorization: 'Bearer x' }
    const bearer = new Request('http://s3.test/pictures/a', { headers })
    expect(await refusal(await s3.fetch(bearer))).toMatchObject({ status: 400, Code: 'InvalidArgument' })
  })
})

describe('a list refuses what it cannot read', () => {
  test.each([
    ['max-keys=many', 'InvalidArgument', 400],
    ['max-keys=-1', 'InvalidArgument', 400],
    ['encoding-type=xml', 'InvalidArgument', 400],
    ['continuation-token=%2F%2F%2F', 'InvalidArgument', 400],
    ['delimiter=%2F', 'NotImplemented', 501],
  ])('%s', async (parameter, code, status) => {
    const { s3 } = open()
    const request = await signedRequest(`/pictures?list-type=2&${parameter}`, {
      method: 'GET',
      signedAtMs: NOON_MS,
    })
    expect(await refusal(await s3.fetch(request))).toMatchObject({ status, Code: code })
  })
})

describe('what it does not know is answered with 501', () => {
  test.each([
    ['another subresource of an object', '/pictures/a?tagging', {}],
    ['another subresource of a bucket', '/pictures?acl', {}],
    ['a parameter twice', '/pictures/a?x-id=1&x-id=1', {}],
    ['another x-amz-* header', '/pictures/a', { headers: { 'x-amz-acl': 'private' } }],
    ['another checksum', '/pictures/a', { headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } }],
    ['Content-MD5', '/pictures/a', { headers: { 'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==' } }],
    ['If-Match', '/pictures/a', { headers: { 'if-match': '"0"' } }],
    ['an ETag in If-None-Match of a PUT', '/pictures/a', { headers: { 'if-none-match': '"0"' } }],
    ['a body in signed chunks', '/pictures/a', { headers: { 'content-encoding': 'aws-chunked' } }],
    ['POST', '/pictures/a', { method: 'POST' }],
    ['a list of the buckets', '/', { method: 'GET' }],
    ['a list of the objects', '/pictures', { method: 'GET' }],
    ['the end of a bucket', '/pictures', { method: 'DELETE' }],
    ['a new bucket with a configuration', '/elsewhere', {}],
    [
      'a new bucket with an ACL',
      '/elsewhere',
      { body: new Uint8Array(), headers: { 'x-amz-acl': 'private' } },
    ],
  ])('%s', async (_title, path, change) => {
    const { s3 } = open()
    const response = await s3.fetch(await signedRequest(path, { ...SIGNED, ...change }))
    expect(await refusal(response)).toMatchObject({ status: 501, Code: 'NotImplemented' })
    expect(s3.objects('pictures')).toEqual([])
  })

  test.each(['bytes=0-1,4-5', 'bytes=5-2', 'lines=1-2', 'bytes=-'])('the range %s', async (range) => {
    const { s3 } = open()
    await s3.fetch(await signedRequest('/pictures/a', SIGNED))
    const read = { method: 'GET', headers: { range }, signedAtMs: NOON_MS }
    const response = await s3.fetch(await signedRequest('/pictures/a', read))
    expect(await refusal(response)).toMatchObject({ status: 501, Code: 'NotImplemented' })
  })
})

describe('anonymous requests', () => {
  const anonymous = (path: string, method = 'GET') => new Request(`http://s3.test${path}`, { method })

  test('read what is public, and nothing else', async () => {
    const { s3 } = open()
    for (const key of ['avatars/a.png', 'staging/a']) {
      await s3.fetch(await signedRequest(`/pictures/${key}`, SIGNED))
    }
    const read = await s3.fetch(anonymous('/pictures/avatars/a.png'))
    expect(new Uint8Array(await read.arrayBuffer())).toEqual(BYTES)
    const answers = [
      s3.fetch(anonymous('/pictures/avatars/a.png', 'HEAD')),
      s3.fetch(anonymous('/pictures/avatars/missing.png')),
      s3.fetch(anonymous('/pictures/staging/a')),
      s3.fetch(anonymous('/pictures/avatars%2F..%2Fstaging/a')),
      s3.fetch(anonymous('/pictures')),
      s3.fetch(anonymous('/')),
      s3.fetch(anonymous('/pictures/avatars/a.png', 'PUT')),
      s3.fetch(anonymous('/pictures/avatars/a.png', 'DELETE')),
      s3.fetch(anonymous('/missing/avatars/a.png')),
      s3.fetch(anonymous('/pictures/avatars/a.png?response-content-type=text/html')),
    ]
    const statuses = (await Promise.all(answers)).map(({ status }) => status)
    expect(statuses).toEqual([200, 404, 403, 404, 403, 403, 403, 403, 403, 400])
  })
})

describe('what is stored', () => {
  test('is shown with everything that came with it', async () => {
    const { s3 } = open()
    await s3.fetch(
      await signedRequest('/pictures/a%20b', {
        ...SIGNED,
        headers: { 'cache-control': 'max-age=1', 'content-encoding': 'gzip', 'x-amz-meta-upload': 'one' },
      }),
    )
    expect(s3.objects('pictures')).toEqual([
      {
        key: 'a b',
        bytes: BYTES,
        etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
        headers: {
          'cache-control': 'max-age=1',
          'content-encoding': 'gzip',
          'content-type': 'binary/octet-stream',
        },
        metadata: { upload: 'one' },
        sha256: createHash('sha256').update(BYTES).digest('base64'),
        hasChecksum: false,
        lastModified: new Date(NOON_MS),
      },
    ])
    expect(s3.objects('others')).toEqual([])
    expect(() => s3.objects('missing')).toThrow(TypeError)
  })

  test('the answer to a PUT repeats the checksum that came with it, and makes up none', async () => {
    const { s3 } = open()
    const sha256 = createHash('sha256').update(BYTES).digest('base64')
    const headers = { 'x-amz-checksum-sha256': sha256 }
    const withOne = await s3.fetch(await signedRequest('/pictures/a', { ...SIGNED, headers }))
    const without = await s3.fetch(await signedRequest('/pictures/b', SIGNED))
    expect(withOne.headers.get('x-amz-checksum-sha256')).toBe(sha256)
    expect(without.headers.get('x-amz-checksum-sha256')).toBeNull()
  })

  test('a bucket is created once, by a name that S3 allows', async () => {
    const { s3 } = open()
    const statuses = []
    for (const name of ['new-one', 'new-one', 'No', 'x']) {
      const request = await signedRequest(`/${name}`, { signedAtMs: NOON_MS })
      statuses.push((await s3.fetch(request)).status)
    }
    expect(statuses).toEqual([200, 409, 400, 400])
    expect(s3.objects('new-one')).toEqual([])
  })

  test('a key is decoded once, and may be 1,024 bytes long', async () => {
    const { s3 } = open()
    const statuses = []
    for (const key of ['100%2525', 'é'.repeat(512), 'é'.repeat(513), '%E9']) {
      statuses.push((await s3.fetch(await signedRequest(`/pictures/${key}`, SIGNED))).status)
    }
    expect(statuses).toEqual([200, 200, 400, 400])
    expect(s3.objects('pictures').map(({ key }) => key)).toEqual(['100%25', 'é'.repeat(512)])
  })

  test('every answer carries a request id and the date of the store', async () => {
    const { s3 } = open()
    const { headers } = await s3.fetch(new Request('http://s3.test/'))
    expect(headers.get('x-amz-request-id')).toMatch(/^[0-9A-F]{16}$/)
    expect(headers.get('date')).toBe('Mon, 23 Nov 2026 12:00:00 GMT')
  })
})
