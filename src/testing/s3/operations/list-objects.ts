import { toBase64, toHex, utf8 } from '../../../server/crypto/bytes.ts'
import type { Operation } from './operation.ts'
import { S3Error } from '../s3-error.ts'
import type { StoredObject } from '../stored-object.ts'
import { escapeXml } from '../xml/xml-text.ts'

/** S3's limit for one page. */
const MAX_KEYS = 1000

/** ListObjectsV2, without delimiters and owners: what is under a prefix, in the order of UTF-8, page by page. */
export const listObjects: Operation = {
  name: 'ListObjectsV2',
  knows: { query: ['list-type', 'prefix', 'start-after', 'max-keys', 'continuation-token', 'encoding-type'] },
  run({ query }, bucket) {
    const prefix = query.get('prefix') ?? ''
    const startAfter = query.get('start-after')
    const maxKeys = parseMaxKeys(query.get('max-keys') ?? String(MAX_KEYS))
    const encode = encoderOf(query.get('encoding-type'))
    const continued = query.get('continuation-token')
    // A token goes on where the page before ended; `start-after` was for the first page.
    const after = continued === undefined ? (startAfter ?? '') : parseToken(continued)
    const found = Array.from(bucket.objects.values())
      .filter(({ key }) => key.startsWith(prefix) && isBefore(after, key))
      .sort((a, b) => (isBefore(a.key, b.key) ? -1 : 1))
    const page = found.slice(0, maxKeys)
    const last = page.at(-1)
    const isTruncated = last !== undefined && found.length > page.length
    const xml = [
      element('Prefix', encode(prefix)),
      startAfter === undefined ? '' : element('StartAfter', encode(startAfter)),
      element('KeyCount', String(page.length)),
      element('MaxKeys', String(maxKeys)),
      element('IsTruncated', String(isTruncated)),
      isTruncated ? element('NextContinuationToken', tokenAfter(last.key)) : '',
      ...page.map((object) => contents(object, encode)),
    ]
    const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'
    return new Response(
      `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="${namespace}">${xml.join('')}</ListBucketResult>`,
      { headers: { 'content-type': 'application/xml' } },
    )
  },
}

function contents(
  { key, lastModified, etag, bytes }: StoredObject,
  encode: (text: string) => string,
): string {
  const fields = [
    element('Key', encode(key)),
    element('LastModified', lastModified.toISOString()),
    element('ETag', etag),
    element('Size', String(bytes.length)),
    element('StorageClass', 'STANDARD'),
  ]
  return `<Contents>${fields.join('')}</Contents>`
}

function parseMaxKeys(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new S3Error('InvalidArgument', 'max-keys is no number of keys')
  return Math.min(Number(text), MAX_KEYS)
}

/** With `url`, keys are percent-encoded as in a form: XML cannot hold every character that a key can. */
function encoderOf(encoding: string | undefined): (text: string) => string {
  if (encoding === undefined) return (text) => text
  if (encoding !== 'url') throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request')
  return (text) =>
    encodeURIComponent(text)
      .replaceAll('%2F', '/')
      .replaceAll('%20', '+')
      .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
}

/** Opaque to clients: only what this store has issued is taken back. */
function tokenAfter(key: string): string {
  return toBase64(utf8(key))
}

function parseToken(token: string): string {
  try {
    const bytes = Uint8Array.from(atob(token), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect')
  }
}

/** By their bytes in UTF-8; JavaScript compares UTF-16. */
function isBefore(a: string, b: string): boolean {
  return toHex(utf8(a)) < toHex(utf8(b))
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}
