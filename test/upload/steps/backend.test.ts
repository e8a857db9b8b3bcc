import { afterEach, describe, expect, test, vi } from 'vitest'
import { type AnyUploadError, isUploadError } from '../../../src/contract/upload-error.ts'
import { type BackendOptions, createBackend } from '../../../src/upload/steps/backend.ts'
import { publicImage, uploadGrant } from '../samples.ts'

const endpoint = 'https://app.example.com/api/profile-image'
const request = { type: 'image/png', sizeBytes: 70, sha256: 'c2hh' } as const
const signal = new AbortController().signal
const context = { signal, picture: new Blob() }

type Answer = () => Response | Promise<Response>

/** A backend over a fetch that gives these answers in turn, and what it was called with. */
function backend(answers: Answer[], options: Partial<BackendOptions> = {}) {
  const calls: { url: string; init: RequestInit; headers: Headers }[] = []
  const fetch = async (url: unknown, init: RequestInit = {}) => {
    calls.push({ url: String(url), init, headers: new Headers(init.headers) })
    const answer = answers.shift()
    if (answer === undefined) throw new Error('One call too many')
    return answer()
  }
  return { ...createBackend({ endpoint, fetch, ...options }), calls }
}

const json =
  (value: unknown, status: number = 200) =>
  () =>
    Response.json(value, { status })
const refusal = (status: number, error: object) => json({ error: { requestId: 'r-1', ...error } }, status)

afterEach(() => vi.unstubAllGlobals())

describe('createBackend', () => {
  test.each(['', '/api?x=1', '/api#x', undefined as never])(
    'refuses the endpoint %j and names the fix',
    (wrong) => {
      expect(() => createBackend({ endpoint: wrong })).toThrow(/endpoint must be an address without \? and #/)
    },
  )

  test('takes an endpoint with and without a slash at its end for the same', () => {
    expect(createBackend({ endpoint: '/api/' }).scope).toBe('/api')
  })

  test('reads globalThis.fetch at each call', async () => {
    const { requestUrl } = createBackend({ endpoint })
    vi.stubGlobal('fetch', json(uploadGrant()))
    await expect(requestUrl(request, context)).resolves.toEqual(uploadGrant())
  })
})

describe('a call', () => {
  test('of request-url posts the request as JSON', async () => {
    const { requestUrl, calls } = backend([json(uploadGrant())])
    await requestUrl(request, context)
    expect(calls[0]?.url).toBe(`${endpoint}/request-url`)
    expect(calls[0]?.init).toMatchObject({ method: 'POST', body: JSON.stringify(request) })
  })

  test('of confirm posts the ticket', async () => {
    const { confirm, calls } = backend([json(publicImage('a'))])
    await confirm('ticket-canary', { signal })
    expect(calls[0]?.url).toBe(`${endpoint}/confirm`)
    expect(calls[0]?.init).toMatchObject({ method: 'POST', body: '{"ticket":"ticket-canary"}' })
  })

  test('of current gets what is saved, or null', async () => {
    const { current, calls } = backend([json({ url: '/a.png' }), json(null)])
    expect(await current?.({ signal })).toEqual({ url: '/a.png' })
    expect(await current?.({ signal })).toBeNull()
    expect(calls[0]?.url).toBe(endpoint)
    expect(calls[0]?.init.method).toBe('GET')
    expect(calls[0]?.init).not.toHaveProperty('body')
  })

  test('of remove deletes what is saved, with our header and without a body', async () => {
    const { remove, calls } = backend([json({ undoTicket: 'undo-canary' })])
    expect(await remove?.({ signal })).toEqual({ undoTicket: 'undo-canary' })
    expect(calls[0]?.url).toBe(endpoint)
    expect(calls[0]?.init.method).toBe('DELETE')
    expect(calls[0]?.init).not.toHaveProperty('body')
    expect(Object.fromEntries(calls[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      'x-profile-image': '1',
    })
  })

  test('T-17: never carries a ticket in its address', async () => {
    const { requestUrl, confirm, calls } = backend([json(uploadGrant()), json(publicImage('a'))])
    await requestUrl({ renew: 'ticket-canary' }, context)
    await confirm('ticket-canary', { signal })
    expect(calls.map(({ init }) => init.body)).toEqual([
      '{"renew":"ticket-canary"}',
      '{"ticket":"ticket-canary"}',
    ])
    expect(calls.map(({ url }) => url).join()).not.toContain('canary')
  })

  test('is same-origin, uncached, follows no redirect, and says whose it is', async () => {
    const { confirm, calls } = backend([json(publicImage('a'))])
    await confirm('t', { signal })
    expect(calls[0]?.init).toMatchObject({
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'manual',
    })
    expect(Object.fromEntries(calls[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      'x-profile-image': '1',
    })
  })

  test('carries the headers and credentials of the app', async () => {
    const headers = { authorization: 'Bearer a', 'x-profile-image': 'other' }
    const { confirm, calls } = backend([json(publicImage('a'))], { headers, credentials: 'include' })
    await confirm('t', { signal })
    expect(calls[0]?.headers.get('authorization')).toBe('Bearer a')
    expect(calls[0]?.headers.get('x-profile-image')).toBe('1')
    expect(calls[0]?.init.credentials).toBe('include')
  })
})

describe('after a 401', () => {
  const unauthenticated = refusal(401, { code: 'unauthenticated' })

  function signIn() {
    const asked: (AnyUploadError | null)[] = []
    const headers = async ({ previousError }: { previousError: AnyUploadError | null }) => {
      asked.push(previousError)
      return { authorization: `Bearer ${asked.length}` }
    }
    return { asked, headers }
  }

  test('a headers function is asked once more, with the error, and the call goes through', async () => {
    const { asked, headers } = signIn()
    const { confirm, calls } = backend([unauthenticated, json(publicImage('a'))], { headers })
    expect(await confirm('t', { signal })).toEqual(publicImage('a'))
    expect(asked).toEqual([null, expect.objectContaining({ code: 'unauthenticated', status: 401 })])
    expect(calls.map((call) => call.headers.get('authorization'))).toEqual(['Bearer 1', 'Bearer 2'])
  })

  test('a second one is the end', async () => {
    const { asked, headers } = signIn()
    const { confirm, calls } = backend([unauthenticated, unauthenticated], { headers })
    await expect(confirm('t', { signal })).rejects.toMatchObject({ code: 'unauthenticated' })
    expect([asked.length, calls.length]).toEqual([2, 2])
  })

  test('fixed headers are not tried again, and neither is any other refusal', async () => {
    const fixed = backend([unauthenticated], { headers: { authorization: 'Bearer a' } })
    await expect(fixed.confirm('t', { signal })).rejects.toMatchObject({ code: 'unauthenticated' })
    const { asked, headers } = signIn()
    const forbidden = backend([refusal(403, { code: 'forbidden' })], { headers })
    await expect(forbidden.confirm('t', { signal })).rejects.toMatchObject({ code: 'forbidden' })
    expect([fixed.calls.length, forbidden.calls.length, asked.length]).toEqual([1, 1, 1])
  })
})

describe('an answer', () => {
  test('of refusal becomes its error, with what it tells', async () => {
    const { confirm } = backend([refusal(429, { code: 'rate-limited', retryAfterSeconds: 7 })])
    await expect(confirm('t', { signal })).rejects.toMatchObject({
      code: 'rate-limited',
      status: 429,
      requestId: 'r-1',
      retryAfterSeconds: 7,
    })
  })

  test('of a gateway that is busy says by its header when to come back', async () => {
    const { confirm } = backend([() => new Response('', { status: 503, headers: { 'retry-after': '7' } })])
    await expect(confirm('t', { signal })).rejects.toMatchObject({
      code: 'backend-unavailable',
      retryAfterSeconds: 7,
    })
  })

  const html =
    (status: number, body: string = '<!doctype html>') =>
    () =>
      new Response(body, { status, headers: { 'content-type': 'text/html' } })
  const packed =
    (body: string): Answer =>
    () => {
      const headers = {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'content-length': '99',
      }
      return new Response(body, { headers })
    }
  const text =
    (body: string | null, status: number = 200) =>
    () =>
      new Response(body, { status, headers: { 'content-type': 'application/json; charset=utf-8' } })

  test('with a reason is read whole, wherever the network cuts its letters', async () => {
    const body = new TextEncoder().encode(
      JSON.stringify({ error: { code: 'confirm-rejected', requestId: 'r-1', reason: 'Größe – 大きさ' } }),
    )
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of body) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    const headers = { 'content-type': 'application/json' }
    const { confirm } = backend([() => new Response(stream, { status: 422, headers })])
    await expect(confirm('ticket', { signal })).rejects.toMatchObject({
      details: { reason: 'Größe – 大きさ' },
    })
  })

  // Right, but for its length.
  const long = JSON.stringify(publicImage('a')).padEnd(65_537)

  test.each<[string, string, Answer, string]>([
    ['T-62', 'a page of a captive portal', html(200), 'bad-response'],
    [
      'T-62',
      'a page that could be read as JSON',
      html(200, JSON.stringify(publicImage('a'))),
      'bad-response',
    ],
    ['T-62', 'a page of a gateway, 502', html(502), 'backend-unavailable'],
    ['T-62', 'a page that says 404', html(404), 'bad-response'],
    ['T-62', 'a page that says 405', html(405), 'bad-response'],
    ['T-68', 'nothing', text(null), 'bad-response'],
    ['T-68', 'nothing, 204', () => new Response(null, { status: 204 }), 'bad-response'],
    ['T-68', 'an empty text', text(''), 'bad-response'],
    ['T-68', 'half of its JSON', text('{"ticket":"ticket-can'), 'bad-response'],
    ['T-48', 'too much JSON', text(long), 'bad-response'],
    ['T-48', 'too much JSON, but packed into little', packed(long), 'bad-response'],
    ['T-68', 'half of a refusal', text('{"error":{"co', 403), 'forbidden'],
  ])('%s: of %s is the error %4$s', async (_, _what, answer, code) => {
    const { confirm } = backend([answer])
    await expect(confirm('t', { signal })).rejects.toMatchObject({ code })
  })
})

describe('no answer', () => {
  const broken = () => Promise.reject(new TypeError('Failed to fetch'))

  test('is the network, or being offline when the browser says so', async () => {
    const { confirm } = backend([broken, broken])
    await expect(confirm('t', { signal })).rejects.toMatchObject({ code: 'network' })
    vi.stubGlobal('navigator', { onLine: false })
    await expect(confirm('t', { signal })).rejects.toMatchObject({ code: 'offline' })
  })

  test('because of an abort is aborted', async () => {
    const controller = new AbortController()
    const { confirm } = backend([
      () => {
        controller.abort()
        return broken()
      },
    ])
    await expect(confirm('t', { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' })
  })

  test('because the headers of the app throw is their own error', async () => {
    const bug = new Error('no token store')
    const headers = () => {
      throw bug
    }
    const error = await backend([], { headers })
      .confirm('t', { signal })
      .catch((thrown: unknown) => thrown)
    expect(error).toBe(bug)
    expect(isUploadError(error)).toBe(false)
  })
})
