import { plainOrigin } from '../http/plain-origin.ts'
import type { GivenCredentials } from './credentials.ts'
import { type S3Profile, s3Profile, type S3ProfileFacts, type S3ProfileName } from './profile.ts'

/** What `s3Store` takes. */
export interface S3StoreOptions {
  /** Its name alone. */
  bucket: string
  /** Of the bucket, e.g. "eu-central-1"; "auto" for R2; for most other servers "us-east-1". */
  region: string
  /** A value, or a function asked when needed. Default: the `AWS_*` environment variables, read at each use. */
  credentials?: GivenCredentials | undefined
  /**
   * Who signs the URLs that leave the server: a role that may do nothing else. In the same forms. Default: `credentials`.
   */
  signingCredentials?: GivenCredentials | undefined
  /**
   * What the server keeps of the promises of S3, by name or as your own facts. What is missing is said once, by
   * `console.warn`, when the store is made. Default "aws": all of them.
   */
  profile?: S3ProfileName | S3Profile | undefined
  /** Address of another server than AWS (R2, MinIO, Ceph, LocalStack): scheme, host and port. Default: AWS. */
  endpoint?: string | undefined
  /** `https://host/bucket/key` instead of `https://bucket.host/key`. Default false. */
  forcePathStyle?: boolean | undefined
  /** Address under which browsers reach the server, as with Docker. Only signed for. Default: the endpoint. */
  browserEndpoint?: string | undefined
  /** Folder in the bucket for everything, e.g. "profile-images". Default ''. */
  prefix?: string | undefined
  /** How the server reaches the endpoint. Default `globalThis.fetch`, read at each call. For tests, and for proxies. */
  fetch?: typeof globalThis.fetch | undefined
  /** Milliseconds since 1970. Default `Date.now`. For tests. */
  now?: (() => number) | undefined
}

/** The options with every default in its place. */
export interface S3Config {
  bucket: string
  region: string
  endpoint: string
  browserEndpoint: string
  forcePathStyle: boolean
  prefix: string
  profile: S3ProfileFacts
  now(): number
}

/** @throws {TypeError} for every option that is missing or makes no sense; the message names the fix. */
export function s3Config(options: S3StoreOptions): S3Config {
  const { bucket, region, prefix = '', forcePathStyle = false, now = Date.now } = options
  if (typeof bucket !== 'string' || !/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(bucket)) {
    throw mistake('bucket must be the name alone: 3 to 63 of a-z, 0-9, "." and "-". A folder is the prefix.')
  }
  // They sign with another service name and by sessions.
  if (bucket.endsWith('--x-s3'))
    throw mistake('directory buckets are not supported. Use a general purpose one.')
  if (typeof region !== 'string' || !/^[a-z\d-]+$/.test(region)) {
    throw mistake('region must be a name such as "eu-central-1" ("auto" for R2).')
  }
  if ('requestPayer' in options) {
    throw mistake('Requester Pays is not supported. Leave it out.')
  }
  const { endpoint = awsEndpoint(region), browserEndpoint = endpoint } = options
  requireCredentials('credentials', options.credentials)
  requireCredentials('signingCredentials', options.signingCredentials)
  return {
    bucket,
    region,
    endpoint: originOf('endpoint', endpoint),
    browserEndpoint: originOf('browserEndpoint', browserEndpoint),
    forcePathStyle,
    prefix: folder(prefix),
    profile: s3Profile(options.profile),
    now,
  }
}

function requireCredentials(
  name: 'credentials' | 'signingCredentials',
  given: S3StoreOptions['credentials'],
): void {
  if (given === undefined || typeof given === 'function') return
  // Null, and half of an identity, are what JavaScript callers pass.
  if (given === null || !given.accessKeyId || !given.secretAccessKey) {
    throw mistake(`${name} must be { accessKeyId, secretAccessKey }, or a function that resolves with them.`)
  }
}

/** Whether an endpoint, as `s3Store` takes it, is one of AWS; none is. */
export function isAws(endpoint: string | undefined): boolean {
  return endpoint === undefined || /\.amazonaws\.com(?:\.cn)?$/.test(new URL(endpoint).hostname)
}

function awsEndpoint(region: string): string {
  return `https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}

function originOf(name: 'endpoint' | 'browserEndpoint', given: string): string {
  const origin = plainOrigin(given)
  if (origin === null) {
    throw mistake(
      `${name} must be scheme, host and port, e.g. "http://localhost:9000". The bucket is no part of it.`,
    )
  }
  return origin
}

function folder(prefix: string): string {
  if (prefix === '') return ''
  const path = prefix.replace(/\/$/, '')
  if (path.split('/').some((segment) => /^\.{0,2}$|\p{Cc}|\p{Surrogate}/u.test(segment))) {
    throw mistake('prefix must be a folder, without a slash in front and without "..".')
  }
  return `${path}/`
}

function mistake(message: string): TypeError {
  return new TypeError(`s3Store: ${message}`)
}
