import { setTimeout as sleep } from 'node:timers/promises'
import type { S3ProfileName } from '../../src/server/index.ts'
import { createStrictS3 } from '../../src/testing/index.ts'
import { listen } from '../../src/testing/node.ts'
import { createBucket } from './create-bucket.ts'
import type { S3Access } from './s3-client.ts'

/** The server under test, with a bucket of its own that has no CORS rules yet. */
export interface S3Target extends S3Access {
  bucket: string
  /** The server's clock, in milliseconds since the epoch. */
  now(): number
  /** Resolves when that clock has moved on. */
  passTime(ms: number): Promise<void>
  close(): Promise<void>
}

/** The server under test: the strict S3 in memory, behind a socket, or a real one that S3_SERVER names. */
export const SERVER: string = process.env['S3_SERVER'] ?? 'memory'

/** What that server keeps. */
export const PROFILE: S3ProfileName = SERVER === 'ceph' ? 'ceph' : 'aws'

export interface TargetOptions {
  /** Keys under it can be read by anybody. Default: none. */
  publicReadPrefix?: string
}

/** In a bucket of its own; of the real server S3_BUCKET can name one, which then has to be as the options say. */
export async function openTarget(options: TargetOptions = {}): Promise<S3Target> {
  const target = SERVER === 'memory' ? await openMemory(options) : openReal()
  if (target.bucket === '') {
    target.bucket = newBucketName()
    await createBucket(target, { bucket: target.bucket, ...options })
  }
  return target
}

/** The server that S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY tell of. */
export function realS3(): S3Access {
  return {
    endpoint: fromEnvironment('S3_ENDPOINT'),
    region: fromEnvironment('S3_REGION'),
    accessKeyId: fromEnvironment('S3_ACCESS_KEY_ID'),
    secretAccessKey: fromEnvironment('S3_SECRET_ACCESS_KEY'),
  }
}

export function newBucketName(): string {
  return `suite-${crypto.randomUUID()}`
}

/** The strict S3 knows no policies: what is public is said when it is made. */
async function openMemory({ publicReadPrefix }: TargetOptions): Promise<S3Target> {
  const access = { region: 'us-east-1', accessKeyId: 'MEMORYKEY', secretAccessKey: 'memory-secret' }
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  const bucket = publicReadPrefix === undefined ? '' : newBucketName()
  const s3 = createStrictS3({
    buckets: publicReadPrefix === undefined ? [] : [{ name: bucket, publicReadPrefixes: [publicReadPrefix] }],
    credentials: { [access.accessKeyId]: access.secretAccessKey },
    now,
  })
  const listener = await listen(s3.fetch)
  return {
    ...access,
    endpoint: listener.url,
    bucket,
    now,
    passTime(ms) {
      aheadMs += ms
      return Promise.resolve()
    },
    close: listener.close,
  }
}

function openReal(): S3Target {
  return {
    ...realS3(),
    bucket: process.env['S3_BUCKET'] ?? '',
    now: Date.now,
    passTime: (ms) => sleep(ms),
    close: () => Promise.resolve(),
  }
}

function fromEnvironment(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`S3_SERVER=${SERVER} needs ${name}`)
  return value
}
