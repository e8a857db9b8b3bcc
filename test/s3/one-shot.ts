import type { S3Target } from './target.ts'
import type { Presign } from './s3-client.ts'
import { base64Sha256, callS3, objectUrl, presign, verdict } from './s3-client.ts'

/** A presigned PUT that can create one object, with these bytes, once: what this package's handler issues. */
export interface OneShot {
  key: string
  url: string
  /** What the browser must send; Content-Length it sends by itself. */
  headers: Record<string, string>
  bytes: Uint8Array<ArrayBuffer>
}

export async function signOneShot(s3: S3Target, presigned: Partial<Presign> = {}): Promise<OneShot> {
  const key = newKey()
  const bytes = randomBytes(1000)
  const headers = {
    'content-type': 'image/png',
    'if-none-match': '*',
    'x-amz-checksum-sha256': base64Sha256(bytes),
    ...presigned.headers,
  }
  const signed = { ...headers, 'content-length': String(bytes.length) }
  const url = await presign(s3, objectUrl(s3, s3.bucket, key), {
    signedAtMs: s3.now(),
    ...presigned,
    headers: signed,
  })
  return { key, url, headers, bytes }
}

/** Sends it as a browser would, with what a test changes. */
export function sendOneShot(oneShot: OneShot, changed: Partial<OneShot> = {}): Promise<Response> {
  const { url, headers, bytes } = { ...oneShot, ...changed }
  return fetch(url, { method: 'PUT', headers, body: bytes })
}

/** What the server says to a PUT that a thief has changed, and whether it has kept anything of it. */
export async function answerTo(s3: S3Target, oneShot: OneShot, changed: Partial<OneShot>): Promise<unknown> {
  const answer = await verdict(await sendOneShot(oneShot, changed))
  const isStored = (await callS3(s3, 'HEAD', objectUrl(s3, s3.bucket, oneShot.key))).ok
  return { ...answer, isStored }
}

/** The answer to a header that is not as it was signed. */
export const MISMATCH = { status: 403, code: 'SignatureDoesNotMatch', isStored: false } as const

export function newKey(): string {
  return `staging/${crypto.randomUUID()}`
}

export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length))
}

export function without(headers: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name))
}
