import type { ImageType } from '../contract/image-rules.ts'

/**
 * What the handler needs of a bucket. `s3Store` is the one behind S3; write your own for another client.
 *
 * Keys are relative to the store. A method that cannot do its work throws `UploadError('storage-misconfigured')`
 * when trying again is useless (wrong credentials, no such bucket), and `UploadError('backend-unavailable')` when
 * it is not. No key, URL or signature may be part of what it throws.
 */
export interface ObjectStore {
  /** Names the bucket and the place in it. Tickets are bound to it, so those of another store are refused. */
  readonly identity: string

  /**
   * Whether the server refuses to overwrite when it is told so. False: `create` may overwrite what came in the same
   * moment, a presigned PUT works until it expires, and `revoke` is not available. Default true.
   */
  readonly createOnly?: boolean | undefined

  /**
   * A presigned PUT that can create this one object with these very bytes, once: length, type, checksum and
   * `If-None-Match: *` are signed, as far as the server knows them.
   *
   * @returns the headers that the browser has to send, and the life of the URL in seconds.
   */
  signPut(
    key: string,
    facts: { type: ImageType; sizeBytes: number; sha256: string },
    expiresInSeconds: number,
  ): Promise<{ url: string; headers: Record<string, string>; expiresInSeconds: number }>

  /** A presigned GET, for private images: `imageUrl: (key) => store.signGet(key, 900)`. */
  signGet(key: string, expiresInSeconds: number): Promise<string>

  /** Null: no such object. `sha256` is base64, null where the store keeps none; `etag` as its `If-Match` wants it. */
  head(key: string): Promise<{ sizeBytes: number; type: string; sha256: string | null; etag: string } | null>

  /**
   * The whole object; null: no such object. With a `contentEncoding`, `bytes` may be empty: what a fetch makes
   * of encoded bytes is not what was stored.
   */
  read(key: string): Promise<{
    bytes: Uint8Array
    type: string
    contentEncoding: string | null
    metadata: Record<string, string>
  } | null>

  /** Creates an object, never overwrites one (`If-None-Match: *`). Of parallel calls one creates. */
  create(key: string, bytes: Uint8Array, headers: ObjectHeaders): Promise<'created' | 'already-there'>

  /**
   * Writes an object, whatever lies there: the tombstones of removed images need that. The handler's own call, signed
   * in its headers: a presigned URL that overwrites must not exist.
   */
  put(key: string, bytes: Uint8Array, headers: ObjectHeaders): Promise<void>

  /** Deletes an object, or finds that there is none. Afterwards nobody can read it at the store. */
  delete(key: string): Promise<void>

  /**
   * The first keys, at most `limit`, of those that start with `prefix` and sort after `after`, in their order.
   */
  list(prefix: string, after: string, limit: number): Promise<readonly string[]>
}

/** What is kept with an object. */
export interface ObjectHeaders {
  /** Content-Type. */
  type: ImageType
  /** Cache-Control. */
  cacheControl: string
  /** By name, without `x-amz-meta-`. */
  metadata: Record<string, string>
}
