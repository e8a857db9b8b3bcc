import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bucketCors } from '../../../demo/storage.ts'
import type { UploadGrant } from '../../../src/index.ts'
import { createProfileImageHandler, s3Store, type StoredImage } from '../../../src/server/index.ts'
import { toNodeListener } from '../../../src/server/node.ts'
import {
  type CorsRule,
  createStrictS3,
  type ScriptedFault,
  type StrictS3,
} from '../../../src/testing/index.ts'
import { listen } from '../../../src/testing/node.ts'
import { type AnswerScript, createAnswerScript } from './answer-script.ts'
import type { BuiltPage } from '../page/build-page.ts'
import { openTcpProxy, type TcpProxy } from '../tcp-proxy/tcp-proxy.ts'

export interface SceneOptions {
  /** Rules of the bucket instead of those that the README asks for. */
  cors?: readonly CorsRule[]
  /** Pages may read Retry-After as well. Default false, as in the README. */
  exposeRetryAfter?: boolean
  /** Default 300. */
  ttlSeconds?: number
}

/** Everything but the browser: the page's server, the backend and the storage, each to be broken in its own way. */
export interface Scene {
  url: string
  /** Between the page and its backend, and between the page and the storage: connections. */
  backendWire: TcpProxy
  storageWire: TcpProxy
  /** Between the backend and the storage. */
  serverWire: TcpProxy
  /** The same for answers. */
  backend: AnswerScript
  storage: AnswerScript
  s3: StrictS3
  bucket: string
  /** What the backend has given out and said, with all its secrets. */
  grants: UploadGrant[]
  confirmed: { id: string; atMs: number }[]
  /** What the app was told to save, and what it does on top of that. */
  saved: StoredImage[]
  app: { beforeSave(): void; afterSave(): void }
  events: string[]
  /** Another server, to which nobody should ever go: what it was sent. */
  elsewhere: { url: string; hits: string[] }
  /** Whether every fault that was scripted has come: one that has not proves nothing. */
  isAllDone(): boolean
  now(): number
  moveClocks(ms: number): void
  /** Until so much time has passed by these clocks, in milliseconds; at the very moment at which they are moved. */
  pause(ms: number): Promise<void>
  /** Real milliseconds since a byte was on any of the wires. */
  silentMs(): number
  close(): Promise<void>
}

const BUCKET = 'pictures'
const CREDENTIALS = { accessKeyId: 'FAULTSKEY', secretAccessKey: 'a secret of the storage' }

export async function openScene(page: BuiltPage, options: SceneOptions = {}): Promise<Scene> {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  const pauses = new Set<{ endsAtMs: number; end: () => void }>()
  const grants: UploadGrant[] = []
  const confirmed: Scene['confirmed'] = []
  const saved: StoredImage[] = []
  const events: string[] = []
  const app: Scene['app'] = { beforeSave: () => {}, afterSave: () => {} }
  const hits: string[] = []
  const elsewhere = await listen(async (request) => {
    hits.push(`${request.method} ${(await request.arrayBuffer()).byteLength}`)
    return new Response(null, {
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-headers': '*',
        'access-control-allow-methods': '*',
      },
    })
  })

  const frontServer = createServer((request, response) => {
    const path = request.url ?? ''
    if (path.startsWith('/api/')) return profileImage(request, response)
    const file = page.get(path)
    if (file === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': file.type }).end(file.body)
  })
  await new Promise<void>((resolve) => {
    frontServer.listen(0, '127.0.0.1', resolve)
  })
  const backendWire = await openTcpProxy((frontServer.address() as AddressInfo).port, now)
  const url = `http://127.0.0.1:${backendWire.port}`

  const cors = options.cors ?? bucketCors([url])
  if (options.exposeRetryAfter === true) {
    for (const rule of cors) Object.assign(rule, { exposeHeaders: ['ETag', 'Retry-After'] })
  }
  const s3 = createStrictS3({
    buckets: [{ name: BUCKET, cors, publicReadPrefixes: ['avatars/'] }],
    credentials: { [CREDENTIALS.accessKeyId]: CREDENTIALS.secretAccessKey },
    now,
  })
  const scripted: ScriptedFault[] = []
  const storage = createAnswerScript(s3.fetch)
  const forBrowsers = await listen(storage.fetch)
  const storageWire = await openTcpProxy(forBrowsers.port, now)
  const forBackend = await listen(s3.fetch)
  const serverWire = await openTcpProxy(forBackend.port, now)
  // No fault comes between a page and what it shows: that is not what these tests are about.
  const images = await listen(async (request) => {
    const key = new URL(request.url).pathname.slice(1)
    const bytes = s3.objects(BUCKET).find((object) => object.key === key)?.bytes ?? null
    return new Response(bytes, { status: bytes === null ? 404 : 200 })
  })

  const handler = createProfileImageHandler({
    store: s3Store({
      bucket: BUCKET,
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${serverWire.port}`,
      browserEndpoint: `http://127.0.0.1:${storageWire.port}`,
      forcePathStyle: true,
      credentials: CREDENTIALS,
      now,
    }),
    ticketSecret: 'a secret that is at least 32 bytes long',
    imageUrl: images.url,
    authorize: () => ({ id: 'user:1' }),
    loadImage: () => saved.at(-1)?.key ?? null,
    saveImage(_owner, image) {
      app.beforeSave()
      if (image !== null) saved.push(image)
      app.afterSave()
    },
    uploadUrlExpiresInSeconds: options.ttlSeconds ?? 300,
    onEvent: (event) => void events.push(`${JSON.stringify(event)} ${String(event.error)}`),
    now,
  })
  const backend = createAnswerScript(async (request) => {
    const response = await handler(request)
    const { pathname } = new URL(request.url)
    if (response.ok && pathname.endsWith('/request-url')) grants.push(await response.clone().json())
    if (response.ok && pathname.endsWith('/confirm')) {
      const { id }: { id: string } = await response.clone().json()
      confirmed.push({ id, atMs: Date.now() })
    }
    return response
  })
  const profileImage = toNodeListener(backend.fetch)

  return {
    url,
    backendWire,
    storageWire,
    serverWire,
    backend,
    storage,
    s3: {
      ...s3,
      fail(...fault) {
        const made = s3.fail(...fault)
        scripted.push(made)
        return made
      },
    },
    isAllDone: () =>
      scripted.every((fault) => fault.hits > 0) &&
      [backend, storage, backendWire, storageWire, serverWire].every((each) => each.isAllDone()),
    bucket: BUCKET,
    grants,
    confirmed,
    saved,
    app,
    events,
    elsewhere: { url: elsewhere.url, hits },
    now,
    moveClocks(ms) {
      aheadMs += ms
      for (const pause of pauses) {
        if (pause.endsAtMs <= now()) pause.end()
      }
    },
    pause: (ms) =>
      new Promise((resolve) => {
        pauses.add({ endsAtMs: now() + ms, end: resolve })
      }),
    silentMs: () => Math.min(backendWire.silentMs(), storageWire.silentMs(), serverWire.silentMs()),
    async close() {
      for (const proxy of [backendWire, storageWire, serverWire]) await proxy.close()
      for (const server of [forBrowsers, forBackend, images, elsewhere]) await server.close()
      frontServer.closeAllConnections()
      await new Promise((resolve) => {
        frontServer.close(resolve)
      })
    },
  }
}
