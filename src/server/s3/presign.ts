import { ALGORITHM, canonicalQuery, signing, type UnsignedRequest } from './signature.ts'
import type { Signer } from './signer.ts'

/**
 * A URL that carries its own signature over `host` and every header of the request, and nothing else: whoever uses it
 * has to send exactly these (T-3). None of them goes to the query, where S3 would not look at it.
 */
export async function presign(
  request: UnsignedRequest,
  signer: Signer,
  expiresInSeconds: number,
): Promise<string> {
  const { timestamp, credential, signedHeaders, signature } = signing(request, signer)
  const { sessionToken } = signer.credentials
  const query = canonicalQuery(
    Object.entries({
      'X-Amz-Algorithm': ALGORITHM,
      'X-Amz-Credential': credential,
      'X-Amz-Date': timestamp,
      'X-Amz-Expires': String(expiresInSeconds),
      'X-Amz-SignedHeaders': signedHeaders,
      ...(sessionToken !== undefined && { 'X-Amz-Security-Token': sessionToken }),
    }),
  )
  const { origin, pathname } = request.url
  return `${origin}${pathname}?${query}&X-Amz-Signature=${await signature(query, 'UNSIGNED-PAYLOAD')}`
}
