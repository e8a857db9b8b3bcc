import { setupWorker } from 'msw/browser'
import { http } from 'msw/http'
import { createProfileImageHandler, s3Store, type StoredImage } from '../../src/server/index.ts'
import { createStrictS3 } from '../../src/testing/index.ts'

const STORAGE = 'https://s3.example'
const BUCKET = 'pictures'

/** A request of the page: PUT for the one to the storage, `image` for what is shown, else the name of its route. */
type Which = 'PUT' | 'image' | 'request-url' | 'confirm' | 'remove' | 'current'

/**
 * The real handler and the strict S3, mounted behind MSW: nothing between the component and the bytes in the
 * bucket is a mock, unless a test asks for a fault.
 */
export async function startRealBackend() {
  const credentials = { accessKeyId: 'KEY', secretAccessKey: 'secret' }
  let s3 = createBucket()
  let wire: string[] = []
  let saved: StoredImage[] = []
  const current = new Map<string, StoredImage>()
  const gates = new Map<string, () => Promise<Response | null> | Response>()

  function createBucket() {
    return createStrictS3({
      buckets: [{ name: BUCKET, publicReadPrefixes: ['avatars/'] }],
      credentials: { [credentials.accessKeyId]: credentials.secretAccessKey },
    })
  }

  const handler = createProfileImageHandler({
    store: s3Store({
      bucket: BUCKET,
      region: 'us-east-1',
      endpoint: STORAGE,
      forcePathStyle: true,
      credentials,
    }),
    ticketSecret: 'a secret that is at least 32 bytes long',
    imageUrl: `${STORAGE}/${BUCKET}`,
    authorize: (request) => ({ id: new URL(request.url).pathname.split('/')[2] ?? '' }),
    loadImage: ({ id }) => current.get(id)?.key ?? null,
    saveImage({ id }, image) {
      if (image === null) return
      saved.push(image)
      current.set(id, image)
    },
  })

  async function answer(request: Request, serve: (request: Request) => Promise<Response>): Promise<Response> {
    const step = stepOf(request)
    if (step === null) return serve(request)
    if (step !== 'image') wire.push(step)
    const gate = gates.get(step)
    gates.delete(step)
    return (await gate?.()) ?? serve(request)
  }

  /** Null for the handler's own calls to the storage, which are signed in a header. */
  function stepOf({ url, method, headers }: Request): string | null {
    if (headers.has('authorization')) return null
    if (method === 'GET') return url.startsWith(STORAGE) ? 'image' : 'current'
    if (method === 'DELETE') return 'remove'
    return method === 'PUT' ? 'PUT' : url.slice(url.lastIndexOf('/') + 1)
  }

  const worker = setupWorker(
    http.all(`${location.origin}/api/*`, ({ request }) => answer(request, (received) => handler(received))),
    http.all(`${STORAGE}/*`, ({ request }) => answer(request, (received) => s3.fetch(received))),
  )
  await worker.start({ quiet: true, onUnhandledFrame: 'bypass' })

  return {
    endpointOf: (owner: string) => `/api/${owner}/photo`,
    /** The requests so far, in the words of `Which`; but for images, which browsers load when they want to. */
    get wire(): readonly string[] {
      return wire
    },
    get saved(): readonly StoredImage[] {
      return saved
    },
    objects: (prefix: string) => s3.objects(BUCKET).filter(({ key }) => key.startsWith(prefix)),
    /** Answers the next such request in its place. */
    answer(which: Which, response: () => Response): void {
      gates.set(which, response)
    },
    /** Keeps the next such request from its server until it is released; then it may be answered in its place. */
    hold(which: Which, response?: () => Response): { reached: Promise<void>; release(): void } {
      let release = () => {}
      const released = new Promise<Response | null>((resolve) => {
        release = () => resolve(response?.() ?? null)
      })
      const reached = new Promise<void>((resolve) => {
        gates.set(which, () => {
          resolve()
          return released
        })
      })
      return { reached, release }
    },
    /** An empty record for the next test or step. What is stored stays. */
    forget(): void {
      wire = []
      saved = []
      gates.clear()
    },
    /** An empty bucket. */
    clear(): void {
      s3 = createBucket()
    },
  }
}
