import type { CorsRule } from './bucket-cors.ts'
import { answerPreflight, corsHeaders } from './bucket-cors.ts'
import { type Bucket, newBucket } from './bucket.ts'
import { toHex } from '../../server/crypto/bytes.ts'
import {
  createFaultScript,
  type S3Fault,
  type S3FaultAim,
  type S3FaultOperation,
  type ScriptedFault,
} from './faults/fault-script.ts'
import { findOperation, isBucketCreation } from './operations/find-operation.ts'
import type { ReceivedRequest } from './received-request.ts'
import { receiveRequest } from './received-request.ts'
import { refuseUnknown } from './operations/refuse-unknown.ts'
import { runWithFault, ScriptedError } from './faults/run-with-fault.ts'
import { parseAddress } from './address.ts'
import { S3Error } from './s3-error.ts'
import { readClaim } from './signature/signature-claim.ts'
import type { StoredObject } from './stored-object.ts'
import { verifySignature } from './signature/verify-signature.ts'

/** What `createStrictS3` takes. */
export interface StrictS3Options {
  /** The buckets that exist from the start. Without `cors` a bucket refuses every preflight. */
  buckets: readonly {
    name: string
    cors?: readonly CorsRule[] | undefined
    /** Keys under these prefixes can be read by anybody. Default: none. */
    publicReadPrefixes?: readonly string[] | undefined
  }[]
  /** Secret access keys by access key id. */
  credentials: Readonly<Record<string, string>>
  /** Of temporary credentials: their session tokens by access key id. Default: all credentials are lasting ones. */
  sessionTokens?: Readonly<Record<string, string>> | undefined
  /** Default `us-east-1`. */
  region?: string | undefined
  /** Milliseconds since the epoch. Default `Date.now`. */
  now?: (() => number) | undefined
  /** As a weak server: a PUT with `If-None-Match: *` overwrites. Default false. */
  ignoresIfNoneMatch?: boolean | undefined
  /** As a weak server: `x-amz-checksum-sha256` is not compared with the body, and not kept. Default false. */
  ignoresChecksum?: boolean | undefined
}

/** An S3 in memory that checks what real ones check, on any runtime with Web standards. */
export interface StrictS3 {
  /** Path-style requests: `http://any.host/bucket/key`. Rejects only when the request's body does. */
  fetch(request: Request): Promise<Response>
  /**
   * What is stored, in the order of its creation.
   *
   * @throws {TypeError} when there is no such bucket
   */
  objects(bucket: string): readonly StoredObject[]
  /**
   * Lets calls go wrong that would have been carried out: those with a good signature and nothing unknown in them.
   * Of several faults that fit a call, the one that was given first happens.
   *
   * @throws {TypeError} for an operation or an error that is not known here
   */
  fail(operation: S3FaultOperation, fault: S3Fault, aim?: S3FaultAim): ScriptedFault
}

/**
 * Signatures (Version 4, in the query or the header), expiry, signed headers, lengths, SHA-256 checksums,
 * `If-None-Match: *` and CORS are enforced as AWS documents them. Lifecycle
 * rules, policies and the public access block of a bucket can be put and read. A public policy is refused while the
 * block is on, and a policy's limit on `s3:signatureAge` is enforced; beyond that they have no effect. Everything that is not built here is answered with 501 NotImplemented:
 * an answer of this store can be relied on.
 */
export function createStrictS3(options: StrictS3Options): StrictS3 {
  const region = options.region ?? 'us-east-1'
  const now = options.now ?? Date.now
  const credentials = new Map(Object.entries(options.credentials))
  const sessionTokens = new Map(Object.entries(options.sessionTokens ?? {}))
  const buckets = new Map<string, Bucket>()
  const faults = createFaultScript()
  const { ignoresIfNoneMatch = false, ignoresChecksum = false } = options
  const weaknesses = { ignoresIfNoneMatch, ignoresChecksum }
  for (const { name, cors = null, publicReadPrefixes = [] } of options.buckets) {
    buckets.set(name, newBucket({ cors, publicReadPrefixes, weaknesses }))
  }

  async function fetch(request: Request): Promise<Response> {
    const arrivedAtMs = now()
    const requestId = toHex(crypto.getRandomValues(new Uint8Array(8))).toUpperCase()
    const { pathname } = new URL(request.url)
    let bucket: Bucket | undefined
    let response: Response
    let hasCors = true
    try {
      const address = parseAddress(pathname)
      bucket = buckets.get(address.bucket)
      response =
        request.method === 'OPTIONS'
          ? answerPreflight(bucket?.cors ?? null, request)
          : await perform(await receiveRequest(request, address, arrivedAtMs))
    } catch (error) {
      if (!(error instanceof S3Error)) throw error
      response = error.toResponse({ method: request.method, resource: pathname, requestId })
      hasCors = !(error instanceof ScriptedError && error.withoutCors)
    }
    const cors = hasCors ? corsHeaders(bucket?.cors ?? null, request) : []
    for (const [name, value] of cors) response.headers.set(name, value)
    response.headers.set('x-amz-request-id', requestId)
    response.headers.set('date', new Date(now()).toUTCString())
    return response
  }

  async function perform(request: ReceivedRequest): Promise<Response> {
    const signer = await verifySignature(request, { credentials, sessionTokens, region })
    const bucket = buckets.get(request.bucket)
    if (signer === null) refuseAnonymous(request, bucket)
    if (request.bucket === '') {
      throw new S3Error('NotImplemented', 'Calls on the service itself are not known here')
    }
    if (isBucketCreation(request)) return createBucket(request)
    if (bucket === undefined) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist')
    refuseOldSignature(request, bucket)
    const operation = findOperation(request)
    refuseUnknown(request, operation.knows)
    const fault = faults.next(operation.name, request.key || (request.query.get('prefix') ?? ''))
    return fault === null ? operation.run(request, bucket) : runWithFault(operation, fault, request, bucket)
  }

  /** The one condition of a policy that has an effect here: `s3:signatureAge`, of presigned URLs. */
  function refuseOldSignature(request: ReceivedRequest, { maxSignatureAgeMs }: Bucket): void {
    const claim = maxSignatureAgeMs === null ? null : readClaim(request, region)
    if (maxSignatureAgeMs === null || claim?.via !== 'query') return
    if (request.arrivedAtMs - claim.signedAtMs <= maxSignatureAgeMs) return
    throw new S3Error('AccessDenied', 'Access Denied by an explicit deny in a bucket policy')
  }

  function createBucket(request: ReceivedRequest): Response {
    refuseUnknown(request, {})
    if (request.bytes.length > 0)
      throw new S3Error('NotImplemented', 'Bucket configurations are not known here')
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(request.bucket)) {
      throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.')
    }
    if (buckets.has(request.bucket)) {
      throw new S3Error('BucketAlreadyOwnedByYou', 'The bucket exists already, and it is yours.')
    }
    buckets.set(request.bucket, newBucket({ weaknesses }))
    return new Response(null, { headers: { location: `/${request.bucket}` } })
  }

  return {
    fetch,
    fail: faults.fail,
    objects(name) {
      const bucket = buckets.get(name)
      if (bucket === undefined) throw new TypeError(`createStrictS3: there is no bucket "${name}".`)
      return Array.from(bucket.objects.values())
    },
  }
}

function refuseAnonymous(request: ReceivedRequest, bucket: Bucket | undefined): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const isPublic = bucket?.publicReadPrefixes.some((prefix) => request.key.startsWith(prefix)) === true
  if (!isRead || !isPublic || request.key === '') throw new S3Error('AccessDenied', 'Access Denied')
  if (Array.from(request.query.keys()).some((name) => name.startsWith('response-'))) {
    throw new S3Error('InvalidRequest', 'Response headers cannot be chosen by anonymous requests')
  }
}
