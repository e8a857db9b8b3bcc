import type { ImageType } from '../../contract/image-rules.ts'
import type { UploadHeader } from '../../contract/messages.ts'

/** What a server that speaks S3 keeps of the promises of S3, as far as uploads rest on them. */
export interface S3Profile {
  /** Whether a PUT with `If-None-Match: *` never overwrites. */
  createOnly: boolean
  /**
   * The checksum by which the server compares what a browser sends with what was announced, before it stores anything.
   * There is no `content-md5`: browsers have no MD5.
   */
  bodyHash: 'sha256' | 'none'
  /** Whether an ETag stands in quotes in `If-Match`. */
  quotesEtags: boolean
}

/** The profiles that come with this package. */
export type S3ProfileName = 'aws' | 'r2' | 'minio' | 'ceph'

/** A profile, with all that follows from it: for CORS rules, policies and probes of a bucket. */
export interface S3ProfileFacts extends S3Profile {
  /** Of the headers that the signature of an upload covers, those that the page has to send. CORS has to allow them. */
  readonly browserHeaders: readonly UploadHeader[]
  /** All headers that the signature of an upload covers, sorted. */
  readonly signedHeaders: readonly string[]
  /** What the handler cannot promise on such a server, as sentences; none on S3. */
  readonly costs: readonly string[]
}

const S3: S3Profile = { createOnly: true, bodyHash: 'sha256', quotesEtags: true }

const PROFILES: Readonly<Record<S3ProfileName, S3Profile>> = {
  aws: S3,
  r2: S3,
  // Since the releases of the summer of 2024.
  minio: S3,
  // Up to 18, RGW signs x-amz-checksum-sha256 and does not compare it with the body.
  ceph: { createOnly: true, bodyHash: 'none', quotesEtags: false },
}

/**
 * Everything that depends on the profile derives from here.
 *
 * @throws {TypeError} for what is no profile; the message names the fix.
 */
export function s3Profile(given: S3ProfileName | S3Profile = 'aws'): S3ProfileFacts {
  // A JavaScript caller may have passed anything.
  const profile: Partial<S3Profile> | null = typeof given === 'string' ? PROFILES[given] : given
  const { createOnly, bodyHash, quotesEtags } = profile ?? {}
  if (
    typeof createOnly !== 'boolean' ||
    (bodyHash !== 'sha256' && bodyHash !== 'none') ||
    typeof quotesEtags !== 'boolean'
  ) {
    throw new TypeError(
      's3Store: profile must be "aws", "r2", "minio", "ceph" or { createOnly, bodyHash: "sha256" or "none", quotesEtags }.',
    )
  }
  const sent = Object.keys(
    uploadHeaders({ createOnly, bodyHash }, { type: 'image/jpeg', sha256: '' }),
  ) as UploadHeader[]
  return {
    createOnly,
    bodyHash,
    quotesEtags,
    browserHeaders: sent,
    signedHeaders: [...sent, 'content-length', 'host'].sort(),
    costs: [
      ...(createOnly
        ? []
        : ['An upload URL can be used again until it expires, and revoke is not available.']),
      ...(bodyHash === 'none'
        ? ['With an upload URL, other bytes of the same length can be stored; confirm refuses them.']
        : []),
    ],
  }
}

/** The headers of an upload that the signature covers and the page sends. */
export function uploadHeaders(
  { createOnly, bodyHash }: Pick<S3Profile, 'createOnly' | 'bodyHash'>,
  { type, sha256 }: { type: ImageType; sha256: string },
): Partial<Record<UploadHeader, string>> {
  return {
    'content-type': type,
    ...(createOnly && { 'if-none-match': '*' }),
    ...(bodyHash === 'sha256' && { 'x-amz-checksum-sha256': sha256 }),
  }
}
