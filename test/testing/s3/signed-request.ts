import { AwsClient } from 'aws4fetch'

export const CREDENTIALS = { accessKeyId: 'KEYID', secretAccessKey: 'secret' }

export interface Signing {
  method?: string
  headers?: Record<string, string>
  /** Left out of a GET. */
  body?: Uint8Array<ArrayBuffer>
  /** Milliseconds since the epoch. Default now. */
  signedAtMs?: number
  /** Lifetime of a presigned URL; without it the signature goes into the Authorization header. */
  expiresInSeconds?: number
  /** Of temporary credentials. Default: none. */
  sessionToken?: string
}

/** Signed by aws4fetch, all headers included, for a store that is asked without a socket. Runs in browsers, too. */
export async function signedRequest(path: string, signing: Signing = {}): Promise<Request> {
  const {
    method = 'PUT',
    headers = {},
    body,
    signedAtMs = Date.now(),
    expiresInSeconds,
    sessionToken,
  } = signing
  const url = new URL(path, 'http://s3.test')
  if (expiresInSeconds !== undefined) url.searchParams.set('X-Amz-Expires', String(expiresInSeconds))
  const identity = { ...CREDENTIALS, ...(sessionToken !== undefined && { sessionToken }) }
  return new AwsClient({ ...identity, service: 's3', region: 'us-east-1' }).sign(url.href, {
    method,
    headers,
    ...(body && method !== 'GET' && { body }),
    aws: {
      allHeaders: true,
      signQuery: expiresInSeconds !== undefined,
      datetime: new Date(signedAtMs).toISOString().replaceAll(/[:-]|\.\d{3}/g, ''),
    },
  })
}
