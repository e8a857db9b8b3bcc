import { createHash } from 'node:crypto'
import { AwsClient, AwsV4Signer } from 'aws4fetch'

/** Where an S3 server is, and with which key to talk to it. */
export interface S3Access {
  endpoint: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** Path-style, with every segment of the key encoded: aws4fetch signs a bare `+` in a path as a space. */
export function objectUrl(s3: S3Access, bucket: string, key: string): string {
  return [s3.endpoint, bucket, ...key.split('/').map(encodeURIComponent)].join('/')
}

/** One call signed in its Authorization header. */
export async function callS3(
  s3: S3Access,
  method: string,
  url: string,
  init: { headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer>; fetch?: FetchRequest } = {},
): Promise<Response> {
  const client = new AwsClient({ ...s3, service: 's3', retries: 0 })
  const { fetch: send = fetch, ...rest } = init
  // All headers that are sent are signed; the digest of the body is, too.
  const headers = { 'x-amz-content-sha256': hexSha256(init.body ?? new Uint8Array()), ...init.headers }
  return send(await client.sign(url, { method, ...rest, headers, aws: { allHeaders: true } }))
}

/** A server that is asked without a socket, for one. */
type FetchRequest = (request: Request) => Promise<Response>

/** AWS takes configurations of buckets only with a checksum. */
export function putConfiguration(
  s3: S3Access,
  url: string,
  text: string,
  send?: FetchRequest,
): Promise<Response> {
  const body = new TextEncoder().encode(text)
  const headers = { 'x-amz-checksum-sha256': base64Sha256(body) }
  return callS3(s3, 'PUT', url, { body, headers, ...(send && { fetch: send }) })
}

export interface Presign {
  method?: string
  /** All of them are signed. */
  headers?: Record<string, string>
  query?: Record<string, string>
  expiresInSeconds?: number
  /** Milliseconds since the epoch. */
  signedAtMs: number
}

export async function presign(s3: S3Access, url: string, presigned: Presign): Promise<string> {
  const target = new URL(url)
  for (const [name, value] of Object.entries(presigned.query ?? {})) target.searchParams.set(name, value)
  target.searchParams.set('X-Amz-Expires', String(presigned.expiresInSeconds ?? 300))
  const signer = new AwsV4Signer({
    ...s3,
    service: 's3',
    url: target.href,
    method: presigned.method ?? 'PUT',
    headers: presigned.headers ?? {},
    datetime: new Date(presigned.signedAtMs).toISOString().replaceAll(/[:-]|\.\d{3}/g, ''),
    signQuery: true,
    allHeaders: true,
  })
  return (await signer.sign()).url.href
}

/** What a server said: S3's code is in the XML, which an answer to HEAD does not have. */
export async function verdict(response: Response): Promise<{ status: number; code: string | null }> {
  const xml = await response.text()
  return { status: response.status, code: /<Code>(\w+)<\/Code>/.exec(xml)?.[1] ?? null }
}

export function base64Sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}

function hexSha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
