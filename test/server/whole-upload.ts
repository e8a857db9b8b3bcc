import { type S3StoreOptions, s3Store } from '../../src/server/index.ts'
import { createStrictS3, type StrictS3, type StrictS3Options } from '../../src/testing/index.ts'
import { listen } from '../../src/testing/node.ts'
import { createBackend as createPageBackend } from '../../src/upload/steps/backend.ts'
import { createNetworkSteps } from '../../src/upload/steps/network-steps.ts'
import { uploadPicture } from '../../src/upload/upload-picture.ts'
import { createFakeClock } from '../upload/fake-clock.ts'
import { newDraft, runByHand } from '../upload/retry/tries.ts'
import { createBackend, ENDPOINT, ORIGIN, PICTURE } from './backend.ts'
import { memoryStore } from './memory-store.ts'

export interface WholeUploadOptions {
  /** How much the server's clock is ahead of everybody else's. Default 0. */
  serverAheadMs?: number
  /** Called before the page sends a request; `step` is the last part of its path, or `put`. */
  before?(step: string): Promise<unknown>
  /** More options of the storage, and of the store over it. */
  storage?: Partial<StrictS3Options>
  store?: Partial<S3StoreOptions>
}

/**
 * The engine, the handler and a storage that checks everything, each as it is; of a browser only fetch.
 * Time is that of the engine's clock.
 */
export async function openWholeUpload({ serverAheadMs = 0, before, ...more }: WholeUploadOptions = {}) {
  const clock = createFakeClock()
  const s3: StrictS3 = createStrictS3({
    buckets: [{ name: 'pictures' }],
    credentials: { KEY: 'secret' },
    now: clock.wallMs,
    ...more.storage,
  })
  /** What the page asked for, in order. */
  const asked: string[] = []
  /** Every request of the page and of the server, as text. */
  const wire: string[] = []
  const storage = await listen(async (request) => {
    wire.push([request.method, request.url, ...[...request.headers].flat()].join('\n'))
    return s3.fetch(request)
  })
  const now = () => clock.wallMs() + serverAheadMs
  const store = s3Store({
    bucket: 'pictures',
    region: 'us-east-1',
    endpoint: storage.url,
    forcePathStyle: true,
    credentials: { accessKeyId: 'KEY', secretAccessKey: 'secret' },
    now,
    ...more.store,
  })
  const backend = createBackend({ store: Object.assign(memoryStore(), store), now })
  /** The newest that was handed out. */
  let ticket = ''

  const page = createPageBackend({
    endpoint: ENDPOINT,
    headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin', 'x-test-user': 'ada' },
    async fetch(url, init) {
      const request = new Request(url, init)
      const step = new URL(request.url).pathname.split('/').at(-1) ?? ''
      asked.push(step)
      wire.push([request.url, ...[...request.headers].flat(), await request.clone().text()].join('\n'))
      await before?.(step)
      const answer = await backend.handler(request)
      const body = await answer.clone().text()
      ticket = /"ticket":"([^"]+)"/.exec(body)?.[1] ?? ticket
      return answer
    },
  })
  const steps = createNetworkSteps({
    backend: () => page,
    async send({ url, headers, body }) {
      asked.push('put')
      await before?.('put')
      const answer = await fetch(url, { method: 'PUT', headers, body })
      return { status: answer.status, headers: answer.headers, body: await answer.text() }
    },
    clock,
    connection: { isOnline: () => true, onceOnline: () => () => {}, isReachable: async () => true },
  })

  return {
    asked,
    wire,
    s3,
    clock,
    backend,
    ticket: () => ticket,
    store,
    close: storage.close,
    /** One file, from the choice to the end. */
    upload: (file = new File([new Uint8Array(PICTURE)], 'portrait.jpg')) =>
      uploadPicture(newDraft(file), runByHand(steps, clock)),
  }
}
