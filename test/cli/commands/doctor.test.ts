import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { formatReport } from '../../../src/doctor/report.ts'
import { listen, type Listener } from '../../../src/testing/node.ts'
import { goodSettings } from '../../doctor/bucket/good-settings.ts'
import { plantBackend } from '../../doctor/backend/planted-backend.ts'
import { run } from '../run.ts'
import { lenient } from '../../doctor/weak-servers.ts'
import {
  BUCKET,
  GOOD_RULE,
  KEYS,
  ORIGIN,
  type Plant,
  plantBucket,
} from '../../doctor/bucket/planted-bucket.ts'

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

const doctor = (args: string[], env: Record<string, string> = ENV) => run(['doctor', ...args], { env })

const bucketArgs = (url: string) => ['--bucket', BUCKET, '--origin', ORIGIN, '--s3-endpoint', url]

test('over real sockets, a good bucket ends with 0, and every check has its line', async () => {
  const { status, output, complaints } = await doctor(bucketArgs(await serve(storage().fetch)))
  expect([status, complaints]).toEqual([0, ''])
  expect(output).toContain(`doctor: bucket ${BUCKET} at http://127.0.0.1`)
  expect(output).toMatch(
    /^pass +second-put +A URL works once\. The server answered 412 PreconditionFailed\.$/m,
  )
  expect(output).toMatch(/^cannot tell +object-lock /m)
  expect(output).toMatch(/\n\d+ passed, 0 failed, \d+ cannot be told\.$/)
})

test('a failure ends with 1, and below it stands what to change', async () => {
  const url = await serve(storage({ cors: [{ ...GOOD_RULE, exposeHeaders: [] }] }).fetch)
  const { status, output } = await doctor(bucketArgs(url))
  expect(status).toBe(1)
  expect(output).toMatch(
    /^FAIL +cors-etag .*\n +change: npx react-profile-image-upload setup .*"ExposeHeaders": \[..., "ETag", "x-amz-request-id"\]$/m,
  )
})

test('--json is for programs', async () => {
  const url = await serve(storage({ cors: [{ ...GOOD_RULE, exposeHeaders: [] }] }).fetch)
  const { status, output } = await doctor([...bucketArgs(url), '--json'])
  const report = JSON.parse(output)
  expect(status).toBe(1)
  expect(report).toMatchObject({ exitCode: 1, subject: expect.stringContaining(BUCKET) })
  const failed = report.findings.filter((finding: { status: string }) => finding.status === 'fail')
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

test('--profile: what the server does not promise ends with 0, and its line says so', async () => {
  const url = await serve(storage(lenient(() => true, 'BadDigest')).fetch)
  expect((await doctor(bucketArgs(url))).status).toBe(1)
  const { status, output } = await doctor([...bucketArgs(url), '--profile', 'ceph'])
  expect(status).toBe(0)
  expect(output).toMatch(/^not promised +wrong-bytes .* does not sign x-amz-checksum-sha256: .*$/m)
  expect(output).toMatch(/\n\d+ passed, 0 failed, 1 not promised, \d+ cannot be told\.$/)
  const { findings, exitCode } = JSON.parse(
    (await doctor([...bucketArgs(url), '--profile', 'ceph', '--json'])).output,
  )
  expect(exitCode).toBe(0)
  expect(findings).toContainEqual(
    expect.objectContaining({ id: 'wrong-bytes', status: 'not-promised', fix: null }),
  )
})

test('--accept: a failure that is known ends with 0, also for programs', async () => {
  const url = await serve(storage(lenient((request) => request.headers.has('x-amz-meta-doctor'))).fetch)
  const accept = ['--accept', 'unsigned-header, second-put']
  const { status, output } = await doctor([...bucketArgs(url), ...accept])
  expect(status).toBe(0)
  expect(output).toMatch(/^accepted +unsigned-header .*$/m)
  expect(output).toMatch(/\nTake from --accept what is not needed: second-put\.$/)
  const report = JSON.parse((await doctor([...bucketArgs(url), ...accept, '--json'])).output)
  expect(report).toMatchObject({ exitCode: 0, acceptedInVain: ['second-put'] })
  expect(report.findings).toContainEqual(
    expect.objectContaining({ id: 'unsigned-header', status: 'accepted', fix: null }),
  )
})

test('region and prefix reach the bucket, the region also by the environment', async () => {
  const s3 = storage({ server: { region: 'eu-west-1' }, settings: goodSettings(BUCKET, 'photos/') })
  const keys: string[] = []
  const url = await serve((request) => {
    if (request.method === 'PUT') keys.push(new URL(request.url).pathname)
    return s3.fetch(request)
  })
  const args = [...bucketArgs(url), '--prefix', 'photos']
  expect((await doctor([...args, '--region', 'eu-west-1'])).status).toBe(0)
  expect((await doctor(args, { ...ENV, AWS_REGION: 'eu-west-1' })).status).toBe(0)
  expect((await doctor(args)).status).toBe(1)
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
  const { status, output } = await doctorOfBackend(plantBackend(), [
    '--other-header',
    'authorization:Bearer bob',
  ])
  expect(output).toMatch(/ passed, 0 failed, 0 cannot be told/)
  expect(status).toBe(0)
  expect(output).not.toContain('alice')
})

test('--profile is also that of the storage of a backend', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const planted = plantBackend({ profile: 'ceph' })
  warn.mockRestore()
  expect((await doctorOfBackend(planted, [])).status).toBe(1)
  const { status, output } = await doctorOfBackend(planted, ['--profile', 'ceph'])
  expect(output).toMatch(/^not promised +signed-headers .* does not sign x-amz-checksum-sha256: .*$/m)
  expect(status).toBe(0)
})

/** Over a real socket, signed in as alice. */
async function doctorOfBackend({ options, handler }: ReturnType<typeof plantBackend>, args: string[]) {
  const storageUrl = 'https://s3.example.test'
  const url = await serve((request) => handler(request))
  const fetchBefore = globalThis.fetch
  // The storage of the planted backend has no socket.
  globalThis.fetch = (input, init) =>
    new Request(input).url.startsWith(storageUrl)
      ? (options.fetch ?? fetchBefore)(input, init)
      : fetchBefore(input, init)
  try {
    const signedIn = ['--endpoint', `${url}/api/photo/`, '--header', 'Authorization: Bearer alice']
    return await doctor([...signedIn, ...args])
  } finally {
    globalThis.fetch = fetchBefore
  }
}

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
    [[...bucket, '--profile', 'swift'], 'profile must be "aws", "r2", "minio", "ceph"'],
    [[...bucket, '--endpoint', 'https://app.example.com/api'], '--endpoint does not go with --bucket'],
    [['--endpoint', '/api/photo'], 'endpoint must be a whole address'],
    [['--endpoint', 'https://app.example.com', '--prefix', 'a'], '--endpoint does not go with --prefix'],
    [['--endpoint', 'https://app.example.com', '--profile', 'swift'], 'profile must be "aws"'],
    [['--profile', 'ceph'], '--bucket is missing'],
    [[...bucket, '--accept', 'cors-etag,no-store'], 'nothing to accept by the name "no-store"'],
    [[...bucket, '--accept', ''], 'nothing to accept by the name ""'],
    [
      ['--endpoint', 'https://app.example.com', '--accept', 'cors-etag'],
      'nothing to accept by the name "cors-etag"',
    ],
    [['--header', 'a: b'], '--endpoint is missing'],
    [
      ['--endpoint', 'https://app.example.com', '--header', 'Bearer secret'],
      'A header is a name, a colon and a value',
    ],
    [
      ['--endpoint', 'https://app.example.com', '--header', 'a: b\r\nc: d'],
      'A header is a name, a colon and a value',
    ],
    [[...bucket, '--origin', 'https://b.example.com'], '--origin is given twice'],
    [['--buckets', BUCKET], "Unknown option '--buckets'"],
    [['--bucket'], "'--bucket <value>' argument missing"],
    [['pictures'], "Unexpected argument 'pictures'"],
  ])('%j', async (args, message) => {
    const { status, output, complaints } = await doctor(args)
    expect([status, output]).toEqual([2, ''])
    expect(complaints).toContain(message)
    expect(complaints).not.toContain('secret')
  })

  test('no credentials', async () => {
    const { status, complaints } = await doctor(bucket, {})
    expect(status).toBe(2)
    expect(complaints).toContain('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set')
  })
})

test('nobody there ends with 2', async () => {
  const url = await serve(storage().fetch)
  await Promise.all(listeners.splice(0).map((listener) => listener.close()))
  expect(await doctor(bucketArgs(url))).toMatchObject({
    status: 2,
    output: '',
    complaints: expect.stringContaining('ECONNREFUSED'),
  })
  expect(await doctor(['--endpoint', `${url}/api`])).toMatchObject({
    status: 2,
    complaints: expect.stringContaining('ECONNREFUSED'),
  })
})

test('what a server says cannot steer the terminal', () => {
  const finding = { id: 'a', title: 'A', status: 'fail', detail: '\u001b[2J\n', fix: 'x\u0007' } as const
  expect(formatReport({ subject: 'bucket', findings: [finding], acceptedInVain: [] })).toContain(
    'a  A. ?[2J?\n              change: x?\n',
  )
})

test('--help says how to use it', async () => {
  expect(await doctor(['--help'])).toMatchObject({
    status: 0,
    output: expect.stringContaining('--s3-endpoint U'),
    complaints: '',
  })
})

test('Ctrl+C ends it early, with 130, and the bucket is as it was', async () => {
  const s3 = storage()
  let puts = 0
  const url = await serve(async (request) => {
    if (request.method === 'PUT' && ++puts === 3) child.kill('SIGINT')
    return s3.fetch(request)
  })
  const script = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))
  const env = { ...process.env, ...ENV }
  const child = spawn(process.execPath, [script, 'doctor', ...bucketArgs(url)], {
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
