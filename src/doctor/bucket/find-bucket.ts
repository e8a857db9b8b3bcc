import { DoctorError } from '../doctor-error.ts'
import { failureName } from '../failure-name.ts'
import { readBucket, type SigningFacts } from './bucket-calls.ts'
import type { BucketExamination } from './bucket-options.ts'
import { element, isOk, type S3Reply, words } from './s3-reply.ts'

/** Where the bucket really is, what time it is there, and whether it can be listed. */
export interface FoundBucket extends SigningFacts {
  /** The answer to a listing. */
  listing: S3Reply
}

const FATAL: Readonly<Record<string, string>> = {
  NoSuchBucket: 'There is no such bucket. Check --bucket and --s3-endpoint.',
  InvalidAccessKeyId: 'The server does not know this key. Check AWS_ACCESS_KEY_ID.',
  SignatureDoesNotMatch: 'The server computed another signature. Check AWS_SECRET_ACCESS_KEY.',
  InvalidToken: 'The server does not know this session. Check AWS_SESSION_TOKEN.',
  ExpiredToken: 'The credentials have expired. Fetch new ones.',
}

/**
 * Asks for a listing, and learns from the refusals: one that names another region or time is answered by asking
 * again with those, so that one mistake is one failure and not the failure of everything.
 *
 * @throws {DoctorError} when nothing else could be examined.
 */
export async function findBucket(examination: BucketExamination): Promise<FoundBucket> {
  let facts: SigningFacts = { region: examination.region, skewMs: 0 }
  for (let attempt = 0; ; attempt++) {
    const sentAtMs = Date.now()
    const listing = await list(examination, facts)
    const skewMs = skewOf(listing.headers.get('date'), sentAtMs, Date.now())
    const region = otherRegion(listing) ?? facts.region
    const isLesson = region !== facts.region || listing.code === 'RequestTimeTooSkewed'
    facts = { region, skewMs }
    if (isLesson && attempt < 2) continue
    refuseFatal(listing)
    return { ...facts, listing }
  }
}

async function list(examination: BucketExamination, facts: SigningFacts): Promise<S3Reply> {
  try {
    return await readBucket(examination, facts, {
      'list-type': '2',
      prefix: `${examination.prefix}staging/doctor-`,
      'max-keys': '1',
    })
  } catch (error) {
    throw new DoctorError(`The storage does not answer (${failureName(error)}). Check --s3-endpoint.`)
  }
}

function refuseFatal(listing: S3Reply): void {
  const known = FATAL[listing.code ?? '']
  if (known !== undefined) throw new DoctorError(known)
  if (listing.status >= 300 && listing.status < 400) {
    throw new DoctorError(
      `The storage redirects elsewhere (${words(listing)}). Check --region and --s3-endpoint.`,
    )
  }
  const isS3 = isOk(listing) ? listing.text.includes('<ListBucketResult') : listing.code !== null
  if (!isS3)
    throw new DoctorError(`What answers there is no S3 server (${words(listing)}). Check --s3-endpoint.`)
  if (listing.status >= 500 && listing.status !== 501) {
    throw new DoctorError(`The storage is not available (${words(listing)}). Try again later.`)
  }
}

/** Each server that tells of another region says it in one of three ways. */
function otherRegion({ status, code, headers, text }: S3Reply): string | null {
  const isAbout = code === 'AuthorizationHeaderMalformed' || status === 301 || status === 307
  if (!isAbout) return null
  return (
    headers.get('x-amz-bucket-region') ??
    element(text, 'Region') ??
    /expecting (?:'|&apos;|&#39;)([a-z\d-]+)/.exec(text)?.[1] ??
    null
  )
}

/** The least that explains how the server could write this time, in whole seconds, between the two moments. */
function skewOf(date: string | null, sentAtMs: number, receivedAtMs: number): number {
  const dateMs = Date.parse(date ?? '')
  if (Number.isNaN(dateMs)) return 0
  if (dateMs > receivedAtMs) return dateMs - receivedAtMs
  return Math.min(0, dateMs + 999 - sentAtMs)
}
