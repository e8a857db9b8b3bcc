import { ALGORITHM, amzDate, canonicalQuery, signing, type UnsignedRequest } from './signature.ts'
import type { Signer } from './signer.ts'

/**
 * A request with its signature in the `Authorization` header. What it says in `x-amz-content-sha256` the body has to be;
 * without that header the body is not signed.
 */
export async function authorize(
  { method, url, headers: given }: UnsignedRequest,
  signer: Signer,
): Promise<{ url: string; headers: Record<string, string> }> {
  const { sessionToken } = signer.credentials
  const payloadHash = given['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD'
  const headers: Record<string, string> = {
    ...given,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': amzDate(signer.nowMs),
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  }
  const { credential, signedHeaders, signature } = signing({ method, url, headers }, signer)
  const query = canonicalQuery(url.searchParams)
  const proof = await signature(query, payloadHash)
  headers['authorization'] =
    `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${proof}`
  return { url: `${url.origin}${url.pathname}${query && `?${query}`}`, headers }
}
