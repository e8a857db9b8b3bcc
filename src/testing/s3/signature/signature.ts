import { type Bytes, sha256, toHex, utf8 } from '../../../server/crypto/bytes.ts'
import type { ReceivedRequest } from '../received-request.ts'
import type { SignatureClaim } from './signature-claim.ts'

/** A signature with the texts it was made from: S3 shows them in its refusal, so that signers can compare. */
export interface Signature {
  readonly hex: string
  readonly canonicalRequest: string
  readonly stringToSign: string
}

/** The signature that this request must carry, by the steps of "Signature Calculations" in the S3 API reference. */
export async function computeSignature(
  request: ReceivedRequest,
  claim: SignatureClaim,
  secretAccessKey: string,
): Promise<Signature> {
  const canonicalRequest = canonicalise(request, claim)
  const requestHash = toHex(await sha256(utf8(canonicalRequest)))
  const stringToSign = ['AWS4-HMAC-SHA256', claim.timestamp, claim.scope, requestHash].join('\n')
  let key = utf8(`AWS4${secretAccessKey}`)
  for (const part of claim.scope.split('/')) key = await hmacSha256(key, part)
  return { hex: toHex(await hmacSha256(key, stringToSign)), canonicalRequest, stringToSign }
}

function canonicalise(request: ReceivedRequest, claim: SignatureClaim): string {
  return [
    request.method,
    request.path.split('/').map(encode).join('/'),
    canonicalQuery(request.query),
    ...claim.signedHeaders.map((name) => `${name}:${canonicalValue(request.headers.get(name))}`),
    '',
    claim.signedHeaders.join(';'),
    claim.payloadHash,
  ].join('\n')
}

function canonicalQuery(query: ReadonlyMap<string, string>): string {
  return Array.from(query)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
}

function canonicalValue(value = ''): string {
  return value.trim().replace(/\s+/g, ' ')
}

/** AWS encodes everything but RFC 3986's unreserved characters; encodeURIComponent leaves five more. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** What SigV4 is made of: the HMAC-SHA-256 of a text. */
async function hmacSha256(key: Bytes, message: string): Promise<Bytes> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const cryptoKey = await crypto.subtle.importKey('raw', key, hmac, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', cryptoKey, utf8(message)))
}
