import { parseByteRange } from './byte-range.ts'
import type { Operation } from './operation.ts'
import type { ReceivedRequest } from '../received-request.ts'
import { S3Error } from '../s3-error.ts'
import type { StoredObject } from '../stored-object.ts'
import { KEPT_HEADERS, makeObject, objectHeaders } from '../stored-object.ts'
import { verifyChecksum } from './verify-checksum.ts'

export const putObject: Operation = {
  name: 'PutObject',
  knows: {
    headers: ['x-amz-checksum-sha256', 'x-amz-meta-*', 'if-none-match'],
    // A checksum that a signer hoisted into the query looks like a protection and is none: S3 ignores it.
    query: ['x-amz-checksum-*', 'x-amz-sdk-checksum-algorithm'],
  },
  async run(request, bucket) {
    const condition = request.headers.get('if-none-match')
    if (condition !== undefined && condition !== '*') {
      throw new S3Error('NotImplemented', 'If-None-Match of a PUT must be *')
    }
    if (request.headers.get('content-encoding')?.includes('aws-chunked') === true) {
      throw new S3Error('NotImplemented', 'Bodies in signed chunks are not read here')
    }
    const { ignoresChecksum, ignoresIfNoneMatch } = bucket.weaknesses
    const object = await makeObject(request, { keepsChecksum: !ignoresChecksum })
    if (!ignoresChecksum) verifyChecksum(request, object.sha256)
    // No await between this check and the insert: of parallel conditional PUTs exactly one wins.
    if (condition === '*' && !ignoresIfNoneMatch && bucket.objects.has(object.key)) {
      throw new S3Error(
        'PreconditionFailed',
        'At least one of the pre-conditions you specified did not hold',
        {
          Condition: 'If-None-Match',
        },
      )
    }
    bucket.objects.set(object.key, object)
    const headers = new Headers({ etag: object.etag })
    if (object.hasChecksum) headers.set('x-amz-checksum-sha256', object.sha256)
    return new Response(null, { headers })
  },
}

export const getObject: Operation = {
  name: 'GetObject',
  knows: {
    headers: ['x-amz-checksum-mode', 'if-none-match', 'if-modified-since', 'range'],
    query: ['response-*'],
  },
  run(request, bucket) {
    const object = bucket.objects.get(request.key)
    if (object === undefined) {
      throw new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: request.key })
    }
    const headers = objectHeaders(object)
    const condition = request.headers.get('if-none-match')
    if (condition === undefined && request.headers.has('if-modified-since')) {
      // Browsers send it beside If-None-Match, which then rules.
      throw new S3Error('NotImplemented', 'If-Modified-Since alone is not known here')
    }
    if (condition === '*' || condition?.split(/, */).includes(object.etag) === true) {
      return new Response(null, { status: 304, headers })
    }
    overrideHeaders(headers, request)
    return showObject(object, headers, request)
  },
}

/** The same answer without its body. */
export const headObject: Operation = { ...getObject, name: 'HeadObject' }

export const deleteObject: Operation = {
  name: 'DeleteObject',
  knows: {},
  run(request, bucket) {
    bucket.objects.delete(request.key)
    return new Response(null, { status: 204 })
  },
}

function showObject(object: StoredObject, headers: Headers, request: ReceivedRequest): Response {
  const range = request.headers.get('range')
  if (range === undefined && request.headers.get('x-amz-checksum-mode') === 'ENABLED' && object.hasChecksum) {
    headers.set('x-amz-checksum-sha256', object.sha256)
  }
  const sizeBytes = object.bytes.length
  const { first, last } =
    range === undefined ? { first: 0, last: sizeBytes - 1 } : parseByteRange(range, sizeBytes)
  if (range !== undefined) headers.set('content-range', `bytes ${first}-${last}/${sizeBytes}`)
  headers.set('content-length', String(last + 1 - first))
  const body = request.method === 'HEAD' ? null : object.bytes.slice(first, last + 1)
  return new Response(body, { status: range === undefined ? 200 : 206, headers })
}

/** `response-content-type=…` and its five sisters: a signer may choose how the answer is labelled. */
function overrideHeaders(headers: Headers, request: ReceivedRequest): void {
  for (const [name, value] of request.query) {
    if (!name.startsWith('response-')) continue
    const header = name.slice('response-'.length)
    if (!KEPT_HEADERS.includes(header)) throw new S3Error('NotImplemented', `${name} is not known here`)
    if (!/^[\x20-\x7e]*$/.test(value)) throw new S3Error('InvalidArgument', `${name} is no header value`)
    headers.set(header, value)
  }
}
