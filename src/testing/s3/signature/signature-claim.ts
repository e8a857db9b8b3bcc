import type { ReceivedRequest } from '../received-request.ts'
import { S3Error } from '../s3-error.ts'

/** What a request says about its own signature (AWS Signature Version 4). Nothing of it is proved yet. */
export interface SignatureClaim {
  readonly via: 'query' | 'header'
  readonly accessKeyId: string
  /** `YYYYMMDD/region/s3/aws4_request` */
  readonly scope: string
  /** `YYYYMMDDTHHMMSSZ` */
  readonly timestamp: string
  readonly signedAtMs: number
  /** Lifetime of a presigned URL in seconds; null for a signature in the Authorization header. */
  readonly expiresInSeconds: number | null
  /** Lower case, sorted, with `host`. */
  readonly signedHeaders: readonly string[]
  readonly payloadHash: string
  /** 64 hexadecimal digits. */
  readonly signature: string
}

const ALGORITHM = 'AWS4-HMAC-SHA256'
const UNSIGNED = 'UNSIGNED-PAYLOAD'

/** Seven days, S3's own limit. */
const MAX_EXPIRES_SECONDS = 604_800

const QUERY_FIELDS = ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'] as const

/**
 * The claim, or null for an anonymous request.
 *
 * @throws {S3Error} when it is malformed, or made for another region, service or day
 */
export function readClaim(request: ReceivedRequest, region: string): SignatureClaim | null {
  const inQuery = QUERY_FIELDS.some((field) => request.query.has(`X-Amz-${field}`))
  const authorization = request.headers.get('authorization')
  if (authorization === undefined) return inQuery ? readQuery(request, region) : null
  if (inQuery) throw new S3Error('InvalidArgument', 'Only one auth mechanism allowed')
  return readHeader(request, authorization, region)
}

function readQuery({ query, headers }: ReceivedRequest, region: string): SignatureClaim {
  const refuse = (message: string) => new S3Error('AuthorizationQueryParametersError', message)
  const [algorithm, credential, timestamp, expires, signedHeaders, signature] = QUERY_FIELDS.map((field) => {
    const value = query.get(`X-Amz-${field}`)
    if (value === undefined) throw refuse(`A presigned URL needs the parameter X-Amz-${field}`)
    return value
  })
  if (algorithm !== ALGORITHM) throw refuse(`X-Amz-Algorithm only supports "${ALGORITHM}"`)
  if (!/^\d+$/.test(expires ?? '')) throw refuse('X-Amz-Expires should be a number that is not negative')
  if (Number(expires) > MAX_EXPIRES_SECONDS) {
    throw refuse(`X-Amz-Expires must be at most a week, ${MAX_EXPIRES_SECONDS} seconds`)
  }
  const payloadHash = headers.get('x-amz-content-sha256') ?? query.get('X-Amz-Content-Sha256') ?? UNSIGNED
  const fields = { credential, timestamp, signedHeaders, signature, payloadHash }
  return { via: 'query', expiresInSeconds: Number(expires), ...parseFields(fields, region, refuse) }
}

function readHeader({ headers }: ReceivedRequest, authorization: string, region: string): SignatureClaim {
  const refuse = (message: string) => new S3Error('AuthorizationHeaderMalformed', message)
  const [scheme, rest] = authorization.split(/ (.*)/, 2)
  if (scheme !== ALGORITHM) throw new S3Error('InvalidArgument', 'Unsupported Authorization Type')
  const parts = new Map(
    (rest ?? '').split(/, */).map((part) => [part.split('=')[0], part.replace(/^\w+=/, '')]),
  )
  const timestamp = headers.get('x-amz-date')
  if (timestamp === undefined) {
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header')
  }
  const payloadHash = headers.get('x-amz-content-sha256')
  if (payloadHash === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256')
  }
  const fields = {
    credential: parts.get('Credential'),
    timestamp,
    signedHeaders: parts.get('SignedHeaders'),
    signature: parts.get('Signature'),
    payloadHash,
  }
  return { via: 'header', expiresInSeconds: null, ...parseFields(fields, region, refuse) }
}

interface Fields {
  credential: string | undefined
  timestamp: string | undefined
  signedHeaders: string | undefined
  signature: string | undefined
  payloadHash: string
}

function parseFields(
  { credential = '', timestamp = '', signedHeaders = '', signature = '', payloadHash }: Fields,
  region: string,
  refuse: (message: string) => S3Error,
): Omit<SignatureClaim, 'via' | 'expiresInSeconds'> {
  const signedAtMs = parseTimestamp(timestamp)
  if (signedAtMs === null) throw refuse('The date must have the form "yyyyMMddTHHmmssZ"')

  const [accessKeyId, day, scopeRegion, service, terminator, ...more] = credential.split('/')
  if (accessKeyId === undefined || terminator !== 'aws4_request' || more.length > 0) {
    throw refuse('The credential must have the form "<key id>/<date>/<region>/s3/aws4_request"')
  }
  if (day !== timestamp.slice(0, 8)) throw refuse('The credential and the signature are of different days')
  if (scopeRegion !== region) throw refuse(`The region '${scopeRegion}' is wrong; expecting '${region}'`)
  if (service !== 's3') throw refuse(`The service "${service}" is wrong; this is "s3"`)

  const names = signedHeaders.split(';')
  if (!names.includes('host') || names.join(';') !== [...new Set(names)].sort().join(';')) {
    throw refuse('The signed headers must include host and be sorted')
  }
  if (!/^[0-9a-f]{64}$/.test(signature)) throw refuse('The signature must be 64 hexadecimal digits')
  // The `STREAMING-…` values announce signed chunks, which this store does not read.
  if (payloadHash !== UNSIGNED && !/^[0-9a-f]{64}$/.test(payloadHash)) {
    throw new S3Error('NotImplemented', 'x-amz-content-sha256 must be a digest or UNSIGNED-PAYLOAD')
  }
  const scope = [day, region, service, terminator].join('/')
  return { accessKeyId, scope, timestamp, signedAtMs, signedHeaders: names, payloadHash, signature }
}

function parseTimestamp(timestamp: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp)
  if (match === null) return null
  const ms = Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  return Number.isNaN(ms) ? null : ms
}
