import type { TestProject } from 'vitest/node'
import { type CorsRule, createStrictS3 } from '../../../src/testing/index.ts'
import { listen } from '../../../src/testing/node.ts'
import { createBucket } from '../../s3/create-bucket.ts'
import { base64Sha256, presign, type S3Access } from '../../s3/s3-client.ts'
import { newBucketName, realS3, SERVER } from '../../s3/target.ts'
import { refusedPicture, type RefusedPut } from './refused-put.ts'

declare module 'vitest' {
  interface ProvidedContext {
    refusedPuts: RefusedPut[]
  }
}

const HOUR_MS = 3_600_000
const ALLOWED: CorsRule = {
  allowedOrigins: ['*'],
  allowedMethods: ['PUT'],
  allowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-sha256'],
  exposeHeaders: ['ETag', 'x-amz-request-id'],
}

interface Refusal {
  cause: string
  end: string
  /** Default: nothing. */
  orInWebKit?: string
  /** Of the bucket. Default: everything that is needed. */
  cors?: CorsRule | null
  /** By the clock of whoever signs. Default 0. */
  signedMsAgo?: number
  /** By the clocks of the page. Default: the same. */
  ageMs?: number
  isForged?: boolean
  /** Begins the key, for faults of the strict S3. */
  fault?: string
}

const BY_CORS: readonly Refusal[] = [
  { cause: 'nothing', end: 'sent' },
  { cause: 'no CORS rule', cors: null, end: 'cors' },
  {
    cause: 'a CORS rule for another origin',
    cors: { ...ALLOWED, allowedOrigins: ['https://other.example'] },
    end: 'cors',
  },
  { cause: 'a CORS rule for another method', cors: { ...ALLOWED, allowedMethods: ['GET'] }, end: 'cors' },
  {
    cause: 'a CORS rule that lacks headers',
    cors: { ...ALLOWED, allowedHeaders: ['content-type'] },
    end: 'cors',
  },
]

const BY_STRICT_S3: readonly Refusal[] = [
  ...BY_CORS,
  { cause: 'an expired URL', signedMsAgo: HOUR_MS, end: 'url-expired' },
  { cause: 'a URL that only the storage calls expired', signedMsAgo: HOUR_MS, ageMs: 0, end: 'url-expired' },
  { cause: 'a forged signature', isForged: true, end: 'signature-mismatch' },
  { cause: 'a signer whose clock is fast', signedMsAgo: -HOUR_MS, end: 'clock-skew' },
  { cause: 'an expired session token', fault: 'ExpiredToken', end: 'credentials-expired' },
  { cause: 'a busy storage', fault: 'SlowDown', end: 'storage-busy' },
  { cause: 'a busy storage without CORS headers', fault: 'SlowDown-without-cors', end: 'network' },
]

// Its refusals carry no CORS headers. It checks the age of a URL at the preflight, and the signature at the PUT, before
// it has read the body: so fast that progress may not be told of.
const BY_CEPH: readonly Refusal[] = [
  ...BY_CORS,
  { cause: 'an expired URL', signedMsAgo: HOUR_MS, end: 'url-expired' },
  { cause: 'a URL that only the storage calls expired', signedMsAgo: HOUR_MS, ageMs: 0, end: 'cors' },
  { cause: 'a forged signature', isForged: true, end: 'network', orInWebKit: 'cors' },
]

// It reads the signature before it looks at anything else, and its refusals can be read. Its clock it does not compare.
const BY_LOCALSTACK: readonly Refusal[] = [
  ...BY_CORS,
  { cause: 'an expired URL', signedMsAgo: HOUR_MS, end: 'url-expired' },
  { cause: 'a URL that only the storage calls expired', signedMsAgo: HOUR_MS, ageMs: 0, end: 'url-expired' },
  { cause: 'a forged signature', isForged: true, end: 'signature-mismatch' },
]

/** Storages, and PUTs that they refuse each for another reason: for pages, which cannot sign. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const strict: S3Access = {
    endpoint: '',
    region: 'us-east-1',
    accessKeyId: 'KEY',
    secretAccessKey: 'secret',
  }
  const s3 = createStrictS3({ buckets: [], credentials: { [strict.accessKeyId]: strict.secretAccessKey } })
  s3.fail('PutObject', { error: 'ExpiredToken' }, { keyPrefix: 'ExpiredToken/', times: Infinity })
  s3.fail('PutObject', { error: 'SlowDown' }, { keyPrefix: 'SlowDown/', times: Infinity })
  const withoutCors = { error: 'SlowDown', withoutCors: true } as const
  s3.fail('PutObject', withoutCors, { keyPrefix: 'SlowDown-without-cors/', times: Infinity })
  const listener = await listen(s3.fetch)
  strict.endpoint = listener.url

  const puts = await signAll('the strict S3', strict, BY_STRICT_S3)
  if (SERVER === 'ceph') puts.push(...(await signAll('Ceph RGW', realS3(), BY_CEPH)))
  if (SERVER === 'localstack') puts.push(...(await signAll('LocalStack', realS3(), BY_LOCALSTACK)))
  project.provide('refusedPuts', puts)
  return listener.close
}

async function signAll(
  storage: RefusedPut['storage'],
  s3: S3Access,
  refusals: readonly Refusal[],
): Promise<RefusedPut[]> {
  const picture = refusedPicture()
  const bytes = new Uint8Array(await picture.arrayBuffer())
  const headers = {
    'content-type': picture.type,
    'if-none-match': '*',
    'x-amz-checksum-sha256': base64Sha256(bytes),
  }
  return Promise.all(
    refusals.map(
      async ({ cors = ALLOWED, signedMsAgo = 0, isForged, fault = 'staging', ageMs, ...refusal }) => {
        const bucket = newBucketName()
        await createBucket(s3, { bucket, ...(cors && { cors }) })
        const url = new URL(
          await presign(s3, `${s3.endpoint}/${bucket}/${fault}/${crypto.randomUUID()}`, {
            headers: { ...headers, 'content-length': String(bytes.length) },
            signedAtMs: Date.now() - signedMsAgo,
          }),
        )
        if (isForged === true) url.searchParams.set('X-Amz-Signature', '0'.repeat(64))
        const { cause, end, orInWebKit = null } = refusal
        const age = ageMs ?? Math.max(signedMsAgo, 0)
        return { storage, cause, url: url.href, headers, ageMs: age, end, orInWebKit }
      },
    ),
  )
}
