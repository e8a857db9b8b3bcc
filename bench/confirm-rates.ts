import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import {
  createProfileImageHandler,
  type ObjectStore,
  s3Store,
  type UploadGrant,
} from '../src/server/index.ts'
import { createStrictS3 } from '../src/testing/index.ts'
import { listen } from '../src/testing/node.ts'
import { jpegOfSize } from '../test/picture/samples.ts'
import type { Bench } from './bench.ts'
import { interleave } from './interleave.ts'
import { pageRequest } from './page-request.ts'

const BATCH = 60
const SIZE_BYTES = 30_000
const CREDENTIALS = { accessKeyId: 'BENCHKEY', secretAccessKey: 'a secret of this benchmark' }
const REGION = 'us-east-1'

/**
 * Confirms per second, one after another, of new pictures that wait in the strict S3 of ./testing, in this very
 * process: its share is in the store's.
 */
export const confirmRates: Bench = {
  name: 'confirm-rates',
  rounds: 9,
  async run(rounds) {
    const s3 = createStrictS3({
      buckets: [{ name: 'pictures' }],
      credentials: { [CREDENTIALS.accessKeyId]: CREDENTIALS.secretAccessKey },
      region: REGION,
    })
    const server = await listen(s3.fetch)
    const timed = timedStore(
      s3Store({
        bucket: 'pictures',
        region: REGION,
        endpoint: server.url,
        forcePathStyle: true,
        credentials: CREDENTIALS,
      }),
    )
    const post = createBackend(timed.store)
    const aws = new AwsClient({ ...CREDENTIALS, service: 's3', region: REGION, retries: 0 })
    const picture = await jpegOfSize(SIZE_BYTES)
    let storeMs = 0
    let confirmMs = 0
    let copies = 0

    const lines = {
      /** What confirm asks of the storage, and nothing else. */
      async 'aws4fetch GET and PUT'({ upload }: UploadGrant) {
        copies += 1
        const staged = await aws.fetch(upload.url.replace(/\?.*/, ''))
        const body = new Uint8Array(await staged.arrayBuffer())
        const headers = {
          'content-type': 'image/jpeg',
          'if-none-match': '*',
          'x-amz-content-sha256': hex(body),
        }
        const url = `${server.url}/pictures/copies/${copies}`
        const stored = await aws.fetch(url, { method: 'PUT', headers, body, aws: { allHeaders: true } })
        if (!stored.ok) throw new Error(`The storage answered ${stored.status}.`)
        await stored.arrayBuffer()
      },
      async confirm({ ticket }: UploadGrant) {
        const before = timed.elapsedMs()
        const startedAtMs = performance.now()
        await post('confirm', { ticket })
        confirmMs += performance.now() - startedAtMs
        storeMs += timed.elapsedMs() - before
      },
    }
    const names = Object.keys(lines) as (keyof typeof lines)[]

    async function stage(): Promise<UploadGrant> {
      const sha256 = createHash('sha256').update(picture).digest('base64')
      const request = { type: 'image/jpeg', sizeBytes: picture.byteLength, sha256 }
      const grant = (await post('request-url', request)) as UploadGrant
      const { url, headers } = grant.upload
      const stored = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(picture) })
      if (!stored.ok) throw new Error(`The storage answered ${stored.status}.`)
      await stored.arrayBuffer()
      return grant
    }

    try {
      const samples = await interleave(names, { rounds, warmUps: 2 }, async (line) => {
        const grants: UploadGrant[] = []
        while (grants.length < BATCH) grants.push(await stage())
        const startedAtMs = performance.now()
        for (const grant of grants) await lines[line](grant)
        return (performance.now() - startedAtMs) / BATCH
      })
      const share = `${Math.round((100 * storeMs) / confirmMs)} %`
      return {
        comparisons: [
          {
            title: `Confirms of ${SIZE_BYTES / 1000} kB over the strict S3`,
            samples,
            baselines: ['aws4fetch GET and PUT'],
            facts: { 'share of the store, S3 included, in a confirm': share },
          },
        ],
        broken: [],
      }
    } finally {
      await server.close()
    }
  },
}

/**
 * A handler, and an app to which each picture is its owner's first: what it costs to take away the one before is no
 * part of this. Resolves with the JSON of an answer.
 */
function createBackend(
  store: ObjectStore,
): (step: 'request-url' | 'confirm', body: unknown) => Promise<unknown> {
  const handler = createProfileImageHandler({
    store,
    ticketSecret: 'a ticket secret of this benchmark',
    imageUrl: 'https://img.example.com',
    authorize: () => ({ id: 'user:42' }),
    loadImage: () => null,
    saveImage: () => {},
  })
  return async (step, body) => {
    const response = await handler(pageRequest(step, body))
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${step} answered ${response.status}: ${text}`)
    return JSON.parse(text)
  }
}

/** Adds up how long the calls that a confirm makes have taken. They are made one after another. */
function timedStore(store: ObjectStore): { store: ObjectStore; elapsedMs(): number } {
  let elapsedMs = 0
  async function time<T>(call: Promise<T>): Promise<T> {
    const startedAtMs = performance.now()
    try {
      return await call
    } finally {
      elapsedMs += performance.now() - startedAtMs
    }
  }
  return {
    elapsedMs: () => elapsedMs,
    store: {
      ...store,
      read: (...given) => time(store.read(...given)),
      create: (...given) => time(store.create(...given)),
      head: (...given) => time(store.head(...given)),
    },
  }
}

function hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
