import { AwsV4Signer } from 'aws4fetch'
import { amzDate } from './amz-date.ts'
import { type S3Credentials, signerIdentity } from './s3-credentials.ts'
import type { SigningKeys } from './signing-keys.ts'

export interface PresignOptions {
  method: 'GET' | 'PUT'
  url: URL
  /** All of them become part of the signature: whoever uses the URL has to send exactly these. */
  headers: Record<string, string>
  expiresInSeconds: number
  credentials: S3Credentials
  region: string
  signingKeys: SigningKeys
  nowMs: number
}

/**
 * A URL that carries its own signature.
 *
 * @throws {Error} when the signature would not cover `host` and every header given, and nothing else. Then the
 * signing library has changed: a header that is left out, or moved to the query, protects nothing (T-3).
 */
export async function presign(options: PresignOptions): Promise<string> {
  const url = new URL(options.url)
  // Otherwise the library signs for a day.
  url.searchParams.set('X-Amz-Expires', String(options.expiresInSeconds))
  const signer = new AwsV4Signer({
    ...signerIdentity(options.credentials),
    method: options.method,
    url: url.href,
    headers: options.headers,
    service: 's3',
    region: options.region,
    cache: options.signingKeys,
    datetime: amzDate(options.nowMs),
    signQuery: true,
    // Otherwise it leaves out content-type and content-length.
    allHeaders: true,
  })
  const signed = await signer.sign()
  const expected = ['host', ...Object.keys(options.headers)].sort().join(';')
  if (signed.url.searchParams.get('X-Amz-SignedHeaders') !== expected) {
    throw new Error(`The signature does not cover exactly ${expected}.`)
  }
  return signed.url.href
}
