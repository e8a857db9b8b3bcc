import { type Browser, chromium, type Page } from 'playwright'
import { prepareBucket } from '../../demo/prepare-bucket.ts'
import { type Demo, type DemoOptions, startDemo } from '../../demo/start-demo.ts'
import { type DemoStorage, memoryStorage } from '../../demo/storage.ts'
import { chromiumLaunchOptions } from '../../scripts/browser.mjs'
import { callS3 } from '../s3/s3-client.ts'
import { newBucketName, realS3, SERVER } from '../s3/target.ts'

/** What a test wants to know of an object in the bucket. */
export interface BucketObject {
  key: string
  bytes: Uint8Array
  type: string | null
}

/** The demo and a browser in front of it, over the strict S3 in memory or the real S3 that S3_SERVER names. */
export interface Stage {
  demo: Demo
  /** @param path Of the page. Default `/`. */
  openPage(path?: string): Promise<StagePage>
  objects(prefix: string): Promise<readonly BucketObject[]>
  /** Moves the clocks of the backend and, where it is ours, the storage. */
  moveServerClocks(ms: number): void
  close(): Promise<void>
}

export interface StagePage {
  page: Page
  /** All requests of the page so far, without preflights: `METHOD url`. */
  requests: string[]
}

export async function openStage(options: Pick<DemoOptions, 'page'> = {}): Promise<Stage> {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  let objects: Stage['objects'] = () => Promise.resolve([])
  const demo = await startDemo({
    ...options,
    port: 0,
    isWatched: false,
    now,
    async openStorage(origins) {
      const storage = SERVER === 'memory' ? await openMemory(origins, now) : await openReal(origins)
      objects = storage.objects
      return storage
    },
  })
  const browser = await chromium.launch(await chromiumLaunchOptions())
  return {
    demo,
    openPage: (path = '/') => openPage(browser, demo.url + path),
    objects: (prefix) => objects(prefix),
    moveServerClocks(ms) {
      aheadMs += ms
    },
    async close() {
      await browser.close()
      await demo.close()
    },
  }
}

async function openPage(browser: Browser, url: string): Promise<StagePage> {
  // Not the language of the machine, which may be none that `Intl` knows.
  const page = await browser.newPage({ locale: 'en-US' })
  const requests: string[] = []
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`))
  await page.goto(url)
  await page.getByRole('button', { name: /Choose photo|Change photo/ }).waitFor()
  return { page, requests }
}

type StageStorage = DemoStorage & Pick<Stage, 'objects'>

async function openMemory(origins: readonly string[], now: () => number): Promise<StageStorage> {
  const storage = await memoryStorage(origins, { now, bytesPerSecond: Number.POSITIVE_INFINITY })
  return {
    ...storage,
    objects: (prefix) =>
      Promise.resolve(
        storage.s3
          .objects(storage.bucket)
          .filter(({ key }) => key.startsWith(prefix))
          .map(({ key, bytes, headers }) => ({ key, bytes, type: headers['content-type'] ?? null })),
      ),
  }
}

async function openReal(origins: readonly string[]): Promise<StageStorage> {
  const s3 = realS3()
  const bucket = newBucketName()
  const notes = await prepareBucket({ ...s3, bucket, credentials: s3 }, origins)
  if (notes.length > 0) throw new Error(notes.join(' '))
  const base = `${s3.endpoint}/${bucket}`
  return {
    endpoint: s3.endpoint,
    browserEndpoint: s3.endpoint,
    region: s3.region,
    bucket,
    credentials: s3,
    close: () => Promise.resolve(),
    async objects(prefix) {
      const list = await callS3(s3, 'GET', `${base}?list-type=2&prefix=${encodeURIComponent(prefix)}`)
      const keys = [...(await list.text()).matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key)
      return Promise.all(
        keys.map(async (key) => {
          const object = await callS3(s3, 'GET', `${base}/${key}`)
          const bytes = new Uint8Array(await object.arrayBuffer())
          return { key, bytes, type: object.headers.get('content-type') }
        }),
      )
    },
  }
}
