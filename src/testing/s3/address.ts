import { utf8 } from '../../server/crypto/bytes.ts'
import { S3Error } from './s3-error.ts'

/** What a path-style request is about. */
export interface S3Address {
  /** The path, percent-decoded exactly once. */
  readonly path: string
  /** Empty: the service itself. */
  readonly bucket: string
  /** Empty: the bucket itself. */
  readonly key: string
}

/** S3's limit for keys, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024

/** @throws {S3Error} InvalidURI, KeyTooLongError */
export function parseAddress(pathname: string): S3Address {
  const path = decodeOnce(pathname)
  const slash = path.indexOf('/', 1)
  const bucket = slash === -1 ? path.slice(1) : path.slice(1, slash)
  const key = slash === -1 ? '' : path.slice(slash + 1)
  if (utf8(key).length > MAX_KEY_BYTES) throw new S3Error('KeyTooLongError', 'Your key is too long')
  return { path, bucket, key }
}

/**
 * The query, percent-decoded exactly once.
 *
 * @throws {S3Error} InvalidURI, and NotImplemented for a parameter that is given twice
 */
export function parseQuery(search: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>()
  for (const pair of search.replace(/^\?/, '').split('&')) {
    if (pair === '') continue
    const [name = '', ...value] = pair.split('=')
    const decoded = decodeOnce(name.replaceAll('+', '%20'))
    if (query.has(decoded)) throw new S3Error('NotImplemented', `The parameter ${decoded} is given twice`)
    query.set(decoded, decodeOnce(value.join('=').replaceAll('+', '%20')))
  }
  return query
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Error('InvalidURI', 'Could not percent-decode the URI as UTF-8')
  }
}
