import { authorize } from '../../server/s3/authorization.ts'
import { quietS3Store } from '../../server/s3/s3-store.ts'
import { signingKeys } from '../../server/s3/signing-keys.ts'
import type { ObjectStore } from '../../server/object-store.ts'
import type { BucketExamination } from './bucket-options.ts'
import { askS3, type S3Reply } from './s3-reply.ts'

/** By which region and clock to sign. */
export interface SigningFacts {
  region: string
  /** How far the clock of S3 is ahead of this one. */
  skewMs: number
}

/** The store as the handler would have it, by a clock that is as much slow. */
export function openStore(
  examination: BucketExamination,
  { region, skewMs }: SigningFacts,
  agoMs = 0,
): ObjectStore {
  const { bucket, credentials, endpoint, prefix, profile, fetch } = examination
  return quietS3Store({
    bucket,
    region,
    credentials,
    endpoint,
    prefix,
    profile,
    fetch,
    forcePathStyle: endpoint !== undefined,
    now: () => Date.now() + skewMs - agoMs,
  })
}

/** Address of the bucket itself, with a slash at its end. */
export async function bucketUrl(examination: BucketExamination, facts: SigningFacts): Promise<string> {
  const url = await openStore({ ...examination, prefix: '' }, facts).signGet('x', 60)
  return url.replace(/x\?.*$/, '')
}

/** Reads something of the bucket, signed in the headers, e.g. `{ lifecycle: '' }`. */
export async function readBucket(
  examination: BucketExamination,
  facts: SigningFacts,
  query: Readonly<Record<string, string>>,
): Promise<S3Reply> {
  const url = new URL(await bucketUrl(examination, facts))
  url.search = new URLSearchParams(query).toString()
  const { region, skewMs } = facts
  const signed = await authorize(
    { method: 'GET', url, headers: {} },
    {
      credentials: examination.credentials,
      region,
      signingKeyOf: signingKeys(region),
      nowMs: Date.now() + skewMs,
    },
  )
  return askS3(examination.fetch, signed.url, { method: 'GET', headers: signed.headers })
}
