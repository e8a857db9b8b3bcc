import type { Bytes } from '../../server/crypto/bytes.ts'
import { sha256, toBase64, toHex } from '../../server/crypto/bytes.ts'
import type { ReceivedRequest } from './received-request.ts'

/** An object as the store keeps it. */
export interface StoredObject {
  /** Within its bucket. */
  readonly key: string
  /** What was sent. */
  readonly bytes: Bytes
  /** With its quotes. Opaque: it is no MD5, which WebCrypto does not have. */
  readonly etag: string
  /** Content-Type and the other headers that S3 keeps, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** The `x-amz-meta-*` headers, without that prefix. */
  readonly metadata: Readonly<Record<string, string>>
  /** Base64 of the bytes' digest. */
  readonly sha256: string
  /** Whether the upload brought its own checksum. S3 returns only such a one. */
  readonly hasChecksum: boolean
  /** By the clock of the store. */
  readonly lastModified: Date
}

/** Stored whether or not they were signed: whoever holds a URL can add them, as on every S3 measured. */
export const KEPT_HEADERS: readonly string[] = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]

const METADATA_PREFIX = 'x-amz-meta-'

export async function makeObject(
  request: ReceivedRequest,
  { keepsChecksum }: { keepsChecksum: boolean },
): Promise<StoredObject> {
  const digest = await sha256(request.bytes)
  const sent = Array.from(request.headers)
  const metadata = sent.filter(([name]) => name.startsWith(METADATA_PREFIX))
  return {
    key: request.key,
    bytes: request.bytes,
    etag: etagOf(digest),
    headers: {
      'content-type': 'binary/octet-stream',
      ...Object.fromEntries(sent.filter(([name]) => KEPT_HEADERS.includes(name))),
    },
    metadata: Object.fromEntries(
      metadata.map(([name, value]) => [name.slice(METADATA_PREFIX.length), value]),
    ),
    sha256: toBase64(digest),
    hasChecksum: keepsChecksum && request.headers.has('x-amz-checksum-sha256'),
    lastModified: new Date(request.arrivedAtMs),
  }
}

/** The headers of an answer that shows this object; its length and its checksum depend on the question. */
export function objectHeaders(object: StoredObject): Headers {
  const headers = new Headers(object.headers)
  for (const [name, value] of Object.entries(object.metadata)) headers.set(METADATA_PREFIX + name, value)
  headers.set('accept-ranges', 'bytes')
  headers.set('etag', object.etag)
  headers.set('last-modified', object.lastModified.toUTCString())
  return headers
}

/** The same object with other bytes, and without the checksum that it was uploaded with. */
export async function swapBytes(object: StoredObject, bytes: Uint8Array): Promise<StoredObject> {
  const copy = new Uint8Array(bytes)
  const digest = await sha256(copy)
  return { ...object, bytes: copy, etag: etagOf(digest), sha256: toBase64(digest), hasChecksum: false }
}

function etagOf(digest: Bytes): string {
  return `"${toHex(digest).slice(0, 32)}"`
}
