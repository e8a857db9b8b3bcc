import { sha256, toHex } from '../../../server/crypto/bytes.ts'
import type { ReceivedRequest } from '../received-request.ts'
import { S3Error } from '../s3-error.ts'
import type { SignatureClaim } from './signature-claim.ts'
import { readClaim } from './signature-claim.ts'
import { computeSignature } from './signature.ts'

export interface SignatureRules {
  /** Secrets by access key id. */
  readonly credentials: ReadonlyMap<string, string>
  /** Session tokens by access key id; none for lasting credentials. */
  readonly sessionTokens: ReadonlyMap<string, string>
  readonly region: string
}

/** How far the signer's clock may be off: S3's fifteen minutes. */
const MAX_SKEW_MS = 15 * 60 * 1000

/**
 * The access key id that signed the request, or null when nobody did.
 *
 * @throws {S3Error} when it is signed, but not rightly
 */
export async function verifySignature(
  request: ReceivedRequest,
  rules: SignatureRules,
): Promise<string | null> {
  const claim = readClaim(request, rules.region)
  if (claim === null) return null
  checkTime(claim, request.arrivedAtMs)
  const secret = rules.credentials.get(claim.accessKeyId)
  const expectedToken = rules.sessionTokens.get(claim.accessKeyId)
  const token =
    claim.via === 'query'
      ? request.query.get('X-Amz-Security-Token')
      : request.headers.get('x-amz-security-token')
  // Without their token, temporary credentials are as good as unknown.
  if (secret === undefined || (token === undefined && expectedToken !== undefined)) {
    const message = 'The AWS Access Key Id you provided does not exist in our records.'
    throw new S3Error('InvalidAccessKeyId', message, { AWSAccessKeyId: claim.accessKeyId })
  }
  refuseUnsignedHeaders(request, claim)
  const expected = await computeSignature(request, claim, secret)
  // A header that is signed as empty and left out would make the same text: it must be there, too.
  const isComplete = claim.signedHeaders.every((name) => request.headers.has(name))
  if (!isComplete || expected.hex !== claim.signature) {
    throw new S3Error('SignatureDoesNotMatch', 'The signature we calculated is not the one you provided.', {
      AWSAccessKeyId: claim.accessKeyId,
      StringToSign: expected.stringToSign,
      SignatureProvided: claim.signature,
      CanonicalRequest: expected.canonicalRequest,
    })
  }
  // It is signed as well: one that somebody has added to a URL has failed by now.
  if (token !== expectedToken) {
    throw new S3Error('InvalidToken', 'The provided token is malformed or otherwise invalid.')
  }
  await checkPayload(request, claim)
  return claim.accessKeyId
}

function checkTime(claim: SignatureClaim, nowMs: number): void {
  const serverTime = new Date(nowMs).toISOString()
  if (claim.expiresInSeconds === null) {
    if (Math.abs(nowMs - claim.signedAtMs) <= MAX_SKEW_MS) return
    throw new S3Error('RequestTimeTooSkewed', 'The clocks of the signer and of this store differ too much.', {
      RequestTime: claim.timestamp,
      ServerTime: serverTime,
      MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
    })
  }
  if (claim.signedAtMs > nowMs + MAX_SKEW_MS) {
    throw new S3Error('AccessDenied', 'Request is not valid yet', { ServerTime: serverTime })
  }
  const expiresAtMs = claim.signedAtMs + claim.expiresInSeconds * 1000
  if (nowMs > expiresAtMs) {
    throw new S3Error('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': String(claim.expiresInSeconds),
      Expires: new Date(expiresAtMs).toISOString(),
      ServerTime: serverTime,
    })
  }
}

/** Without this, whoever holds a URL could add an ACL, a tag or a copy source to it. */
function refuseUnsignedHeaders(request: ReceivedRequest, claim: SignatureClaim): void {
  const unsigned = Array.from(request.headers.keys()).filter(
    (name) => name.startsWith('x-amz-') && !claim.signedHeaders.includes(name),
  )
  if (unsigned.length > 0) {
    const message = 'There were headers present in the request which were not signed'
    throw new S3Error('AccessDenied', message, { HeadersNotSigned: unsigned.join(', ') })
  }
}

async function checkPayload(request: ReceivedRequest, claim: SignatureClaim): Promise<void> {
  if (claim.payloadHash === 'UNSIGNED-PAYLOAD') return
  const actual = toHex(await sha256(request.bytes))
  if (actual === claim.payloadHash) return
  throw new S3Error('XAmzContentSHA256Mismatch', 'x-amz-content-sha256 is not the digest of the body.', {
    ClientComputedContentSHA256: claim.payloadHash,
    S3ComputedContentSHA256: actual,
  })
}
