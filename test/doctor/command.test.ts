import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { doctor } from '../../src/cli/doctor.ts'
import { formatReport } from '../../src/doctor/report.ts'
import { listen, type Listener } from '../../src/testing/node.ts'
import { goodSettings } from './good-settings.ts'
import { plantBackend } from './planted-backend.ts'
import { BUCKET, GOOD_RULE, KEYS, ORIGIN, type Plant, plantBucket } from './planted-bucket.ts'

// Some hundred requests for each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 })

const ENV = { AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey }
const listeners: Listener[] = []
afterEach(() => Promise.all(listeners.splice(0).map((listener) => listener.close())))

async function serve(fetch: (request: Request) => Promise<Response>): Promise<string> {
  const listener = await listen(fetch)
  listeners.push(listener)
  return listener.url
}

/** A bucket in which only that is wrong, over the strict S3. */
function storage(plant: Plant = {}) {
  const { s3, options } = plantBucket(plant)
  const fetch = async (request: Request) => (await options.fetch?.(request)) ?? Response.error()
  return { fetch, objects: s3.objects }
}

async function run(args: string[], env: Record<string, string> = ENV) {
  const texts = { out: '', err: '' }
  const code = await doctor(args, {
    out: (text) => void (texts.out += text),
    err: (text) => void (texts.err += text),
    env,
  })
  return { code, ...texts }
}

const bucketArgs = (url: string) => ['--bucket', BUCKET, '--origin', ORIGIN, '--s3-endpoint', url]

test('over real sockets, a good bucket ends with 0, and every check has its line', async () => {
  const { code, out, err } = await run(bucketArgs(await serve(storage().fetch)))
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain(`doctor: bucket ${BUCKET} at http://127.0.0.1`)
  expect(out).toMatch(/^pass +second-put +A URL works once\. The server answered 412 PreconditionFailed\.$/m)
  expect(out).toMatch(/^cannot tell +object-lock /m)
  expect(out).toMatch(/\n\d+ passed, 0 failed, \d+ cannot be told\.\n$/)
})

test('a failure ends with 1, and below it stands what to change', async () => {
  const url = await serve(storage({ cors: [{ ...GOOD_RULE, exposeHeaders: [] }] }).fetch)
  const { code, out } = await run(bucketArgs(url))
  expect(code).toBe(1)
  expect(out).toMatch(/^FAIL +cors-etag .*\n +change: "ExposeHeaders": \["ETag", "x-amz-request-id"\]/m)
})

test('--json is for programs', async () => {
  const url = await serve(storage({ cors: [{ ...GOOD_RULE, exposeHeaders: [] }] }).fetch)
  const { code, out } = await run([...bucketArgs(url), '--json'])
  const report = JSON.parse(out)
  expect(code).toBe(1)
  expect(report).toMatchObject({ exitCode: 1, subject: expect.stringContaining(BUCKET) })
  const failed = report.findings.filter(({ status }: { status: string }) => status === 'fail')
  expect(failed).toEqual([
    {
      id: 'cors-etag',
      title: 'Pages may read the ETag of the answer',
      status: 'fail',
      detail: expect.any(String),
      fix: expect.stringContaining('ExposeHeaders'),
    },
  ])
})

test('region and prefix reach the bucket, the region also by the environment', async () => {
  const s3 = storage({ server: { region: 'eu-west-1' }, settings: goodSettings(BUCKET, 'photos/') })
  const keys: string[] = []
  const url = await serve((request) => {
    if (request.method === 'PUT') keys.push(new URL(request.url).pathname)
    return s3.fetch(request)
  })
  const args = [...bucketArgs(url), '--prefix', 'photos']
  expect((await run([...args, '--region', 'eu-west-1'])).code).toBe(0)
  expect((await run(args, { ...ENV, AWS_REGION: 'eu-west-1' })).code).toBe(0)
  expect((await run(args)).code).toBe(1)
  expect(
    new Set(
      keys.map((key) =>
        key
          .split('/')
          .slice(0, 4)
          .join('/')
          .replace(/-[\da-f-]+$/, ''),
      ),
    ),
  ).toEqual(new Set([`/${BUCKET}/photos/staging/doctor`.split('/').slice(0, 4).join('/')]))
})

test('a backend is examined as the user whom the headers sign in', async () => {
  const { options, handler } = plantBackend()
  const storageUrl = 'https://s3.example.test'
  const url = await serve((request) => handler(request))
  const fetchBefore = globalThis.fetch
  // The storage of the planted backend has no socket.
  globalThis.fetch = (input, init) =>
    new Request(input).url.startsWith(storageUrl)
      ? (options.fetch ?? fetchBefore)(input, init)
      : fetchBefore(input, init)
  try {
    const args = ['--endpoint', `${url}/api/photo/`, '--header', 'Authorization: Bearer alice']
    const { code, out } = await run([...args, '--other-header', 'authorization:Bearer bob'])
    expect(out).toMatch(/ passed, 0 failed, 0 cannot be told/)
    expect(code).toBe(0)
    expect(out).not.toContain('alice')
  } finally {
    globalThis.fetch = fetchBefore
  }
})

describe('bad input is said in one sentence, ends with 2, and nothing is asked', () => {
  const bucket = ['--bucket', BUCKET, '--origin', ORIGIN]
  test.each<[string[], string]>([
    [[], '--bucket is missing'],
    [['--bucket', BUCKET], '--origin is missing'],
    [['--bucket', '', '--origin', ORIGIN], '--bucket is missing'],
    [['--origin', ORIGIN], '--bucket is missing'],
    [['--bucket', BUCKET, '--origin', 'app.example.com'], 'origin must be scheme, host and port'],
    [['--bucket', 'a/b', '--origin', ORIGIN], 'bucket must be the name alone'],
    [[...bucket, '--s3-endpoint', 'localhost'], 'endpoint must be scheme, host and port'],
    [[...bucket, '--region', 'nowhere!'], 'region must be a name'],
    [[...bucket, '--prefix', '/x'], 'prefix must be a folder'],
    [[...bucket, '--endpoint', 'https://app.example.com/api'], '--endpoint does not go with --bucket'],
    [['--endpoint', '/api/photo'], 'endpoint must be a whole address'],
    [['--header', 'a: b'], '--endpoint is missing'],
    [
      ['--endpoint', 'https://app.example.com', '--header', 'Bearer secret'],
      'A header is a name, a colon and a value',
    ],
    [
      ['--endpoint', 'https://app.example.com', '--header', 'a: b\r\nc: d'],
      'A header is a name, a colon and a value',
    ],
    [['--buckets', BUCKET], "Unknown option '--buckets'"],
    [['--bucket'], "'--bucket <value>' argument missing"],
    [['pictures'], "Unexpected argument 'pictures'"],
  ])('%j', async (args, message) => {
    const { code, out, err } = await run(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).not.toContain('secret')
  })

  test('no credentials', async () => {
    const { code, err } = await run(bucket, {})
    expect(code).toBe(2)
    expect(err).toContain('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set')
  })
})

test('nobody there ends with 2', async () => {
  const url = await serve(storage().fetch)
  await Promise.all(listeners.splice(0).map((listener) => listener.close()))
  expect(await run(bucketArgs(url))).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('ECONNREFUSED'),
  })
  expect(await run(['--endpoint', `${url}/api`])).toMatchObject({
    code: 2,
    err: expect.stringContaining('ECONNREFUSED'),
  })
})

test('what a server says cannot steer the terminal', () => {
  const finding = { id: 'a', title: 'A', status: 'fail', detail: '\u001b[2J\n', fix: 'x\u0007' } as const
  expect(formatReport({ subject: 'bucket', findings: [finding] })).toContain(
    'a  A. ?[2J?\n             change: x?\n',
  )
})

test('--help says how to use it', async () => {
  expect(await run(['--help'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('--s3-endpoint URL'),
    err: '',
  })
})

test('Ctrl+C ends it early, with 130, and the bucket is as it was', async () => {
  const s3 = storage()
  let puts = 0
  const url = await serve(async (request) => {
    if (request.method === 'PUT' && ++puts === 3) child.kill('SIGINT')
    return s3.fetch(request)
  })
  const script = fileURLToPath(new URL('doctor-process.ts', import.meta.url))
  const env = { ...process.env, ...ENV }
  const child = spawn(process.execPath, [script, ...bucketArgs(url)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  const [code] = await once(child, 'close')
  expect(out).toContain('interrupted before this was tried')
  expect(code).toBe(130)
  expect(puts).toBeGreaterThanOrEqual(3)
  expect(s3.objects(BUCKET)).toEqual([])
})
