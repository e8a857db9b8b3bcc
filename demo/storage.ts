import { randomBytes } from 'node:crypto'
import type { S3Credentials } from '../src/server/index.ts'
import { createStrictS3, type StrictS3 } from '../src/testing/index.ts'
import { listen } from '../src/testing/node.ts'

/** An S3 server and a bucket in it. */
export interface DemoStorage {
  /** For the backend. */
  endpoint: string
  /** For browsers. */
  browserEndpoint: string
  bucket: string
  region: string
  credentials: S3Credentials
  close(): Promise<void>
}

/** What a browser needs of a bucket: nothing more, and for no other page. */
export function bucketCors(origins: readonly string[]) {
  return [
    {
      allowedOrigins: origins,
      allowedMethods: ['PUT'],
      allowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-sha256'],
      exposeHeaders: ['ETag', 'x-amz-request-id'],
      maxAgeSeconds: 3000,
    },
  ]
}

/** The strict S3 of ./testing on a port of its own, so that CORS is real. */
export async function memoryStorage(
  origins: readonly string[],
  options: { now?: () => number; bytesPerSecond?: number } = {},
): Promise<DemoStorage & { s3: StrictS3 }> {
  const bucket = 'demo'
  const credentials = { accessKeyId: 'DEMOACCESSKEY', secretAccessKey: randomBytes(24).toString('base64url') }
  const s3 = createStrictS3({
    buckets: [{ name: bucket, cors: bucketCors(origins), publicReadPrefixes: ['avatars/'] }],
    credentials: { [credentials.accessKeyId]: credentials.secretAccessKey },
    ...(options.now && { now: options.now }),
  })
  const forBackend = await listen(s3.fetch)
  // Browsers get an address of their own, as slow as a phone's uplink: so there is something to see.
  const forBrowsers = await listen(s3.fetch, { bytesPerSecond: options.bytesPerSecond ?? 1_500_000 })
  return {
    endpoint: forBackend.url,
    browserEndpoint: forBrowsers.url,
    bucket,
    region: 'us-east-1',
    credentials,
    s3,
    async close() {
      await forBackend.close()
      await forBrowsers.close()
    },
  }
}
