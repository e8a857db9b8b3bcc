import { deleteBucketCors, getBucketCors, headBucket, putBucketCors } from './bucket-operations.ts'
import { DOCUMENTS, getDocument, putDocument } from './kept-documents.ts'
import { listObjects } from './list-objects.ts'
import { deleteObject, getObject, headObject, putObject } from './object-operations.ts'
import type { Operation } from './operation.ts'
import type { ReceivedRequest } from './received-request.ts'
import { S3Error } from './s3-error.ts'

const OBJECT: ReadonlyMap<string, Operation> = new Map([
  ['PUT', putObject],
  ['GET', getObject],
  ['HEAD', headObject],
  ['DELETE', deleteObject],
])

const BUCKET: ReadonlyMap<string, Operation> = new Map([['HEAD', headBucket]])

const BUCKET_CORS: ReadonlyMap<string, Operation> = new Map([
  ['PUT', putBucketCors],
  ['GET', getBucketCors],
  ['DELETE', deleteBucketCors],
])

/** Version 2 alone: the first one pages in another way. */
const BUCKET_LIST: ReadonlyMap<string, Operation> = new Map([['GET', listObjects]])

const BUCKET_DOCUMENTS: ReadonlyMap<string, ReadonlyMap<string, Operation>> = new Map(
  DOCUMENTS.map((document) => [
    document.query,
    new Map([
      ['PUT', putDocument(document)],
      ['GET', getDocument(document)],
    ]),
  ]),
)

/** A call on what a bucket is set to, and not on the bucket. */
export function isConfiguration({ query }: ReceivedRequest): boolean {
  return query.has('cors') || DOCUMENTS.some((document) => query.has(document.query))
}

/** @throws {S3Error} NotImplemented: a call that is not built here is never answered by a guess */
export function findOperation(request: ReceivedRequest): Operation {
  const operation = (request.key === '' ? bucketCalls(request) : OBJECT).get(request.method)
  if (operation === undefined) {
    throw new S3Error('NotImplemented', `${request.method} of this resource is not known here`)
  }
  return operation
}

function bucketCalls({ query }: ReceivedRequest): ReadonlyMap<string, Operation> {
  if (query.has('cors')) return BUCKET_CORS
  for (const [name, calls] of BUCKET_DOCUMENTS) if (query.has(name)) return calls
  return query.get('list-type') === '2' ? BUCKET_LIST : BUCKET
}
