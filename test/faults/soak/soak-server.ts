import type { IncomingMessage } from 'node:http'
import { memoryStorage } from '../../../demo/storage.ts'
import type { PublicImage, UploadGrant, UploadRequest } from '../../../src/index.ts'
import { createProfileImageHandler, s3Store, type StoredImage } from '../../../src/server/index.ts'
import { toNodeListener } from '../../../src/server/node.ts'
import type { S3Fault, StoredObject } from '../../../src/testing/index.ts'
import { startLoopbackServer } from '../../upload/steps/loopback-server.ts'
import type { PlannedUpload, SoakFault } from './soak-plan.ts'

/** The page, the real handler behind it, and the strict S3 on another origin. */
export interface SoakServer {
  url: string
  /** The SHA-256 that was announced for each upload, by its id. */
  announced: ReadonlyMap<string, string>
  /** The ids of all uploads whose confirm was answered with 200. */
  confirmed: ReadonlySet<string>
  /** What `saveImage` was called with. */
  saved: readonly StoredImage[]
  /** How often each fault has come. */
  faults: ReadonlyMap<SoakFault, number>
  objects(prefix: string): readonly StoredObject[]
  close(): Promise<void>
}

/** The page says by this header which upload it is about, so that the fault of that one can happen. */
const UPLOAD_HEADER = 'x-soak-upload'

const PUT_FAULTS: Partial<Record<SoakFault, S3Fault>> = {
  'PUT answers 503': { error: 'SlowDown' },
  // No page can read an answer without CORS headers: to it, the connection broke.
  'PUT is cut after its effect': { error: 'InternalError', withoutCors: true, afterEffect: true },
  'PUT is cut before its effect': { error: 'InternalError', withoutCors: true },
}

export async function startSoakServer(
  page: ReadonlyMap<string, string | Uint8Array>,
  plan: readonly PlannedUpload[],
): Promise<SoakServer> {
  const announced = new Map<string, string>()
  const confirmed = new Set<string>()
  const saved: StoredImage[] = []
  const images = new Map<string, string>()
  const pending = new Map(plan.flatMap(({ number, fault }) => (fault === null ? [] : [[number, fault]])))
  const faults = new Map<SoakFault, number>()

  const server = await startLoopbackServer((request, response) => {
    const path = request.url ?? ''
    if (path.startsWith('/api/')) return profileImage(request, response)
    const file = page.get(path === '/' ? '/index.html' : path)
    if (file === undefined) response.writeHead(404).end()
    else response.setHeader('content-type', contentType(path)).end(file)
  })
  const storage = await memoryStorage([server.origin], { bytesPerSecond: Number.POSITIVE_INFINITY })

  const handler = createProfileImageHandler({
    store: s3Store({ ...storage, forcePathStyle: true }),
    ticketSecret: 'a secret of the soak, of more than 32 bytes',
    imageUrl: `${storage.browserEndpoint}/${storage.bucket}`,
    // One owner for each uploader of the page.
    authorize: (request) => ({ id: `user:${new URL(request.url).pathname.split('/')[2]}` }),
    loadImage: ({ id }) => images.get(id) ?? null,
    saveImage({ id }, image) {
      if (image === null) throw new Error('Nothing is removed in the soak.')
      saved.push(image)
      images.set(id, image.key)
    },
  })
  const profileImage = toNodeListener(answer, (incoming) => incoming)

  async function answer(request: Request, incoming: IncomingMessage): Promise<Response> {
    const step = new URL(request.url).pathname.split('/').at(-1) ?? ''
    const number = Number(request.headers.get(UPLOAD_HEADER))
    const fault = takeFault(number, step)
    if (fault === null) return handle(request, step)
    if (fault.endsWith('answers 403')) return new Response(null, { status: 403 })
    if (fault.endsWith('answers 500')) return new Response(null, { status: 500 })
    const response = await handle(request, step)
    const putFault = PUT_FAULTS[fault]
    if (putFault === undefined) incoming.socket.destroy()
    else storage.s3.fail('PutObject', putFault, { keyPrefix: await stagingKeyOf(response.clone()) })
    return response
  }

  function takeFault(number: number, step: string): SoakFault | null {
    const fault = pending.get(number)
    const at = fault?.startsWith('confirm') === true ? 'confirm' : 'request-url'
    if (fault === undefined || step !== at) return null
    pending.delete(number)
    faults.set(fault, (faults.get(fault) ?? 0) + 1)
    return fault
  }

  async function handle(request: Request, step: string): Promise<Response> {
    const sent = step === 'request-url' ? ((await request.clone().json()) as UploadRequest) : null
    const response = await handler(request)
    if (response.ok && step === 'confirm') {
      confirmed.add(((await response.clone().json()) as PublicImage).id)
    }
    if (response.ok && sent !== null) {
      announced.set(((await response.clone().json()) as UploadGrant).id, sent.sha256)
    }
    return response
  }

  async function stagingKeyOf(response: Response): Promise<string> {
    const { upload } = (await response.json()) as UploadGrant
    return new URL(upload.url).pathname.slice(`/${storage.bucket}/`.length)
  }

  return {
    url: server.origin,
    announced,
    confirmed,
    saved,
    faults,
    objects: (prefix) => storage.s3.objects(storage.bucket).filter(({ key }) => key.startsWith(prefix)),
    async close() {
      await server.close()
      await storage.close()
    },
  }
}

function contentType(path: string): string {
  return path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html'
}
