import * as sdk from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { type ObjectHeaders, type ObjectStore, UploadError } from 'react-profile-image-upload/server'

export interface SdkStoreOptions extends sdk.S3ClientConfig {
  bucket: string
}

export function sdkStore({ bucket: Bucket, ...config }: SdkStoreOptions): ObjectStore {
  // Otherwise the SDK signs the checksum of an empty body into URLs, and a wish that not every server knows.
  const onlyAsked = {
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const
  const s3 = new sdk.S3Client({ ...config, ...onlyAsked })
  const write = (key: string, body: Uint8Array, { type, cacheControl, metadata }: ObjectHeaders) => {
    return { Bucket, Key: key, Body: body, ContentType: type, CacheControl: cacheControl, Metadata: metadata }
  }
  return {
    identity: `sdk:${Bucket}`,
    async signPut(Key, { type, sizeBytes, sha256 }, expiresIn) {
      const put = { ContentType: type, ContentLength: sizeBytes, ChecksumSHA256: sha256, IfNoneMatch: '*' }
      const url = await getSignedUrl(s3, new sdk.PutObjectCommand({ Bucket, Key, ...put }), {
        expiresIn,
        // What is not signed, or signed in the query, protects nothing.
        signableHeaders: new Set(['content-type']),
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      })
      const headers = { 'content-type': type, 'if-none-match': '*', 'x-amz-checksum-sha256': sha256 }
      return { url, headers, expiresInSeconds: expiresIn }
    },
    signGet: (Key, expiresIn) => getSignedUrl(s3, new sdk.GetObjectCommand({ Bucket, Key }), { expiresIn }),
    async head(Key) {
      const found = await ask(
        s3.send(new sdk.HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' })),
        404,
      )
      if (found === null) return null
      const { ContentLength = 0, ContentType = '', ChecksumSHA256 = null, ETag = '' } = found
      return {
        sizeBytes: ContentLength,
        type: ContentType,
        sha256: ChecksumSHA256,
        etag: ETag,
      }
    },
    async read(Key) {
      const found = await ask(s3.send(new sdk.GetObjectCommand({ Bucket, Key })), 404)
      if (found === null) return null
      const { Body, ContentType = '', ContentEncoding, Metadata = {} } = found
      const bytes = (await ask(Body?.transformToByteArray() ?? Promise.resolve(null))) ?? new Uint8Array()
      return { bytes, type: ContentType, contentEncoding: ContentEncoding || null, metadata: Metadata }
    },
    async create(key, bytes, headers) {
      const command = new sdk.PutObjectCommand({ ...write(key, bytes, headers), IfNoneMatch: '*' })
      return (await ask(s3.send(command), 412)) === null ? 'already-there' : 'created'
    },
    async put(key, bytes, headers) {
      await ask(s3.send(new sdk.PutObjectCommand(write(key, bytes, headers))))
    },
    async delete(Key) {
      await ask(s3.send(new sdk.DeleteObjectCommand({ Bucket, Key })))
    },
    async list(Prefix, StartAfter, limit) {
      const keys: string[] = []
      for await (const page of sdk.paginateListObjectsV2({ client: s3 }, { Bucket, Prefix, StartAfter })) {
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []))
        if (keys.length >= limit) break
      }
      return keys.slice(0, limit)
    },
  }
}

/** The answer; null when S3 answers with this status. What else it throws holds keys: only the essence is told. */
async function ask<T>(call: Promise<T>, status?: 404 | 412): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    const { name, $metadata } =
      error instanceof sdk.S3ServiceException ? error : { name: 'none', $metadata: {} }
    const { httpStatusCode = 0, requestId } = $metadata
    if (httpStatusCode === status && name !== 'NoSuchBucket') return null
    const isPassing =
      httpStatusCode < 400 || httpStatusCode === 409 || httpStatusCode === 429 || httpStatusCode >= 500
    throw new UploadError(isPassing ? 'backend-unavailable' : 'storage-misconfigured', {
      cause: new Error(`S3 answered ${httpStatusCode} (${name}).`),
      requestId,
    })
  }
}
