import { describe, expect, test } from 'vitest'
import { createBackend, ORIGIN, refusalOf } from '../backend.ts'

const PARTNER = 'https://partner.example.com'
const FORM = 'application/x-www-form-urlencoded'

describe('T-50: a request that another site makes with this user’s cookies is refused', () => {
  // Headers that differ from those of a page of the app's own origin; null: not sent.
  test.each<[string, Record<string, string | null>, number]>([
    ['the app’s own page', {}, 400],
    ['the app’s own page, in a browser without Sec-Fetch-Site', { 'sec-fetch-site': null }, 400],
    ['a program, which sends neither', { 'sec-fetch-site': null, origin: null }, 400],
    ['a listed origin', { origin: PARTNER, 'sec-fetch-site': 'cross-site' }, 400],
    [
      'a listed origin, with a bearer token',
      { origin: PARTNER, 'sec-fetch-site': 'cross-site', authorization: 'Bearer token' },
      400,
    ],
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['another site, without Sec-Fetch-Site', { origin: 'https://evil.example', 'sec-fetch-site': null }, 403],
    [
      'a host that ends like ours, without Sec-Fetch-Site',
      { origin: 'https://evil-app.example.com', 'sec-fetch-site': null },
      403,
    ],
    [
      'a host that begins like ours, without Sec-Fetch-Site',
      { origin: `${ORIGIN}.evil.example`, 'sec-fetch-site': null },
      403,
    ],
    ['another site that sends no Origin', { origin: null, 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling subdomain', { origin: 'https://blog.example.com', 'sec-fetch-site': 'same-site' }, 403],
    ['a listed origin’s sibling', { origin: `${PARTNER}.evil`, 'sec-fetch-site': 'cross-site' }, 403],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
    ['a sandboxed frame, without Sec-Fetch-Site', { origin: 'null', 'sec-fetch-site': null }, 403],
    ['another port of the host', { origin: `${ORIGIN}:8443`, 'sec-fetch-site': null }, 403],
    ['a link typed by hand', { origin: null, 'sec-fetch-site': 'none' }, 403],
    ['a form', { 'content-type': FORM }, 415],
    ['a form that says text/plain', { 'content-type': 'text/plain' }, 415],
    ['a body without a type', { 'content-type': null }, 415],
    ['a type that only begins like JSON', { 'content-type': 'application/jsonp' }, 415],
    ['a request without our header', { 'x-profile-image': null }, 400],
  ])('%s', async (_, headers, status) => {
    let isAsked = false
    const backend = createBackend({
      allowedOrigins: [PARTNER],
      authorize: () => {
        isAsked = true
        return { id: 'ada' }
      },
    })
    for (const path of ['/request-url', '/confirm']) {
      isAsked = false
      const answer = await backend.call({ path, headers, body: {} })
      expect(answer.status).toBe(status)
      // The empty body is refused only after the app was asked; what is cross-site never gets there.
      const isLetIn = status === 400 && headers['x-profile-image'] !== null
      expect(isAsked).toBe(isLetIn)
    }
    expect(backend.store.calls).toEqual([])

    isAsked = false
    const hasHeader = headers['x-profile-image'] !== null
    // Without a body it has no type.
    const isRemoved = hasHeader && status !== 403
    const removal = await backend.call({ method: 'DELETE', headers })
    expect(removal.status).toBe(isRemoved ? 200 : status)
    expect(isAsked).toBe(isRemoved)
    expect(backend.store.calls.length > 0).toBe(isRemoved)
  })

  test('behind a proxy, the Host that the browser wrote counts', async () => {
    const backend = createBackend()
    const headers = { host: 'public.example', origin: 'https://public.example', 'sec-fetch-site': null }
    expect(await backend.call({ path: '/confirm', headers })).toMatchObject({ status: 400 })
    // What a proxy says of it does not count: whoever can send a header can send that one.
    for (const more of [{}, { 'x-forwarded-host': 'public.example' }, { forwarded: 'host=public.example' }]) {
      const behind = { ...headers, host: 'internal:8080', ...more }
      expect(await backend.call({ path: '/confirm', headers: behind })).toMatchObject({ status: 403 })
    }
  })

  test('JSON may say its character set', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' }
    expect(await createBackend().requestUrl({})).toMatchObject({ status: 400 })
    expect(await createBackend().call({ path: '/confirm', headers })).toMatchObject({ status: 400 })
  })

  test('and the one who writes a client is told which header is missing', async () => {
    const answer = await createBackend().call({ path: '/confirm', headers: { 'x-profile-image': null } })
    expect(refusalOf(answer)).toEqual({
      status: 400,
      code: 'request-rejected',
      reason: 'The header x-profile-image must be 1.',
    })
  })
})

describe('T-51: CORS', () => {
  const corsOf = (headers: Headers) =>
    Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'))

  test.each([[ORIGIN], [PARTNER], ['null']])('by default there is none, for %s either', async (origin) => {
    const backend = createBackend()
    const answer = await backend.call({ method: 'GET', headers: { origin } })
    expect(answer.status).toBe(200)
    expect(corsOf(answer.headers)).toEqual({})
    const preflight = { origin, 'access-control-request-method': 'POST' }
    const refused = await backend.call({ method: 'OPTIONS', path: '/confirm', headers: preflight })
    expect(refused.status).toBe(405)
    expect(corsOf(refused.headers)).toEqual({})
  })

  test('a listed origin is named exactly, on successes and on failures', async () => {
    const backend = createBackend({ allowedOrigins: [PARTNER] })
    const expected = {
      vary: 'Origin',
      'access-control-allow-origin': PARTNER,
      'access-control-allow-credentials': 'true',
    }
    const headers = { origin: PARTNER, 'sec-fetch-site': 'cross-site' }
    for (const [method, path, status] of [
      ['GET', '', 200],
      ['POST', '/confirm', 400],
      ['PUT', '', 405],
    ] as const) {
      const answer = await backend.call({ method, path, headers })
      expect(answer.status).toBe(status)
      expect(corsOf(answer.headers)).toEqual(expected)
    }
  })

  test.each([['null'], [`${PARTNER}.evil`], ['https://evil.example'], ['http://partner.example.com'], ['*']])(
    'an origin that is not listed is not named: %s',
    async (origin) => {
      const backend = createBackend({ allowedOrigins: [PARTNER] })
      const answer = await backend.call({ method: 'GET', headers: { origin } })
      expect(corsOf(answer.headers)).toEqual({ vary: 'Origin' })
    },
  )

  test('a preflight of a listed origin is answered, without asking the app', async () => {
    const backend = createBackend({
      allowedOrigins: [PARTNER],
      authorize: () => {
        throw new Error('not to be asked')
      },
    })
    const answer = await backend.call({
      method: 'OPTIONS',
      path: '/request-url',
      user: '',
      headers: {
        origin: PARTNER,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-csrf-token,x-profile-image',
      },
    })
    expect(answer).toMatchObject({ status: 204, text: '' })
    expect(corsOf(answer.headers)).toEqual({
      vary: 'Origin',
      'access-control-allow-origin': PARTNER,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': 'content-type,x-csrf-token,x-profile-image',
      'access-control-max-age': '600',
    })
    expect(backend.errors).toEqual([])
  })
})
