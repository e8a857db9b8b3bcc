import type { Bytes } from '../../server/crypto/bytes.ts'
import type { S3Address } from './address.ts'
import { parseQuery } from './address.ts'
import { S3Error } from './s3-error.ts'

/** A request with its body, once all of it has arrived. */
export interface ReceivedRequest extends S3Address {
  readonly method: string
  readonly query: ReadonlyMap<string, string>
  /** Names in lower case; `host` is always there, and `content-length` with every PUT. */
  readonly headers: ReadonlyMap<string, string>
  readonly bytes: Bytes
  /** Milliseconds since the epoch. S3 judges expiry by the start of a request: a slow upload may outlast its URL. */
  readonly arrivedAtMs: number
}

/**
 * @throws {S3Error} MissingContentLength, IncompleteBody, InvalidURI; and whatever the body throws when its
 * sender goes away
 */
export async function receiveRequest(
  request: Request,
  address: S3Address,
  arrivedAtMs: number,
): Promise<ReceivedRequest> {
  const url = new URL(request.url)
  const headers = new Map(request.headers)
  // A Request made in a browser cannot carry these two headers; over a socket they are what the client sent.
  if (!headers.has('host')) headers.set('host', url.host)
  if (request.method === 'PUT' && headers.has('transfer-encoding') && !headers.has('content-length')) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.')
  }
  const bytes = new Uint8Array(await request.arrayBuffer())
  if (request.method === 'PUT') {
    const length = String(bytes.length)
    if ((headers.get('content-length') ?? length) !== length) {
      throw new S3Error('IncompleteBody', 'The body has not as many bytes as Content-Length says')
    }
    headers.set('content-length', length)
  }
  return { ...address, method: request.method, query: parseQuery(url.search), headers, bytes, arrivedAtMs }
}
