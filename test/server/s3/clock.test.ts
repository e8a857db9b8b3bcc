import { afterAll, beforeAll, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest'
import { s3Store } from '../../../src/server/index.ts'
import { createS3Clock } from '../../../src/server/s3/clock.ts'
import { createStrictS3, type StrictS3 } from '../../../src/testing/index.ts'
import { type Listener, listen } from '../../../src/testing/node.ts'
import { createBackend, grantOf, PICTURE } from '../backend.ts'
import { failureOf } from '../failure.ts'
import { sha256Of } from '../memory-store.ts'

const NOON = Date.parse('2026-03-01T12:00:00Z')
const MINUTE_MS = 60_000
const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) } as const

let log: MockInstance<typeof console.error>
beforeEach(() => {
  log = vi.spyOn(console, 'error').mockReturnValue()
})

const dateOf = (ms: number) => new Date(ms).toUTCString()

describe('the clock of S3', () => {
  test.each([
    ['in step', 0],
    ['5 s ahead', 5000],
    ['5 s behind', -5000],
    ['a day and a second ahead', 86_401_000],
    ['a day and a second behind', -86_401_000],
    ['of another century', -3.2e12],
  ])('is left alone when S3 says that it is %s', (_, skewMs) => {
    const clock = createS3Clock(() => NOON)
    expect(clock.learn(dateOf(NOON + skewMs), 0)).toBe(false)
    expect(clock.now()).toBe(NOON)
    expect(log).not.toHaveBeenCalled()
  })

  test.each([
    [20 * MINUTE_MS, '1200 s behind'],
    [-7000, '6 s ahead of'],
  ])(
    'T-14: is logged, once, when S3 differs by %i ms: somebody has to set the own one right',
    (skewMs, said) => {
      const clock = createS3Clock(() => NOON)
      for (const moreMs of [0, MINUTE_MS]) clock.learn(dateOf(NOON + skewMs + moreMs), 0)
      expect(log.mock.calls).toEqual([[expect.stringContaining(`is ${said} that of S3`)]])
    },
  )

  test.each([[null], [''], ['yesterday']])('learns nothing from a Date that is %j', (date) => {
    const clock = createS3Clock(() => NOON)
    clock.learn(dateOf(NOON + 20 * MINUTE_MS), 0)
    expect(clock.learn(date, 0)).toBe(false)
    expect(clock.now()).toBe(NOON + 20 * MINUTE_MS)
  })

  test.each([20 * MINUTE_MS, -20 * MINUTE_MS, 86_400_000, -86_400_000, 6000, -7000])(
    'is right to a second when S3 differs by %i ms',
    (skewMs) => {
      const clock = createS3Clock(() => NOON)
      expect(clock.learn(dateOf(NOON + skewMs), 0)).toBe(true)
      expect(Math.abs(clock.now() - (NOON + skewMs))).toBeLessThan(1000)
      expect(clock.learn(dateOf(NOON + skewMs), 0)).toBe(false)
    },
  )

  test('does not take a slow answer for a clock that differs', () => {
    const clock = createS3Clock(() => NOON)
    expect(clock.learn(dateOf(NOON - 9000), 9000)).toBe(false)
  })

  test('says the own time again once the own clock is right', () => {
    let ownMs = NOON
    const clock = createS3Clock(() => ownMs)
    clock.learn(dateOf(NOON + 20 * MINUTE_MS), 0)
    ownMs = NOON + 20 * MINUTE_MS
    expect(clock.learn(dateOf(ownMs), 0)).toBe(true)
    expect(clock.now()).toBe(ownMs)
  })

  test('learns the same from two answers that were under way at once', () => {
    const clock = createS3Clock(() => NOON)
    expect([-1, -1].map((sign) => clock.learn(dateOf(NOON + sign * 20 * MINUTE_MS), 100))).toEqual([
      true,
      false,
    ])
    expect(Math.abs(clock.now() - (NOON - 20 * MINUTE_MS))).toBeLessThan(1200)
  })
})

describe.each([
  ['fast', 20 * MINUTE_MS],
  ['slow', -20 * MINUTE_MS],
  ['seven hours fast', 420 * MINUTE_MS],
])('T-14: a server whose clock is 20 min or more off: %s', (_, skewMs) => {
  let s3: StrictS3
  let listener: Listener
  beforeAll(async () => {
    s3 = createStrictS3({ buckets: [{ name: 'pictures' }], credentials: { KEY: 'secret' } })
    listener = await listen(s3.fetch)
  })
  afterAll(() => listener.close())

  const storeOfSkewedServer = () =>
    s3Store({
      bucket: 'pictures',
      region: 'us-east-1',
      endpoint: listener.url,
      credentials: { accessKeyId: 'KEY', secretAccessKey: 'secret' },
      now: () => Date.now() + skewMs,
    })
  const put = ({ url, headers }: { url: string; headers: Record<string, string> }) =>
    fetch(url, { method: 'PUT', headers, body: new Uint8Array(PICTURE) })

  test('reads, heads, lists, creates and deletes', async () => {
    const headers = { type: 'image/jpeg', cacheControl: 'no-store', metadata: {} } as const
    expect(await storeOfSkewedServer().create('a', PICTURE, headers)).toBe('created')
    expect(await storeOfSkewedServer().head('a')).toMatchObject({ sizeBytes: PICTURE.length })
    expect(await storeOfSkewedServer().read('a')).toMatchObject({ bytes: PICTURE })
    expect(await storeOfSkewedServer().list?.('', '', 1)).toEqual(['a'])
    await storeOfSkewedServer().delete('a')
    expect(await storeOfSkewedServer().head('a')).toBeNull()
  })

  test('signs URLs that are valid, from the first answer of S3 on', async () => {
    const store = storeOfSkewedServer()
    const before = await store.signPut('staging/before', FACTS, 300)
    await store.head('anything')
    const after = await store.signPut('staging/after', FACTS, 300)
    expect((await put(before)).status).toBe(403)
    expect((await put(after)).status).toBe(200)
  })

  test('confirms what has arrived', async () => {
    const store = storeOfSkewedServer()
    await store.head('anything')
    const backend = createBackend({ store: Object.assign(createBackend().store, store) })
    const grant = grantOf(await backend.requestUrl(FACTS))
    expect((await put(grant.upload)).status).toBe(200)
    expect(await backend.confirm(grant.ticket)).toMatchObject({ status: 200 })
    expect(backend.errors).toEqual([])
  })
})

test('T-14: a refusal that is not about the time is repeated once at most', async () => {
  let requests = 0
  const listener = await listen(async () => {
    requests += 1
    // Each answer tells another time.
    return new Response(null, {
      status: 403,
      headers: { date: dateOf(Date.now() + requests * 20 * MINUTE_MS) },
    })
  })
  const store = s3Store({
    bucket: 'pictures',
    region: 'us-east-1',
    endpoint: listener.url,
    credentials: { accessKeyId: 'KEY', secretAccessKey: 'secret' },
  })
  expect(await failureOf(store.read('a'))).toMatchObject({ code: 'storage-misconfigured' })
  expect(requests).toBe(2)
  await listener.close()
})
