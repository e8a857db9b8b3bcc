import { describe, expect, test } from 'vitest'
import { createProfileImageHandler } from '../../src/server/index.ts'
import { createBackend, PICTURE, SECRET } from './backend.ts'
import { memoryStore, sha256Of } from './memory-store.ts'

const GOOD = {
  store: memoryStore(),
  ticketSecret: SECRET,
  imageUrl: 'https://img.example.com',
  authorize: () => null,
  loadImage: () => null,
  saveImage: () => {},
}

/** As a JavaScript caller may, with anything. */
function construct(overrides: Record<string, unknown>): unknown {
  return Reflect.apply(createProfileImageHandler, undefined, [{ ...GOOD, ...overrides }])
}

describe('a mistake in the options throws a TypeError that names the fix', () => {
  test.each([
    ['store', undefined, /store is missing.*s3Store/],
    ['store', null, /store is missing/],
    ['store', {}, /store is missing/],
    ['store', { ...memoryStore(), identity: '' }, /store is missing/],
    ['ticketSecret', undefined, /ticketSecret.*32 bytes.*openssl rand/],
    ['ticketSecret', 'x'.repeat(31), /ticketSecret.*32 bytes/],
    ['ticketSecret', [], /ticketSecret.*32 bytes/],
    ['ticketSecret', [SECRET, 'short'], /ticketSecret.*32 bytes/],
    ['ticketSecret', 12_345, /ticketSecret.*32 bytes/],
    ['name', 7, /name must be a text/],
    ['name', null, /name must be a text/],
    ['imageUrl', undefined, /imageUrl.*address/],
    ['imageUrl', '', /imageUrl.*address/],
    ['imageUrl', 'javascript:alert(1)', /imageUrl.*address/],
    ['imageUrl', '//img.example.com', /imageUrl.*address/],
    ['imageUrl', 'https://img.example.com/?v=1', /imageUrl.*address/],
    ['authorize', undefined, /authorize is missing/],
    ['loadImage', undefined, /loadImage is missing/],
    ['saveImage', undefined, /saveImage is missing/],
    ['rules', { types: ['image/svg+xml'] }, /image\/svg\+xml/],
    ['ticketExpiresInSeconds', 299, /ticketExpiresInSeconds.*300 to 43200/],
    ['ticketExpiresInSeconds', 43_201, /ticketExpiresInSeconds.*300 to 43200/],
    ['undoExpiresInSeconds', -1, /undoExpiresInSeconds.*0 to 86400/],
    ['undoExpiresInSeconds', 86_401, /undoExpiresInSeconds.*0 to 86400/],
    ['undoExpiresInSeconds', 0.5, /undoExpiresInSeconds.*integer/],
    ['undoExpiresInSeconds', null, /undoExpiresInSeconds.*integer/],
    ['maxPending', 0, /maxPending.*1 to 1000/],
    ['maxPending', 1001, /maxPending.*1 to 1000/],
    ['maxPending', '3', /maxPending.*integer/],
    ['allowedOrigins', ['https://app.example.com/'], /allowedOrigins.*not an origin/],
    ['allowedOrigins', ['*'], /allowedOrigins.*not an origin/],
    ['allowedOrigins', ['null'], /allowedOrigins.*not an origin/],
    ['allowedOrigins', [null], /allowedOrigins.*not an origin/],
    ['allowedOrigins', [undefined], /allowedOrigins.*not an origin/],
  ])('%s: %j', (name, value, message) => {
    const attempt = () => construct({ [name]: value })
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(message)
  })

  test.each(['signPut', 'head', 'read', 'create', 'put', 'delete', 'list'])(
    'a store without %s',
    (method) => {
      const store = { ...memoryStore(), [method]: undefined }
      expect(() => construct({ store })).toThrow(new RegExp(`lacks a method.*${method}`))
    },
  )

  test('and never repeats a secret', () => {
    expect(() => construct({ ticketSecret: 'hunter2' })).toThrow(/^(?!.*hunter2)/s)
  })
})

test('a secret is measured in bytes of UTF-8', () => {
  expect(construct({ ticketSecret: 'ü'.repeat(16) })).toBeTypeOf('function')
  expect(() => construct({ ticketSecret: 'ü'.repeat(15) })).toThrow(/32 bytes/)
})

test('T-52: without authorize there is no handler; without a user nothing is signed', async () => {
  expect(() => construct({ authorize: undefined })).toThrow(TypeError)
  const backend = createBackend()
  for (const [method, path] of [
    ['POST', '/request-url'],
    ['POST', '/confirm'],
    ['GET', ''],
    ['DELETE', ''],
  ] as const) {
    expect(await backend.call({ method, path, user: '' })).toMatchObject({
      status: 401,
      json: { error: { code: 'unauthenticated' } },
    })
  }
  expect(backend.store.calls).toEqual([])
})

test('T-52: authorize is asked before the body is looked at', async () => {
  const backend = createBackend()
  expect(await backend.call({ path: '/request-url', user: '', body: 'not JSON' })).toMatchObject({
    status: 401,
  })
  expect(await backend.call({ path: '/request-url', user: 'ada', body: 'not JSON' })).toMatchObject({
    status: 400,
  })
})

test('the life of URLs and tickets is what the options say', async () => {
  let nowMs = Date.parse('2026-03-01T12:00:00Z')
  const backend = createBackend({
    uploadUrlExpiresInSeconds: 120,
    ticketExpiresInSeconds: 600,
    now: () => nowMs,
  })
  const grant = await backend.upload()
  expect(grant.upload.expiresInSeconds).toBe(120)
  nowMs += 600_000
  expect(await backend.confirm(grant.ticket)).toMatchObject({ status: 404 })
  nowMs -= 1
  expect(await backend.confirm(grant.ticket)).toMatchObject({ status: 200 })
})

test('a clock that counts in fractions of a millisecond is good enough for tickets', async () => {
  const backend = createBackend({ now: () => Date.parse('2026-03-01T12:00:00Z') + 0.25 })
  const { ticket } = await backend.upload()
  expect(await backend.confirm(ticket)).toMatchObject({ status: 200 })
})

test('rules of the app hold before anything is signed', async () => {
  const backend = createBackend({ rules: { types: ['image/png'], maxSizeBytes: 100 } })
  const sha256 = sha256Of(PICTURE)
  expect(await backend.requestUrl({ type: 'image/png', sizeBytes: 101, sha256 })).toMatchObject({
    status: 413,
  })
  expect(await backend.requestUrl({ type: 'image/jpeg', sizeBytes: 100, sha256 })).toMatchObject({
    status: 400,
  })
  expect(backend.store.calls).toEqual([])
})
