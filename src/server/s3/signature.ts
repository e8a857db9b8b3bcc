import { sha256, toHex, utf8 } from '../crypto/bytes.ts'
import { uriEncode } from './address.ts'
import type { Signer } from './signer.ts'

// Version 4 of AWS's signatures, for S3 alone: "Signature Calculations" in the S3 API reference.

/** A request without its signature. */
export interface UnsignedRequest {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** With a path as `s3Address` makes it. Its query is not looked at. */
  url: URL
  /** By lower-case names. All of them are signed, and `host` beside them. */
  headers: Readonly<Record<string, string>>
}

/** Where signatures say that they are ones. */
export const ALGORITHM = 'AWS4-HMAC-SHA256'

/** A signature that is to be made, and what is told beside it. */
export interface Signing {
  /** YYYYMMDDTHHMMSSZ */
  timestamp: string
  credential: string
  /** The names, sorted, with semicolons between. */
  signedHeaders: string
  /**
   * In hexadecimal digits.
   *
   * @param query As `canonicalQuery` makes it.
   * @param payloadHash SHA-256 of the body in hexadecimal digits, or UNSIGNED-PAYLOAD.
   */
  signature(query: string, payloadHash: string): Promise<string>
}

export function signing(
  { method, url, headers }: UnsignedRequest,
  { credentials, region, signingKeyOf, nowMs }: Signer,
): Signing {
  const timestamp = amzDate(nowMs)
  const day = timestamp.slice(0, 8)
  const scope = `${day}/${region}/s3/aws4_request`
  const names = [...Object.keys(headers), 'host'].sort()
  const signedHeaders = names.join(';')
  return {
    timestamp,
    credential: `${credentials.accessKeyId}/${scope}`,
    signedHeaders,

    async signature(query, payloadHash) {
      const lines = names.map((name) => {
        const value = name === 'host' ? url.host : (headers[name] ?? '')
        return `${name}:${value.trim().replace(/\s+/g, ' ')}`
      })
      const request = [method, url.pathname, query, ...lines, '', signedHeaders, payloadHash].join('\n')
      const hmac = await signingKeyOf(credentials.secretAccessKey, day)
      return toHex(await hmac([ALGORITHM, timestamp, scope, toHex(await sha256(utf8(request)))].join('\n')))
    },
  }
}

/** Encoded, and in the order of the names: so it can be sent as it was signed. No name may come twice. */
export function canonicalQuery(parameters: Iterable<[name: string, value: string]>): string {
  return Array.from(parameters, ([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&')
}

/** Time as SigV4 writes it, e.g. 20260131T235959Z. */
export function amzDate(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')
}
