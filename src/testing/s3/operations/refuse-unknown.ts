import type { ReceivedRequest } from '../received-request.ts'
import { S3Error } from '../s3-error.ts'

/** What an operation understands beyond its signature. A name that ends in `*` stands for all that start so. */
export interface KnownFields {
  readonly query?: readonly string[]
  readonly headers?: readonly string[]
}

const SIGNATURE_QUERY = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
  'X-Amz-Content-Sha256',
  'X-Amz-Security-Token',
  // The AWS SDK names the operation here, for its own logs.
  'x-id',
]

const SIGNATURE_HEADERS = ['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token', 'x-amz-user-agent']

/** Besides `x-amz-*`: standard headers that change what a request does. */
const MEANINGFUL_HEADERS: ReadonlySet<string> = new Set([
  'content-md5',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
])

/** @throws {S3Error} NotImplemented for the first field that would change an answer in a way not built here */
export function refuseUnknown(request: ReceivedRequest, known: KnownFields): void {
  const query = [...SIGNATURE_QUERY, ...(known.query ?? [])]
  for (const name of request.query.keys()) {
    if (!isAmong(query, name)) throw new S3Error('NotImplemented', `The parameter ${name} is not known here`)
  }
  const headers = [...SIGNATURE_HEADERS, ...(known.headers ?? [])]
  for (const name of request.headers.keys()) {
    const hasMeaning = name.startsWith('x-amz-') || MEANINGFUL_HEADERS.has(name)
    if (hasMeaning && !isAmong(headers, name)) {
      throw new S3Error('NotImplemented', `The header ${name} is not known here`)
    }
  }
}

function isAmong(known: readonly string[], name: string): boolean {
  return known.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each))
}
