import { amzDate } from './amz-date.ts'
import { sha256, toHex, utf8 } from './bytes.ts'
import { uriEncode } from './s3-address.ts'
import type { S3Credentials } from './s3-credentials.ts'
import type { SigningKeyOf } from './signing-keys.ts'

// Version 4 of AWS's signatures, for S3 alone: "Signature Calculations" in the S3 API reference.

/** A request without its signature. */
export interface UnsignedRequest {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** With a path as `s3Address` makes it. Its query is not looked at. */
  url: URL
  /** By lower-case names. All of them are signed, and `host` beside them. */
  headers: Readonly<Record<string, string>>
}

/** Who signs, where and when. */
export interface Signer {
  credentials: S3Credentials
  region: string
  signingKeyOf: SigningKeyOf
  nowMs: number
}

/** Where signatures say that they are ones. */
export const ALGORITHM = 'AWS4-HMAC-SHA256'

/** What is told of a signature beside itself. */
export interface SignatureFacts {
  /** YYYYMMDDTHHMMSSZ */
  timestamp: string
  credential: string
  /** The names, sorted, with semicolons between. */
  signedHeaders: string
}

export function signatureFacts(
  { headers }: UnsignedRequest,
  { credentials, region, nowMs }: Signer,
): SignatureFacts {
  const timestamp = amzDate(nowMs)
  return {
    timestamp,
    credential: `${credentials.accessKeyId}/${scopeOf(timestamp, region)}`,
    signedHeaders: [...Object.keys(headers), 'host'].sort().join(';'),
  }
}

/**
 * In hexadecimal digits.
 *
 * @param query As `canonicalQuery` makes it.
 * @param payloadHash SHA-256 of the body in hexadecimal digits, or UNSIGNED-PAYLOAD.
 */
export async function computeSignature(
  { method, url, headers }: UnsignedRequest,
  { credentials, region, signingKeyOf }: Signer,
  { timestamp, signedHeaders }: SignatureFacts,
  query: string,
  payloadHash: string,
): Promise<string> {
  const lines = signedHeaders.split(';').map((name) => {
    const value = name === 'host' ? url.host : (headers[name] ?? '')
    return `${name}:${value.trim().replace(/\s+/g, ' ')}`
  })
  const request = [method, url.pathname, query, ...lines, '', signedHeaders, payloadHash].join('\n')
  const requestHash = toHex(await sha256(utf8(request)))
  const hmac = await signingKeyOf(credentials.secretAccessKey, timestamp.slice(0, 8))
  return toHex(await hmac([ALGORITHM, timestamp, scopeOf(timestamp, region), requestHash].join('\n')))
}

/** Encoded, and in the order of the names: so it can be sent as it was signed. No name may come twice. */
export function canonicalQuery(parameters: Iterable<[name: string, value: string]>): string {
  return Array.from(parameters, ([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&')
}

function scopeOf(timestamp: string, region: string): string {
  return `${timestamp.slice(0, 8)}/${region}/s3/aws4_request`
}
