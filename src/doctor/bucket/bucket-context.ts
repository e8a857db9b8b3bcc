import type { ObjectStore } from '../../server/object-store.ts'
import { bucketUrl, openStore, readBucket } from './bucket-calls.ts'
import type { BucketExamination } from './bucket-options.ts'
import { type FoundBucket, findBucket } from './find-bucket.ts'
import { createProbe, type Probe, type ProbeGrant } from './probe.ts'
import type { S3Reply } from './s3-reply.ts'

/** What the checks of a bucket share. */
export interface BucketContext extends Pick<BucketExamination, 'bucket' | 'origin' | 'prefix' | 'fetch'> {
  /** As it was given. */
  given: BucketExamination
  found: FoundBucket
  store: ObjectStore
  /** With a slash at its end. */
  bucketUrl: string
  probe: Probe
  /** An upload in which nothing is wrong. Where it is refused, a refusal of something wrong proves nothing. */
  right: { grant: ProbeGrant; reply: S3Reply }
  /** Reads a configuration of the bucket, e.g. "lifecycle". */
  read(name: string): Promise<S3Reply>
}

/**
 * Finds the bucket, and sends it one upload in which nothing is wrong.
 *
 * @throws {DoctorError} when nothing can be examined.
 */
export async function openBucket(
  given: BucketExamination,
  onProbe: (probe: Probe, store: ObjectStore) => void,
): Promise<BucketContext> {
  const found = await findBucket(given)
  const { bucket, origin, prefix, fetch } = given
  const store = openStore(given, found)
  const probe = createProbe(given, found)
  // Before anything is stored: whatever happens from here on has to be cleaned up.
  onProbe(probe, store)
  const grant = await probe.sign()
  return {
    bucket,
    origin,
    prefix,
    fetch,
    given,
    found,
    store,
    bucketUrl: await bucketUrl(given, found),
    probe,
    right: { grant, reply: await probe.send(grant) },
    read: (name) => readBucket(given, found, { [name]: '' }),
  }
}
