import { expect, test } from 'vitest'
import { createStrictS3, type S3FaultOperation } from '../../../../src/testing/index.ts'
import { CREDENTIALS, signedRequest } from '../signed-request.ts'

const BYTES = new TextEncoder().encode('some bytes')
const ORIGIN = 'http://app.test'
const cors = [{ allowedOrigins: [ORIGIN], allowedMethods: ['PUT'], exposeHeaders: ['ETag'] }]

function open() {
  const s3 = createStrictS3({
    buckets: [{ name: 'pictures', cors }],
    credentials: { [CREDENTIALS.accessKeyId]: CREDENTIALS.secretAccessKey },
  })
  const put = async (key: string) =>
    s3.fetch(await signedRequest(`/pictures/${key}`, { body: BYTES, headers: { origin: ORIGIN } }))
  const call = async (method: string, path: string) => s3.fetch(await signedRequest(path, { method }))
  const keys = () => s3.objects('pictures').map(({ key }) => key)
  return { s3, put, call, keys }
}

const codeOf = async (response: Response) => /<Code>(\w+)</.exec(await response.text())?.[1]

test.each([
  ['SlowDown', 503],
  ['InternalError', 500],
  ['ConditionalRequestConflict', 409],
  ['ExpiredToken', 400],
] as const)('%s refuses with %i, says why to pages as well, and stores nothing', async (error, status) => {
  const { s3, put, keys } = open()
  s3.fail('PutObject', { error, message: 'Not now', retryAfterSeconds: 7 })
  const refused = await put('a')
  expect(refused.status).toBe(status)
  expect(refused.headers.get('access-control-allow-origin')).toBe(ORIGIN)
  expect(refused.headers.get('retry-after')).toBe('7')
  const xml = await refused.text()
  expect(xml).toContain(`<Code>${error}</Code><Message>Not now</Message>`)
  expect(keys()).toEqual([])
  expect((await put('a')).status).toBe(200)
})

test('a fault happens to the nth call that fits, and as many times as it was told', async () => {
  const { s3, put } = open()
  const fault = s3.fail('PutObject', { error: 'SlowDown' }, { keyPrefix: 'staging/', nth: 2, times: 2 })
  expect(fault.hits).toBe(0)
  const statuses = []
  for (const key of ['staging/1', 'avatars/1', 'staging/2', 'avatars/2', 'staging/3', 'staging/4']) {
    statuses.push((await put(key)).status)
  }
  expect(statuses).toEqual([200, 200, 503, 200, 503, 200])
  expect(fault.hits).toBe(2)
})

test('of two faults that fit, the first given happens first', async () => {
  const { s3, put } = open()
  s3.fail('PutObject', { error: 'SlowDown' })
  s3.fail('PutObject', { error: 'InternalError' }, { times: Infinity })
  expect([await codeOf(await put('a')), await codeOf(await put('a')), await codeOf(await put('a'))]).toEqual([
    'SlowDown',
    'InternalError',
    'InternalError',
  ])
})

test('an answer without CORS headers cannot be read by a page', async () => {
  const { s3, put } = open()
  s3.fail('PutObject', { error: 'AccessDenied', withoutCors: true })
  const refused = await put('a')
  expect([...refused.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  expect(refused.status).toBe(403)
})

test('a call may take effect and be refused all the same', async () => {
  const { s3, put, keys } = open()
  s3.fail('PutObject', { error: 'InternalError', afterEffect: true })
  expect((await put('a')).status).toBe(500)
  expect(keys()).toEqual(['a'])
})

test('a header may be missing from an answer', async () => {
  const { s3, put, keys } = open()
  s3.fail('PutObject', { withoutHeaders: ['etag'] })
  const answer = await put('a')
  expect([answer.status, answer.headers.get('etag')]).toEqual([200, null])
  expect(keys()).toEqual(['a'])
})

test('a redirect names another address and stores nothing', async () => {
  const { s3, put, keys } = open()
  s3.fail('PutObject', { redirectedTo: 'http://elsewhere.test/' })
  const answer = await put('a')
  expect([answer.status, answer.headers.get('location')]).toEqual([307, 'http://elsewhere.test/'])
  expect(keys()).toEqual([])
})

test.each(['PutObject', 'GetObject'] as const)('bytes may be swapped at %s', async (operation) => {
  const { s3, put, call } = open()
  const others = new TextEncoder().encode('other bytes')
  s3.fail(operation, { swappedFor: others })
  const stored = await put('a')
  const read = await call('GET', '/pictures/a')
  expect(await read.text()).toBe('other bytes')
  expect(read.headers.get('etag')).not.toBe(stored.headers.get('etag'))
})

test('each operation fails by its own name', async () => {
  const { s3, put, call } = open()
  await put('a')
  const asked = [
    ['HeadObject', () => call('HEAD', '/pictures/a')],
    ['GetObject', () => call('GET', '/pictures/a')],
    ['ListObjectsV2', () => call('GET', '/pictures?list-type=2&prefix=staging%2F')],
    ['DeleteObject', () => call('DELETE', '/pictures/a')],
  ] as const
  for (const [operation, ask] of asked) {
    const aim = operation === 'ListObjectsV2' ? { keyPrefix: 'staging/' } : {}
    s3.fail(operation, { error: 'ServiceUnavailable' }, aim)
    const others = asked.filter(([other]) => other !== operation && other !== 'DeleteObject')
    for (const [, other] of others) expect((await other()).status).toBe(200)
    expect([operation, (await ask()).status]).toEqual([operation, 503])
    expect((await call('HEAD', '/pictures/a')).status).toBe(200)
  }
})

test('a call that would have been refused anyway is not counted', async () => {
  const { s3, put } = open()
  s3.fail('PutObject', { error: 'SlowDown' })
  expect(
    (await s3.fetch(new Request('http://s3.test/pictures/a', { method: 'PUT', body: BYTES }))).status,
  ).toBe(403)
  expect((await put('a')).status).toBe(503)
})

test('what is not known is refused at once', () => {
  const { s3 } = open()
  expect(() => s3.fail('CopyObject' as S3FaultOperation, { error: 'SlowDown' })).toThrow(
    'createStrictS3: fail() knows no operation "CopyObject", only PutObject, GetObject, HeadObject, DeleteObject, ListObjectsV2.',
  )
  expect(() => s3.fail('PutObject', { error: 'Tired' as 'SlowDown' })).toThrow('knows no error "Tired"')
  expect(() => s3.fail('PutObject', { error: 'SlowDown' }, { nth: 0 })).toThrow('whole numbers from 1 up')
  expect(() => s3.fail('PutObject', { error: 'SlowDown' }, { times: 1.5 })).toThrow('whole numbers from 1 up')
})
