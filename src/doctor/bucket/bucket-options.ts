import type { S3Credentials } from '../../server/s3/credentials.ts'
import {
  type S3Profile,
  s3Profile,
  type S3ProfileFacts,
  type S3ProfileName,
} from '../../server/s3/profile.ts'

/** What `runBucketDoctor` takes. */
export interface BucketDoctorOptions {
  /** Its name alone. */
  bucket: string
  /** Of the page that uploads: scheme, host and port. */
  origin: string
  /** Of the server: they may write, read and delete under `staging/`. */
  credentials: S3Credentials
  /** Address of another server than AWS. The bucket is then part of the path. Default: AWS. */
  endpoint?: string | undefined
  /** Of the bucket. Default "us-east-1". */
  region?: string | undefined
  /** As that of `s3Store`. Default ''. */
  prefix?: string | undefined
  /** What the server keeps, as that of `s3Store`: what it does not promise is no failure. Default `aws`. */
  profile?: S3ProfileName | S3Profile | undefined
  /** Ids of checks whose failure is known, and accepted. Default: none. */
  accept?: readonly string[] | undefined
  /** Default `globalThis.fetch`. For tests. */
  fetch?: typeof globalThis.fetch | undefined
  /** Ends the examination early. What it has stored is deleted nevertheless. Default: never. */
  signal?: AbortSignal | undefined
}

/** The options with every default in its place. */
export interface BucketExamination {
  bucket: string
  origin: string
  credentials: S3Credentials
  endpoint: string | undefined
  region: string
  /** '' or a path that ends with a slash. */
  prefix: string
  profile: S3ProfileFacts
  /** Null: the default, or one that has no name. */
  profileName: S3ProfileName | null
  fetch: typeof globalThis.fetch
  signal: AbortSignal | undefined
}

/** @throws {TypeError} for an origin or a profile that is none; `s3Store` judges the rest. */
export function bucketExamination(options: BucketDoctorOptions): BucketExamination {
  const { origin, prefix = '' } = options
  const url = URL.canParse(origin) ? new URL(origin) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.origin !== origin) {
    throw new TypeError('origin must be scheme, host and port of the page, e.g. "https://app.example.com".')
  }
  return {
    bucket: options.bucket,
    origin,
    credentials: options.credentials,
    endpoint: options.endpoint,
    region: options.region ?? 'us-east-1',
    prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    profile: s3Profile(options.profile),
    profileName: typeof options.profile === 'string' ? options.profile : null,
    fetch: options.fetch ?? globalThis.fetch,
    signal: options.signal,
  }
}
