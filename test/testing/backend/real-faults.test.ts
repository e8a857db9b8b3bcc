import { afterEach, describe, expect, test } from 'vitest'
import { createBackend, UploadError } from '../../../src/index.ts'
import { createProfileImageHandler, s3Store } from '../../../src/server/index.ts'
import { createStrictS3, type Fault } from '../../../src/testing/index.ts'
import { listen } from '../../../src/testing/node.ts'
import { openTcpProxy } from '../../faults/tcp-proxy/tcp-proxy.ts'
import { outcomes } from './fault-outcomes.ts'
import { sendByFetch, uploadByEngine } from './upload-by-engine.ts'

// What the faults of a test backend stand for, over sockets: each ends as `fault-outcomes.ts` says of the kit. CORS is
// for browsers: test/faults/matrix/preflight.test.ts, and msw.jsdom.test.tsx. So is being offline:
// test/faults/matrix/offline-and-asleep.test.ts.

type Answers = (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>

/** Servers, each of which a cause can put something in front of. */
interface World {
  authorize: () => { id: string } | null
  saveImage: () => void
  secretAccessKey: string
  storageAheadMs: number
  gateway: Answers
  storage: Answers
  s3: ReturnType<typeof createStrictS3>
  wire: Awaited<ReturnType<typeof openTcpProxy>>
}

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function openWorld() {
  const s3 = createStrictS3({
    buckets: [{ name: 'pictures' }],
    credentials: { KEY: 'secret' },
    now: () => Date.now() + world.storageAheadMs,
  })
  const storage = await listen((request) => world.storage(request, s3.fetch))
  const wire = await openTcpProxy(storage.port)
  const world: World = {
    authorize: () => ({ id: 'user:1' }),
    saveImage() {},
    secretAccessKey: 'secret',
    storageAheadMs: 0,
    gateway: (request, next) => next(request),
    storage: (request, next) => next(request),
    s3,
    wire,
  }
  const handler = createProfileImageHandler({
    store: s3Store({
      bucket: 'pictures',
      region: 'us-east-1',
      endpoint: storage.url,
      browserEndpoint: `http://127.0.0.1:${wire.port}`,
      forcePathStyle: true,
      credentials: async () => ({ accessKeyId: 'KEY', secretAccessKey: world.secretAccessKey }),
    }),
    ticketSecret: 'a secret that is at least 32 bytes long',
    imageUrl: storage.url,
    authorize: () => world.authorize(),
    loadImage: () => null,
    saveImage: () => world.saveImage(),
    onEvent() {},
  })
  const api = await listen((request) => world.gateway(request, (passed) => handler(passed)))
  closing.push(api.close, wire.close, storage.close)
  return { world, props: { endpoint: createBackend({ endpoint: `${api.url}/api` }), send: sendByFetch } }
}

/** How each fault comes to be, for so many requests. */
const CAUSES: Partial<Record<Fault, (world: World, times: number) => void>> = {
  unauthenticated(world, times) {
    world.authorize = firstTimes(times, () => null, world.authorize)
  },
  forbidden(world, times) {
    world.authorize = firstTimes(times, refusing('forbidden'), world.authorize)
  },
  rateLimited(world, times) {
    world.authorize = firstTimes(times, refusing('rate-limited'), world.authorize)
  },
  confirmFails(world, times) {
    const fail = () => {
      throw new Error('The database is down.')
    }
    world.saveImage = firstTimes(times, fail, world.saveImage)
  },
  backendDown(world, times) {
    const gone = async () => new Response('Bad gateway', { status: 502 })
    world.gateway = firstTimes<Parameters<Answers>, Promise<Response>>(times, gone, world.gateway)
  },
  badJson(world, times) {
    const withoutItsEnd: Answers = async (request, next) => {
      const answer = await next(request)
      return new Response((await answer.text()).slice(0, -1), { headers: answer.headers })
    }
    world.gateway = firstTimes(times, withoutItsEnd, world.gateway)
  },
  urlExpired: (world, times) => putAtOtherTime(world, times, 301_000),
  clockSkew: (world, times) => putAtOtherTime(world, times, -16 * 60_000),
  signatureMismatch(world) {
    world.secretAccessKey = 'a secret of another account'
  },
  reset({ wire }, times) {
    const of = ({ method }: { method: string }) => method === 'PUT'
    wire.fail({ of, times, damage: 'reset', after: { up: { fraction: 0.5 } } })
  },
  slowDown({ s3 }, times) {
    s3.fail('PutObject', { error: 'SlowDown' }, { keyPrefix: 'staging/', times })
  },
}

function refusing(code: 'forbidden' | 'rate-limited') {
  return () => {
    throw new UploadError(code)
  }
}

function firstTimes<Args extends unknown[], Result>(
  times: number,
  instead: (...args: Args) => Result,
  usual: (...args: Args) => Result,
): (...args: Args) => Result {
  let left = times
  return (...args) => {
    left -= 1
    return left >= 0 ? instead(...args) : usual(...args)
  }
}

/** The clock of the storage is that much ahead while the page PUTs. */
function putAtOtherTime(world: World, times: number, aheadMs: number): void {
  const ahead = firstTimes(
    times,
    () => aheadMs,
    () => 0,
  )
  world.storage = async (request, next) => {
    const isOfPage = request.method === 'PUT' && new URL(request.url).search !== ''
    world.storageAheadMs = isOfPage ? ahead() : 0
    try {
      return await next(request)
    } finally {
      world.storageAheadMs = 0
    }
  }
}

const rows = outcomes().flatMap(([fault, outcome]) => {
  const cause = CAUSES[fault]
  return cause === undefined ? [] : [{ fault, cause, ...outcome }]
})

describe('once', () => {
  test.each(rows)('$fault ends in $once', async ({ cause, once, waitsFor }) => {
    const { world, props } = await openWorld()
    cause(world, 1)
    expect(await uploadByEngine(props)).toEqual({ end: once, waitedFor: waitsFor === null ? [] : [waitsFor] })
  })
})

describe('always', () => {
  test.each(rows)('$fault ends in $always', async ({ cause, always }) => {
    const { world, props } = await openWorld()
    cause(world, Infinity)
    expect((await uploadByEngine(props)).end).toBe(always)
  })
})

test('only what browsers alone can show has no cause here', () => {
  expect(outcomes().flatMap(([fault]) => (fault in CAUSES ? [] : [fault]))).toEqual(['cors', 'offline'])
})
