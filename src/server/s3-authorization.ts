import { amzDate } from './amz-date.ts'
import {
  ALGORITHM,
  canonicalQuery,
  computeSignature,
  signatureFacts,
  type Signer,
  type UnsignedRequest,
} from './s3-signature.ts'

/**
 * A request with its signature in the `Authorization` header. What it says in `x-amz-content-sha256` the body has to be;
 * without that header the body is not signed.
 */
export async function authorize(
  request: UnsignedRequest,
  signer: Signer,
): Promise<{ url: string; headers: Record<string, string> }> {
  const { url } = request
  const { sessionToken } = signer.credentials
  const headers: Record<string, string> = {
    'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    ...request.headers,
    'x-amz-date': amzDate(signer.nowMs),
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  }
  const signed = { ...request, headers }
  const facts = signatureFacts(signed, signer)
  const query = canonicalQuery(url.searchParams)
  const payloadHash = headers['x-amz-content-sha256'] ?? ''
  const signature = await computeSignature(signed, signer, facts, query, payloadHash)
  return {
    url: `${url.origin}${url.pathname}${query && `?${query}`}`,
    headers: {
      ...headers,
      authorization: `${ALGORITHM} Credential=${facts.credential}, SignedHeaders=${facts.signedHeaders}, Signature=${signature}`,
    },
  }
}
