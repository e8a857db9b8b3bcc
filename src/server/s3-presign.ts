import {
  ALGORITHM,
  canonicalQuery,
  computeSignature,
  signatureFacts,
  type Signer,
  type UnsignedRequest,
} from './s3-signature.ts'

/**
 * A URL that carries its own signature over `host` and every header of the request, and nothing else: whoever uses it
 * has to send exactly these (T-3). None of them goes to the query, where S3 would not look at it.
 */
export async function presign(
  request: UnsignedRequest,
  signer: Signer,
  expiresInSeconds: number,
): Promise<string> {
  const facts = signatureFacts(request, signer)
  const { sessionToken } = signer.credentials
  const query = canonicalQuery([
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', facts.credential],
    ['X-Amz-Date', facts.timestamp],
    ['X-Amz-Expires', String(expiresInSeconds)],
    ['X-Amz-SignedHeaders', facts.signedHeaders],
    ...(sessionToken === undefined
      ? []
      : [['X-Amz-Security-Token', sessionToken] satisfies [string, string]]),
  ])
  const { origin, pathname } = request.url
  const signature = await computeSignature(request, signer, facts, query, 'UNSIGNED-PAYLOAD')
  return `${origin}${pathname}?${query}&X-Amz-Signature=${signature}`
}
