import type { CorsRule } from '../../src/testing/index.ts'
import type { S3Access } from './s3-client.ts'
import { base64Sha256, callS3 } from './s3-client.ts'

export interface NewBucket {
  bucket: string
  cors?: CorsRule
  /** Lets anybody read the keys under this prefix, by a bucket policy: for servers that know policies. */
  publicReadPrefix?: string
}

/** @throws {Error} with the server's words when it refuses */
export async function createBucket(
  s3: S3Access,
  { bucket, cors, publicReadPrefix }: NewBucket,
): Promise<void> {
  const url = `${s3.endpoint}/${bucket}`
  await must(callS3(s3, 'PUT', url))
  if (cors !== undefined) await must(putCors(s3, bucket, cors))
  if (publicReadPrefix !== undefined) {
    await must(putConfiguration(s3, `${url}?policy`, publicReadPolicy(bucket, publicReadPrefix)))
  }
}

export function putCors(s3: S3Access, bucket: string, rule: CorsRule): Promise<Response> {
  const elements = [
    ...rule.allowedOrigins.map((text) => `<AllowedOrigin>${text}</AllowedOrigin>`),
    ...rule.allowedMethods.map((text) => `<AllowedMethod>${text}</AllowedMethod>`),
    ...(rule.allowedHeaders ?? []).map((text) => `<AllowedHeader>${text}</AllowedHeader>`),
    ...(rule.exposeHeaders ?? []).map((text) => `<ExposeHeader>${text}</ExposeHeader>`),
    `<MaxAgeSeconds>${rule.maxAgeSeconds ?? 0}</MaxAgeSeconds>`,
  ]
  const xml = `<CORSConfiguration><CORSRule>${elements.join('')}</CORSRule></CORSConfiguration>`
  return putConfiguration(s3, `${s3.endpoint}/${bucket}?cors`, xml)
}

/** Lets anybody read what is under the prefix. */
export function publicReadPolicy(bucket: string, prefix: string): string {
  const statement = {
    Sid: 'PublicRead',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/${prefix}*`,
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

/** AWS takes configurations of buckets only with a checksum. */
export function putConfiguration(s3: S3Access, url: string, text: string): Promise<Response> {
  const body = new TextEncoder().encode(text)
  return callS3(s3, 'PUT', url, { body, headers: { 'x-amz-checksum-sha256': base64Sha256(body) } })
}

async function must(call: Promise<Response>): Promise<void> {
  const response = await call
  if (!response.ok) throw new Error(`${response.status} ${response.url}: ${await response.text()}`)
}
