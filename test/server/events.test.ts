import { inspect } from 'node:util'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createProfileImageHandler, s3Store, UploadError } from '../../src/server/index.ts'
import { createStrictS3 } from '../../src/testing/index.ts'
import { listen } from '../../src/testing/node.ts'
import { latin1 } from '../picture/samples.ts'
import { createBackend, grantOf, pageRequest, PICTURE, SECRET, undoTicketOf } from './backend.ts'
import { memoryStore, sha256Of } from './memory-store.ts'
import { startScriptedServer, xmlError } from './s3/scripted-server.ts'

const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) }
const HASH = expect.stringMatching(/^[\w-]{22}$/)
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-access-key-of-this-test' }

function requestIdOf({ json }: { json: unknown }): string {
  return (json as { error: { requestId: string } }).error.requestId
}

describe('an event is made of', () => {
  test('each URL issued and each confirm', async () => {
    const backend = createBackend()
    const { id, ticket } = await backend.upload()
    await backend.requestUrl({ renew: ticket })
    await backend.confirm(ticket)
    await backend.confirm(ticket)
    const facts = {
      uploadId: id,
      requestId: expect.any(String),
      ownerHash: HASH,
      durationMs: expect.any(Number),
      code: null,
      storageRequestId: null,
      error: null,
    }
    expect(backend.events).toEqual([
      { type: 'url-issued', step: 'request-url', ...facts },
      { type: 'url-issued', step: 'request-url', ...facts },
      { type: 'confirmed', step: 'confirm', ...facts },
      { type: 'confirmed', step: 'confirm', ...facts },
    ])
    expect(new Set(backend.events.map(({ requestId }) => requestId)).size).toBe(4)
    expect(new Set(backend.events.map(({ ownerHash }) => ownerHash)).size).toBe(1)
  })

  test('each refusal, with what was known by then', async () => {
    const backend = createBackend()
    const { id, ticket } = await backend.grant()
    backend.events.length = 0
    const answers = [
      await backend.call({ path: '/confirm', headers: { 'sec-fetch-site': 'cross-site' } }),
      await backend.call({ path: '/confirm', user: '' }),
      await backend.call({ path: '/confirm', body: 'no JSON' }),
      await backend.confirm('unknown'),
      await backend.confirm(ticket, 'eve'),
      await backend.confirm(ticket),
      await backend.requestUrl({ renew: ticket }, 'eve'),
      await backend.requestUrl({ ...FACTS, sizeBytes: 6 * 1024 * 1024 }),
      await backend.current(''),
    ]
    expect(
      backend.events.map(({ step, code, ownerHash, uploadId }) => [step, code, ownerHash, uploadId]),
    ).toEqual([
      ['confirm', 'forbidden', null, null],
      ['confirm', 'unauthenticated', null, null],
      ['confirm', 'request-rejected', HASH, null],
      ['confirm', 'ticket-invalid', HASH, null],
      ['confirm', 'ticket-invalid', HASH, null],
      ['confirm', 'not-uploaded', HASH, id],
      ['request-url', 'forbidden', HASH, null],
      ['request-url', 'request-rejected', HASH, expect.any(String)],
      ['current', 'unauthenticated', null, null],
    ])
    expect(new Set(backend.events.map(({ type }) => type))).toEqual(new Set(['refused']))
    expect(backend.events.map(({ requestId }) => requestId)).toEqual(answers.map(requestIdOf))
    expect(backend.errors).toEqual([])
  })

  test('no look at the current image, no removal of nothing, no preflight and no request to another route', async () => {
    const backend = createBackend({ allowedOrigins: ['https://partner.example.com'] })
    await backend.current()
    await backend.remove()
    await backend.call({ method: 'PUT' })
    const preflight = { origin: 'https://partner.example.com', 'access-control-request-method': 'POST' }
    await backend.call({ method: 'OPTIONS', headers: preflight })
    expect(backend.events).toEqual([])
  })
})

describe('an event tells', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test('how long the request took', async () => {
    let nowMs = 1000
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
    const backend = createBackend({
      loadImage() {
        nowMs += 250
        throw new UploadError('forbidden')
      },
    })
    await backend.current()
    expect(backend.events).toMatchObject([{ durationMs: 250 }])
  })

  test('what an operator has to repair, as it was thrown', async () => {
    const failure = new Error('the database is away')
    const backend = createBackend({ saveImage: () => Promise.reject(failure) })
    const { ticket } = await backend.upload()
    const answer = await backend.confirm(ticket)
    expect(backend.events.at(-1)).toMatchObject({
      type: 'refused',
      step: 'confirm',
      code: 'unexpected',
      requestId: requestIdOf(answer),
    })
    expect(backend.events.at(-1)?.error).toBe(failure)
  })

  test('T-40: of a 403 to reading, that it is the operator’s, and the request id of S3', async () => {
    const { endpoint, received } = await startScriptedServer([xmlError(403, 'AccessDenied')])
    const store = s3Store({ bucket: 'pictures', region: 'us-east-1', endpoint, credentials: CREDENTIALS })
    const backend = createBackend({ store: Object.assign(memoryStore(), store) })
    const { id, ticket } = grantOf(await backend.requestUrl(FACTS))
    expect(await backend.confirm(ticket)).toMatchObject({
      status: 500,
      json: { error: { code: 'storage-misconfigured' } },
    })
    expect(backend.events.at(-1)).toMatchObject({
      type: 'refused',
      step: 'confirm',
      uploadId: id,
      code: 'storage-misconfigured',
      storageRequestId: 'REQ1',
    })
    expect(received.map(({ method }) => method)).toEqual(['GET'])
    expect(backend.saved).toEqual([])
  })
})

describe('onEvent only learns: nothing changes when it', () => {
  test.each([
    ['throws', () => void JSON.parse('{')],
    ['rejects', () => Promise.reject(new Error('the logger is broken'))],
    ['never ends', () => new Promise(() => {})],
  ])('%s', async (_, onEvent: () => unknown) => {
    const unhandled: unknown[] = []
    const remember = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', remember)
    const backend = createBackend({ onEvent: () => onEvent() })
    const { ticket } = await backend.upload()
    expect(await backend.confirm(ticket)).toMatchObject({ status: 200 })
    expect(await backend.confirm('unknown')).toMatchObject({ status: 404 })
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', remember)
    expect(unhandled).toEqual([])
  })
})

describe('without onEvent', () => {
  test('the console gets what has to be repaired, and nothing else', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => log.mockRestore())
    const failure = new Error('the database is away')
    const handler = createProfileImageHandler({
      store: memoryStore(),
      ticketSecret: SECRET,
      imageUrl: 'https://img.example.com',
      authorize: () => ({ id: 'ada' }),
      loadImage: () => Promise.reject(failure),
      saveImage: () => {},
    })
    await handler(pageRequest({ path: '/request-url', body: FACTS }))
    await handler(pageRequest({ path: '/confirm', body: { ticket: 'unknown' } }))
    expect(log).not.toHaveBeenCalled()
    await handler(pageRequest({ method: 'GET' }))
    expect(log.mock.calls).toEqual([[failure]])
  })
})

describe('T-17: no event holds a URL, a ticket, a file name, a signature or a key', () => {
  async function everyEvent() {
    const s3 = createStrictS3({
      buckets: [{ name: 'pictures' }],
      credentials: { [CREDENTIALS.accessKeyId]: CREDENTIALS.secretAccessKey },
    })
    const listener = await listen(s3.fetch)
    onTestFinished(() => listener.close())
    const where = { bucket: 'pictures', region: 'us-east-1', endpoint: listener.url }
    const open = (options: Partial<Parameters<typeof s3Store>[0]> = {}) => {
      const store = s3Store({ ...where, credentials: CREDENTIALS, ...options })
      return createBackend({ store: Object.assign(memoryStore(), store) })
    }
    const backend = open()
    const secrets: string[] = []
    for (const body of [PICTURE, latin1('x'.repeat(PICTURE.length)), null]) {
      const grant = grantOf(await backend.requestUrl({ ...FACTS, ...(body && { sha256: sha256Of(body) }) }))
      if (body) {
        const { url, headers } = grant.upload
        await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) })
      }
      await backend.confirm(grant.ticket)
      await backend.confirm(grant.ticket, 'eve')
      secrets.push(grant.ticket, grant.upload.headers['x-amz-checksum-sha256'] ?? '')
    }
    const removed = await backend.remove()
    await backend.confirm(undoTicketOf(removed))
    secrets.push(undoTicketOf(removed))
    // The picture before cannot be read, so it stays where it is.
    s3.fail('GetObject', { error: 'AccessDenied' }, { keyPrefix: 'avatars/' })
    const { ticket, upload } = grantOf(await backend.requestUrl(FACTS))
    await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: new Uint8Array(PICTURE) })
    await backend.confirm(ticket)
    await backend.requestUrl({ ...FACTS, fileName: 'holiday.jpg' })
    await backend.call({ path: '/confirm?file=holiday.jpg', body: { ticket: 'x', fileName: 'holiday.jpg' } })

    const failing = [
      open({ credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'another secret-access-key' } }),
      open({ bucket: 'missing' }),
      open({ endpoint: 'http://127.0.0.1:1' }),
      open({ credentials: { ...CREDENTIALS, expiration: new Date(0) } }),
    ]
    for (const broken of failing) {
      const answer = await broken.requestUrl(FACTS)
      if (answer.status === 200) await broken.confirm(grantOf(answer).ticket)
    }
    const events = [backend, ...failing].flatMap((each) => each.events)
    return { events, secrets }
  }

  test('of every kind and of every code that the storage can cause', async () => {
    const { events, secrets } = await everyEvent()
    const kinds = events.map(({ type, code }) => (type === 'refused' ? code : type))
    expect(new Set(kinds)).toEqual(
      new Set([
        'url-issued',
        'confirmed',
        'removed',
        'restored',
        'cleanup-failed',
        'confirm-rejected',
        'not-uploaded',
        'ticket-invalid',
        'request-rejected',
        'storage-misconfigured',
        'backend-unavailable',
      ]),
    )
    const whole = inspect(events, { depth: null, showHidden: true, maxStringLength: null })
    expect(whole).not.toMatch(
      /https?:\/\/|X-Amz-|Signature=|staging\/|avatars\/|removed\/|holiday|secret-access-key/i,
    )
    expect(secrets).toHaveLength(7)
    for (const secret of secrets) {
      expect(whole).not.toContain(secret)
      // Of a ticket, what it says, too.
      expect(whole).not.toContain(secret.split('.').at(1) ?? secret)
    }
  })
})
