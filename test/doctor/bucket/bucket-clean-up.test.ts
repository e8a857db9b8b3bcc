import { expect, test, vi } from 'vitest'
import { DoctorError } from '../../../src/doctor/doctor-error.ts'
import { runBucketDoctor } from '../../../src/doctor/run-bucket-doctor.ts'
import { BUCKET, failing, ORIGIN, type Plant, plantBucket, s3Error } from './planted-bucket.ts'

// Some hundred requests for each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 })

const keysOf = ({ s3 }: ReturnType<typeof plantBucket>) => s3.objects(BUCKET).map(({ key }) => key)

/** Counts the requests, and does something at one of them. */
function at(count: number, act: (request: Request) => Response | void): Plant & { requests: Request[] } {
  const requests: Request[] = []
  return {
    requests,
    async before(request, s3) {
      requests.push(request.clone())
      return (requests.length === count && act(request)) || s3.fetch(request)
    },
  }
}

test('it writes under staging/ alone, and changes no setting', async () => {
  const plant = at(0, () => {})
  await runBucketDoctor(plantBucket(plant).options)
  const writes = plant.requests.filter(
    ({ method }) => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS',
  )
  expect(writes.length).toBeGreaterThan(10)
  for (const { url } of writes)
    expect(url).toMatch(
      /^https:\/\/s3\.example\.test\/pictures\/staging\/doctor-[\da-f-]{36}\/\d+(?:\?X-Amz-|$)/,
    )
})

test('interrupted at any moment, it leaves the bucket as it was, and says what was not tried', async () => {
  const whole = at(0, () => {})
  await runBucketDoctor(plantBucket(whole).options)
  for (let count = 1; count <= whole.requests.length; count += 3) {
    const controller = new AbortController()
    const planted = plantBucket({
      ...at(count, () => controller.abort()),
      options: { signal: controller.signal },
    })
    const report = await runBucketDoctor(planted.options)
    expect(keysOf(planted)).toEqual([])
    expect(failing(report)).toEqual([])
  }
  const early = new AbortController()
  const planted = plantBucket({ ...at(3, () => early.abort()), options: { signal: early.signal } })
  const { findings } = await runBucketDoctor(planted.options)
  expect(findings.find(({ id }) => id === 'second-put')?.detail).toContain('interrupted')
  expect(findings.at(-1)).toMatchObject({ id: 'clean-up', status: 'pass' })
})

test('a network that breaks at any moment leaves nothing behind either', async () => {
  for (let count = 2; count < 60; count += 5) {
    const breaking = at(count, () => {
      throw new TypeError('fetch failed')
    })
    const planted = plantBucket(breaking)
    const outcome = await runBucketDoctor(planted.options).then(failing, (error: unknown) => error)
    // Broken before there was anything to examine, or afterwards: then nothing is known to be wrong.
    expect(outcome instanceof DoctorError ? [] : outcome).toEqual([])
    expect(keysOf(planted)).toEqual([])
  }
})

test('what lies in the bucket stays as it is', async () => {
  const planted = plantBucket()
  const url = `https://s3.example.test/${BUCKET}/staging/somebody/picture`
  await planted.s3.force('PUT', new Request(url), new TextEncoder().encode('theirs'))
  const before = planted.s3.objects(BUCKET)
  await runBucketDoctor(planted.options)
  expect(planted.s3.objects(BUCKET)).toEqual(before)
})

test('credentials that may not delete leave what the lifecycle rule takes, and it says what', async () => {
  const planted = plantBucket({
    before: (request, s3) =>
      request.method === 'DELETE' ? Promise.resolve(s3Error(403, 'AccessDenied')) : s3.fetch(request),
  })
  const { findings } = await runBucketDoctor(planted.options)
  const finding = findings.at(-1)
  expect(finding).toMatchObject({ id: 'clean-up', status: 'cannot-tell' })
  for (const key of keysOf(planted)) expect(finding?.detail).toContain(key)
})

test.each<[string, Plant, string]>([
  ['no such bucket', { options: { bucket: 'elsewhere' } }, 'Check --bucket'],
  [
    'an unknown key',
    { options: { credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'x' } } },
    'Check AWS_ACCESS_KEY_ID',
  ],
  [
    'a wrong secret',
    { options: { credentials: { accessKeyId: 'DOCTORKEY', secretAccessKey: 'x' } } },
    'Check AWS_SECRET_ACCESS_KEY',
  ],
  ['a website', { before: () => Promise.resolve(new Response('<html></html>')) }, 'no S3 server'],
  ['an outage', { before: () => Promise.resolve(s3Error(503, 'SlowDown')) }, 'not available'],
  ['a redirect', { before: () => Promise.resolve(s3Error(301, 'PermanentRedirect')) }, 'Check --region'],
  ['silence', { before: () => Promise.reject(new TypeError('fetch failed')) }, 'does not answer'],
])('where nothing can be examined, it says why and stores nothing: %s', async (_, plant, message) => {
  const planted = plantBucket(plant)
  const examination = runBucketDoctor(planted.options)
  await expect(examination).rejects.toThrow(DoctorError)
  await expect(examination).rejects.toThrow(message)
  expect(keysOf(planted)).toEqual([])
})

test.each<[string, Plant, string]>([
  ['an address as origin', { options: { origin: `${ORIGIN}/page` } }, 'origin must be scheme, host and port'],
  ['no origin', { options: { origin: '' } }, 'origin must be scheme, host and port'],
  ['a folder as bucket', { options: { bucket: 'a/b' } }, 'bucket must be the name alone'],
  ['a directory bucket', { options: { bucket: 'pictures--x-s3' } }, 'directory buckets'],
  [
    'a path as endpoint',
    { options: { endpoint: 'https://s3.example.test/pictures' } },
    'endpoint must be scheme',
  ],
  ['no region', { options: { region: '' } }, 'region must be a name'],
  ['a way out of the prefix', { options: { prefix: '../x' } }, 'prefix must be a folder'],
])('bad input is a TypeError, and nothing is asked: %s', async (_, plant, message) => {
  let asked = 0
  const planted = plantBucket({ before: (request, s3) => (asked++, s3.fetch(request)), ...plant })
  await expect(runBucketDoctor(planted.options)).rejects.toThrow(TypeError)
  await expect(runBucketDoctor(planted.options)).rejects.toThrow(message)
  expect(asked).toBe(0)
})
