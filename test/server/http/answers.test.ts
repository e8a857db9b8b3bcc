import { describe, expect, test } from 'vitest'
import { UploadError } from '../../../src/server/index.ts'
import { type Answer, type Call, createBackend, PICTURE, refusalOf, undoTicketOf } from '../backend.ts'
import { memoryStore, sha256Of } from '../memory-store.ts'

const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) }
const PARTNER = 'https://partner.example.com'
const PREFLIGHT = { origin: PARTNER, 'access-control-request-method': 'POST' }

/** A refusal of each status that the handler knows, and a success of each route. */
async function everyAnswer(): Promise<{ grant: Answer; others: Answer[] }> {
  const backend = createBackend({ allowedOrigins: [PARTNER] })
  const calls: Call[] = [
    { method: 'GET' },
    { method: 'OPTIONS', headers: PREFLIGHT },
    { method: 'OPTIONS' },
    { method: 'HEAD' },
    { method: 'PUT', path: '/request-url' },
    { method: 'DELETE' },
    { method: 'DELETE', user: '' },
    { method: 'DELETE', headers: { 'sec-fetch-site': 'cross-site' } },
    { method: 'DELETE', headers: { 'x-profile-image': null } },
    { method: 'DELETE', path: '/confirm' },
    { method: 'GET', path: '/confirm' },
    { path: '/unknown' },
    { path: '/confirm', body: 'not JSON' },
    { path: '/confirm', user: '' },
    { path: '/confirm', headers: { 'sec-fetch-site': 'cross-site' } },
    { path: '/confirm', body: { ticket: 'unknown' } },
    { path: '/request-url', body: { ...FACTS, sizeBytes: 6 * 1024 * 1024 } },
    { path: '/request-url', headers: { 'content-type': 'text/plain' } },
  ]
  const others = []
  for (const call of calls) others.push(await backend.call(call))

  const grant = await backend.requestUrl(FACTS)
  const { ticket } = grant.json as { ticket: string }
  others.push(await backend.confirm(ticket))
  const uploaded = await backend.upload()
  const newer = await backend.upload()
  others.push(await backend.confirm(newer.ticket))
  others.push(await backend.confirm(uploaded.ticket))
  others.push(await backend.current())
  const removed = await backend.remove()
  const restored = await backend.confirm(undoTicketOf(removed))
  others.push(removed, restored, await backend.confirm(undoTicketOf(removed), 'eve'))

  const revoked = await backend.upload()
  backend.store.place(revoked.stagingKey, new Uint8Array(), { type: '' })
  others.push(await backend.confirm(revoked.ticket))
  const encoded = await backend.upload()
  backend.store.place(encoded.stagingKey, PICTURE, { type: 'image/jpeg', contentEncoding: 'br' })
  others.push(await backend.confirm(encoded.ticket))

  for (const error of [
    new UploadError('rate-limited'),
    new UploadError('backend-unavailable'),
    new UploadError('storage-misconfigured'),
    new Error('secret text of an exception'),
  ]) {
    const failing = createBackend({ authorize: () => Promise.reject(error) })
    others.push(await failing.requestUrl(FACTS), await failing.confirm(ticket))
    others.push(await failing.current(), await failing.remove())
  }
  const refusing = createBackend({
    loadImage: () => 'https://gravatar.example/1',
    saveImage: () => Promise.reject(new UploadError('remove-rejected', { details: { reason: 'No.' } })),
  })
  others.push(await refusing.remove())
  return { grant, others }
}

test('T-20: every answer of every route and status carries the three headers', async () => {
  const { grant, others } = await everyAnswer()
  const answers = [grant, ...others]
  const statuses = [...new Set(answers.map(({ status }) => status))].sort((a, b) => a - b)
  expect(statuses).toEqual([200, 204, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503])
  for (const { status, headers } of answers) {
    expect.soft(Object.fromEntries(headers), String(status)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  }
})

test('T-17: no answer but the grant holds a signature, a ticket or a staging key', async () => {
  const { grant, others } = await everyAnswer()
  const { ticket, upload } = grant.json as { ticket: string; upload: { url: string } }
  expect(grant.text).toContain('X-Amz-Signature')
  const secrets = [/X-Amz-/i, /"ticket"/, /staging\//, /storage\.example/]
  for (const { text, headers } of others) {
    const whole = text + JSON.stringify([...headers])
    for (const secret of secrets) expect(whole).not.toMatch(secret)
    expect(whole).not.toContain(ticket)
    expect(whole).not.toContain(upload.url)
  }
})

test('every refusal is JSON with a code and a request id of its own', async () => {
  const { others } = await everyAnswer()
  const refusals = others.filter(({ status }) => status >= 400)
  for (const { json, headers } of refusals) {
    expect(headers.get('content-type')).toBe('application/json')
    expect(json).toMatchObject({
      error: { code: expect.stringMatching(/^[a-z-]+$/), requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
    })
  }
  expect(
    new Set(refusals.map(({ json }) => (json as { error: { requestId: string } }).error.requestId)).size,
  ).toBe(refusals.length)
})

describe('a path takes its methods', () => {
  test.each([
    ['HEAD', '', 'GET, DELETE'],
    ['POST', '', 'GET, DELETE'],
    ['PUT', '', 'GET, DELETE'],
    ['POST', '/unknown', 'GET, DELETE'],
    ['GET', '/request-url', 'POST'],
    ['DELETE', '/request-url', 'POST'],
    ['DELETE', '/confirm', 'POST'],
    ['HEAD', '/confirm', 'POST'],
    ['OPTIONS', '/confirm', 'POST'],
  ])('%s %s is answered with 405 and what is allowed: %s', async (method, path, allowed) => {
    const answer = await createBackend().call({ method, path })
    expect(refusalOf(answer)).toEqual({
      status: 405,
      code: 'request-rejected',
      reason: `The method must be ${allowed.replace(', ', ' or ')}.`,
    })
    expect(answer.headers.get('allow')).toBe(allowed)
  })

  test('and is found wherever it is mounted, with a slash at its end too', async () => {
    const backend = createBackend()
    for (const path of ['/confirm', '/confirm/', '/v2/me/confirm?x=/request-url']) {
      expect(await backend.call({ path, body: { ticket: 'x' } })).toMatchObject({ status: 404 })
    }
    expect(await backend.call({ method: 'GET', path: '/' })).toMatchObject({ status: 200 })
  })
})

describe('an exception of the app', () => {
  const secret = 'postgres://app:hunter2@db'

  test.each([
    ['authorize', { authorize: () => Promise.reject(new Error(secret)) }],
    ['loadImage', { loadImage: () => Promise.reject(new Error(secret)) }],
    ['saveImage', { saveImage: () => Promise.reject(new Error(secret)) }],
    ['imageUrl', { imageUrl: () => Promise.reject(new Error(secret)) }],
    ['the store', { store: { ...memoryStore(), read: () => Promise.reject(new Error(secret)) } }],
    [
      'a verb, with a code that does not travel',
      { loadImage: () => Promise.reject(new UploadError('picture-corrupt')) },
    ],
  ])('in %s: the operator learns all of it, the client nothing', async (_, overrides) => {
    const healthy = createBackend()
    const { ticket } = await healthy.upload()
    const backend = createBackend({ store: healthy.store, ...overrides })
    const answer = await backend.confirm(ticket)
    expect(answer.status).toBe(500)
    expect(answer.json).toEqual({ error: { code: 'unexpected', requestId: expect.any(String) } })
    expect(backend.errors).toEqual([expect.any(Error)])
  })

  test('in the details of a refusal that has none by its type is told to nobody', async () => {
    const error = new UploadError('forbidden')
    Object.assign(error, { details: { reason: secret } })
    const backend = createBackend({ authorize: () => Promise.reject(error) })
    expect((await backend.current()).json).toEqual({
      error: { code: 'forbidden', requestId: expect.any(String) },
    })
  })

  test('a refusal that is the client’s business is not reported', async () => {
    const backend = createBackend({ authorize: () => Promise.reject(new UploadError('forbidden')) })
    expect(await backend.current()).toMatchObject({ status: 403, json: { error: { code: 'forbidden' } } })
    expect(backend.errors).toEqual([])
  })
})
