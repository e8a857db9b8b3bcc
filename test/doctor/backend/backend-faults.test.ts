import { describe, expect, test, vi } from 'vitest'
import { DoctorError } from '../../../src/doctor/doctor-error.ts'
import { runBackendDoctor } from '../../../src/doctor/run-backend-doctor.ts'
import { failing } from '../bucket/planted-bucket.ts'
import { type BackendPlant, ENDPOINT, examineBackend, plantBackend } from './planted-backend.ts'

// Some hundred requests for each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 })

test('it reports no failure of the handler of this package, can tell everything, and removes its picture', async () => {
  const { report, saved } = await examineBackend()
  expect(report.findings.filter(({ status }) => status !== 'pass')).toEqual([])
  expect(saved).toEqual([])
})

const isStep = (request: Request, step: string) => request.url === `${ENDPOINT}/${step}`
const bodyOf = (request: Request): Promise<Record<string, unknown>> => request.clone().json()

/** The answers of the handler, changed. */
function changing(
  change: (answer: Response, request: Request) => Response | Promise<Response>,
): BackendPlant {
  return { before: async (request, handler) => change(await handler(request.clone()), request) }
}

function withHeader(name: string, value: string | null): BackendPlant {
  return changing((answer) => {
    if (value === null) answer.headers.delete(name)
    else answer.headers.set(name, value)
    return answer
  })
}

/** What the backend of somebody answers who does not look at what it refuses. */
function accepting(
  step: string,
  applies: (request: Request) => boolean | Promise<boolean>,
  body: unknown,
): BackendPlant {
  return changing(async (answer, request) =>
    !answer.ok && isStep(request, step) && (await applies(request)) ? ok(body, answer) : answer,
  )
}

function ok(body: unknown, { headers }: Response): Response {
  return new Response(JSON.stringify(body), { headers })
}

/** Changes the grants that the backend gives. */
function granting(
  change: (
    grant: Record<string, unknown>,
    upload: { url: string; headers: Record<string, string> },
  ) => unknown,
): BackendPlant {
  return changing(async (answer, request) => {
    if (!answer.ok || !isStep(request, 'request-url')) return answer
    const grant = await answer.json()
    return ok(change(grant, grant.upload), answer)
  })
}

const isRenewal = async (request: Request) => 'renew' in (await bodyOf(request))
const GRANT = { ticket: 't', id: 'i', upload: {} }
const IMAGE = {
  id: 'made-up',
  url: 'https://img.example.com/x',
  type: 'image/png',
  width: 1,
  height: 1,
  sizeBytes: 1,
}

function acceptingBody(applies: (body: string) => boolean): BackendPlant {
  return accepting('request-url', async (request) => applies(await request.clone().text()), GRANT)
}

type Fault = [name: string, plant: BackendPlant, failing: string[], fix: string]

const ANSWERS: Fault[] = [
  [
    'lets its answers be cached',
    withHeader('cache-control', 'public, max-age=60'),
    ['no-store'],
    'cache-control: no-store',
  ],
  ['says nothing of caches', withHeader('cache-control', null), ['no-store'], 'cache-control: no-store'],
  ['lets types be guessed', withHeader('x-content-type-options', null), ['nosniff'], 'nosniff'],
  ['lets addresses leak', withHeader('referrer-policy', null), ['no-referrer'], 'no-referrer'],
  [
    'refuses in plain text',
    changing((answer) => (answer.ok ? answer : new Response('No.', answer))),
    ['error-body'],
    '{"error":{"code":"request-rejected","requestId":"…"}}',
  ],
  [
    'has no request ids',
    changing(async (answer) => {
      if (answer.ok) return answer
      const { error } = await answer.json()
      return new Response(JSON.stringify({ error: { code: error.code } }), answer)
    }),
    ['error-body'],
    '"requestId"',
  ],
]

const GRANTS: Fault[] = [
  [
    'forgets the id',
    granting((grant) => ({ ...grant, id: undefined })),
    ['request-url'],
    '"upload":{"url":"https://…"',
  ],
  [
    'signs nothing but the host',
    granting((grant, upload) => ({
      ...grant,
      upload: { ...upload, url: upload.url.replace(/(X-Amz-SignedHeaders=)[^&]*/, '$1host') },
    })),
    ['signed-headers', 'send'],
    'content-length;content-type;host;if-none-match;x-amz-checksum-sha256',
  ],
  [
    'does not tell the page of a signed header',
    granting((grant, { url, headers }) => ({
      ...grant,
      upload: { url, headers: { ...headers, 'if-none-match': undefined } },
    })),
    ['signed-headers', 'send'],
    '"if-none-match"',
  ],
  [
    'renews as another upload',
    changing(async (answer, request) =>
      isStep(request, 'request-url') && (await isRenewal(request))
        ? ok({ ...(await answer.json()), id: 'other' }, answer)
        : answer,
    ),
    ['renew', 'confirm'],
    '"id"',
  ],
  ['gives URLs of http', { storage: 'http://s3.example.test' }, ['request-url'], '"url": "https://…"'],
]

const INPUT: Fault[] = [
  [
    'takes any body',
    acceptingBody((body) => body === '{'),
    ['not-json'],
    '400 {"error":{"code":"request-rejected"',
  ],
  ['takes any type', acceptingBody((body) => body.includes('text/html')), ['wrong-type'], 'request-rejected'],
  ['takes SVG', acceptingBody((body) => body.includes('svg')), ['svg'], 'request-rejected'],
  ['takes any size', acceptingBody((body) => body.includes('":-1')), ['no-size'], 'request-rejected'],
  [
    'takes a gigabyte',
    acceptingBody((body) => body.includes('1000000000')),
    ['too-large'],
    'request-rejected',
  ],
  [
    'takes any checksum',
    acceptingBody((body) => body.includes('c2hvcnQ=')),
    ['wrong-checksum'],
    'request-rejected',
  ],
  ['takes keys', acceptingBody((body) => body.includes('../')), ['own-key'], 'request-rejected'],
  [
    'takes forms',
    accepting('request-url', ({ headers }) => headers.get('content-type') === 'text/plain', GRANT),
    ['form'],
    'request-rejected',
  ],
  [
    'does without the header',
    accepting('request-url', ({ headers }) => !headers.has('x-profile-image'), GRANT),
    ['no-header'],
    'request-rejected',
  ],
  [
    'answers pages of other sites',
    accepting('request-url', ({ headers }) => headers.get('sec-fetch-site') === 'cross-site', GRANT),
    ['cross-site'],
    '403 {"error":{"code":"forbidden"',
  ],
  [
    'signs for everybody',
    accepting('request-url', ({ headers }) => !headers.has('authorization'), GRANT),
    ['unauthenticated'],
    '401 {"error":{"code":"unauthenticated"',
  ],
  [
    'breaks at bad input',
    changing((answer, request) =>
      answer.status === 413 && isStep(request, 'request-url')
        ? new Response('{"error":{"code":"unexpected","requestId":"1"}}', {
            status: 500,
            headers: answer.headers,
          })
        : answer,
    ),
    ['too-large'],
    'request-rejected',
  ],
]

/** The answer to the nth request of this kind, changed. */
function changingNth(kind: string, nth: number, change: (answer: Response) => unknown): BackendPlant {
  let count = 0
  return changing(async (answer, { method, url }) => {
    if (`${method} ${url.slice(ENDPOINT.length)}` !== kind || ++count !== nth) return answer
    const changed = await change(answer)
    return changed instanceof Response ? changed : ok(changed, answer)
  })
}

/** In this order: too early, forged, foreign, good, again, after the removal, undo. */
const CONFIRM = 'POST /confirm'

const refuse = (status: number, code: string) => (answer: Response) =>
  new Response(JSON.stringify({ error: { code, requestId: '1' } }), { status, headers: answer.headers })

const LATER: Fault[] = [
  [
    'confirms before the upload',
    changingNth(CONFIRM, 1, () => IMAGE),
    ['confirm-early'],
    '409 {"error":{"code":"not-uploaded"',
  ],
  [
    'says of what has not arrived that it has changed',
    changingNth(CONFIRM, 1, refuse(409, 'changed')),
    ['confirm-early'],
    '409 {"error":{"code":"not-uploaded"',
  ],
  [
    'takes changed tickets',
    changingNth(CONFIRM, 2, () => IMAGE),
    ['forged-ticket'],
    '404 {"error":{"code":"ticket-invalid"',
  ],
  [
    'takes tickets of others',
    changingNth(CONFIRM, 3, () => IMAGE),
    ['foreign-ticket'],
    '404 {"error":{"code":"ticket-invalid"',
  ],
  [
    'tells that a ticket is of somebody else',
    changingNth(CONFIRM, 3, refuse(403, 'forbidden')),
    ['foreign-ticket'],
    '404 {"error":{"code":"ticket-invalid"',
  ],
  [
    'does not look at the pixels',
    changingNth(CONFIRM, 4, async (answer) => ({ ...(await answer.json()), width: 1 })),
    ['confirm'],
    '"width": 128',
  ],
  ['answers a confirm with nothing', changingNth(CONFIRM, 4, () => ({})), ['confirm'], '"sizeBytes":146'],
  [
    'confirms once only',
    changingNth(CONFIRM, 5, refuse(404, 'ticket-invalid')),
    ['confirm-again'],
    '200 with the same "id"',
  ],
  [
    'makes another image of a repeated confirm',
    changingNth(CONFIRM, 5, async (answer) => ({ ...(await answer.json()), id: 'other' })),
    ['confirm-again'],
    '200 with the same "id"',
  ],
  ['forgets the image', changingNth('GET ', 2, () => null), ['current'], '200 {"url"'],
  [
    'names another image',
    changingNth('GET ', 2, () => ({ url: 'https://img.example.com/x' })),
    ['current'],
    '"id"',
  ],
  [
    'names an image that is none',
    changingNth('GET ', 2, () => ({ url: 'javascript:1' })),
    ['current'],
    '"id"',
  ],
  ['removes nothing', changingNth('GET ', 3, () => IMAGE), ['remove'], '200 {"undoTicket":null}'],
  [
    'answers a removal with nothing',
    changingNth('DELETE ', 1, () => ({})),
    ['remove'],
    '200 {"undoTicket":null}',
  ],
  [
    'brings back what was removed',
    changingNth(CONFIRM, 6, () => IMAGE),
    ['removed-stays'],
    '"code":"revoked"',
  ],
  ['undoes nothing', changingNth(CONFIRM, 7, refuse(404, 'ticket-invalid')), ['undo'], '"undoTicket": null'],
]

describe.each([
  ['every answer', ANSWERS],
  ['grants', GRANTS],
  ['bad input', INPUT],
  ['confirm and removal', LATER],
])('of faults in %s', (_, faults) => {
  test.each(faults)('it finds a backend that %s, and says what to change', async (_name, plant, ids, fix) => {
    const { report, saved } = await examineBackend(plant)
    expect(failing(report)).toEqual(ids)
    expect(report.findings.find(({ id }) => id === ids[0])?.fix).toContain(fix)
    expect(saved).toEqual([])
  })
})

describe('where nothing can be examined, it says why, and nothing is changed', () => {
  const outcome = async (plant: BackendPlant) => {
    const planted = plantBackend(plant)
    const before = [...planted.saved]
    const error: unknown = await runBackendDoctor(planted.options).catch((reason: unknown) => reason)
    expect([...planted.saved]).toEqual(before)
    return error
  }

  test.each<[string, BackendPlant, string]>([
    ['nobody answers', { before: () => Promise.reject(new TypeError('fetch failed')) }, 'Check --endpoint'],
    ['nobody is signed in', { options: { headers: {} } }, '--header "authorization: Bearer'],
  ])('%s', async (_, plant, message) => {
    const error = await outcome(plant)
    expect(error).toBeInstanceOf(DoctorError)
    expect(String(error)).toContain(message)
  })

  test.each(['', '/api/photo', 'ftp://app.example.com', `${ENDPOINT}?x=1`, `${ENDPOINT}#x`])(
    'the endpoint is "%s"',
    async (endpoint) => {
      const error = await outcome({ options: { endpoint } })
      expect(error).toBeInstanceOf(TypeError)
      expect(String(error)).toContain('endpoint must be a whole address')
    },
  )
})

test('a user who has an image keeps it, unless it may be replaced', async () => {
  const { options } = plantBackend(changingNth('GET ', 1, () => IMAGE))
  await expect(runBackendDoctor(options)).rejects.toThrow('--replace')
  const { report } = await examineBackend({
    ...changingNth('GET ', 1, () => IMAGE),
    options: { replace: true },
  })
  expect(failing(report)).toEqual([])
})

test('interrupted at any moment, it removes the picture that it has saved', async () => {
  for (let count = 1; count <= 26; count++) {
    const controller = new AbortController()
    let requests = 0
    const { report, saved } = await examineBackend({
      before(request, handler) {
        if (++requests === count) controller.abort()
        return handler(request)
      },
      options: { signal: controller.signal },
    })
    expect(saved).toEqual([])
    expect(failing(report)).toEqual([])
  }
})

test('a backend without the optional routes passes, and it says whose picture is left', async () => {
  const optional = ({ method }: Request) => method !== 'POST'
  const { report } = await examineBackend({
    before: async (request, handler) => {
      const answer = await handler(request.clone())
      return optional(request) ? refuse(405, 'request-rejected')(answer) : answer
    },
  })
  expect(failing(report)).toEqual([])
  expect(report.findings.find(({ id }) => id === 'remove')).toMatchObject({ status: 'cannot-tell' })
  expect(report.findings.at(-1)).toMatchObject({ id: 'clean-up', status: 'cannot-tell' })
})

test('no finding holds a ticket or a signature', async () => {
  const { report } = await examineBackend()
  expect(JSON.stringify(report)).not.toMatch(/X-Amz-Signature|Bearer|[\w-]{20,}\.[\w-]{20,}/)
})

test.each([404, 405])('where nothing is mounted, the change is the address: %i', async (status) => {
  const fetch = () => Promise.resolve(new Response('Not here.', { status }))
  const { findings } = await runBackendDoctor({ endpoint: ENDPOINT, fetch })
  expect(findings[0]).toMatchObject({
    id: 'request-url',
    status: 'fail',
    fix: expect.stringContaining('--endpoint'),
  })
})
