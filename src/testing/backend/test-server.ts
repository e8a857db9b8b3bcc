import type { ImageRules } from '../../contract/image-rules.ts'
import { UPLOAD_HEADERS } from '../../contract/messages.ts'
import { UploadError } from '../../contract/upload-error.ts'
import { createProfileImageHandler } from '../../server/create-handler.ts'
import { s3Store } from '../../server/s3/s3-store.ts'
import type { StoredImage } from '../../server/image/stored-image.ts'
import type { CorsRule } from '../s3/bucket-cors.ts'
import type { FaultQueue } from './fault-queue.ts'
import { makeRequest } from './make-request.ts'
import { createStrictS3 } from '../s3/strict-s3.ts'

/** A name that is reserved for this machine (RFC 6761): what really asks for it leaves no test. */
export const STORAGE_ORIGIN = 'https://s3.localhost'

const BUCKET = 'pictures'
const CREDENTIALS = { accessKeyId: 'TESTKEY', secretAccessKey: 'no secret' }

/** What a bucket needs. jsdom asks for it; to a page behind a service worker it makes no difference. */
const CORS: readonly CorsRule[] = [
  { allowedOrigins: ['*'], allowedMethods: ['PUT'], allowedHeaders: UPLOAD_HEADERS, exposeHeaders: ['ETag'] },
]

/** S3 takes what is signed 15 minutes ahead of its time. */
const TOO_FAR_AHEAD_MS = 16 * 60 * 1000

export interface TestServerOptions {
  owner: string
  rules: Partial<ImageRules>
  faults: FaultQueue
}

/** Who asks: the page, or the kit itself, to which nothing happens. */
export type Visitor = 'page' | 'kit'

/** What goes wrong with a request that has reached the storage. */
export type StorageFault = 'cors' | 'urlExpired' | 'signatureMismatch' | 'clockSkew' | 'slowDown'

/** The real handler over the strict S3, and the app around them: a session and a database. */
export interface TestServer {
  api(request: Request, visitor: Visitor): Promise<Response>
  storage(request: Request, fault?: StorageFault | null): Promise<Response>
  /** What the page had saved, oldest first. */
  readonly images: readonly StoredImage[]
  readonly current: StoredImage | null
}

export function createTestServer({ owner, rules, faults }: TestServerOptions): TestServer {
  const images: StoredImage[] = []
  let current: StoredImage | null = null
  let storageAheadMs = 0

  const credentials = { [CREDENTIALS.accessKeyId]: CREDENTIALS.secretAccessKey }
  const s3 = createStrictS3({
    buckets: [{ name: BUCKET, cors: CORS, publicReadPrefixes: ['avatars/'] }],
    credentials,
    now: () => Date.now() + storageAheadMs,
  })
  const s3WithoutCors = createStrictS3({ buckets: [{ name: BUCKET }], credentials })

  const handler = createProfileImageHandler<{ id: string; visitor: Visitor }, Visitor>({
    store: s3Store({
      bucket: BUCKET,
      region: 'us-east-1',
      endpoint: STORAGE_ORIGIN,
      forcePathStyle: true,
      credentials: CREDENTIALS,
      fetch: (input, init) => s3.fetch(makeRequest(input, init)),
    }),
    ticketSecret: 'a secret that is at least 32 bytes long',
    imageUrl: `${STORAGE_ORIGIN}/${BUCKET}`,
    rules,
    authorize(_request, visitor, step) {
      const isStep = visitor === 'page' && step !== 'current'
      switch (isStep ? faults.take('unauthenticated', 'forbidden', 'rateLimited') : null) {
        case 'unauthenticated':
          return null
        case 'forbidden':
          throw new UploadError('forbidden')
        case 'rateLimited':
          throw new UploadError('rate-limited')
        case null:
          return { id: owner, visitor }
      }
    },
    loadImage: () => current?.key ?? null,
    saveImage({ visitor }, image) {
      if (visitor === 'page' && faults.take('confirmFails') !== null) throw new Error('The database is down.')
      if (visitor === 'page' && image !== null) images.push(image)
      current = image
    },
    // The test looks at what the page makes of a failure; a log of it would only disturb.
    onEvent() {},
  })

  /** The storage's clock is as far ahead as that, for this request. */
  async function atOtherTime(aheadMs: number, request: Request): Promise<Response> {
    storageAheadMs = aheadMs
    try {
      return await s3.fetch(request)
    } finally {
      storageAheadMs = 0
    }
  }

  return {
    api: async (request, visitor) => handler(await withBodyStream(request), visitor),
    async storage(request, fault = null) {
      const { pathname, searchParams } = new URL(request.url)
      switch (fault) {
        case 'cors':
          return s3WithoutCors.fetch(request)
        case 'urlExpired':
          return atOtherTime((Number(searchParams.get('X-Amz-Expires')) + 1) * 1000, request)
        case 'clockSkew':
          return atOtherTime(-TOO_FAR_AHEAD_MS, request)
        case 'signatureMismatch':
          return s3.fetch(withOtherType(request))
        case 'slowDown':
          s3.fail('PutObject', { error: 'SlowDown' }, { keyPrefix: pathname.slice(`/${BUCKET}/`.length) })
          return s3.fetch(request)
        case null:
          return s3.fetch(request)
      }
    },
    images,
    get current() {
      return current
    },
  }
}

/** As by a proxy that thinks it knows better. */
function withOtherType(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.set('content-type', 'text/plain')
  return new Request(request, { headers })
}

/** A request as servers get it. In Firefox, requests are without `body`: there it is read, and handed on as a stream. */
async function withBodyStream(request: Request): Promise<Request> {
  if ('body' in request) return request
  const { url, method, headers }: Request = request
  const { body } = new Response(await (request as Request).blob())
  return Object.defineProperty(new Request(url, { method, headers }), 'body', { value: body })
}
