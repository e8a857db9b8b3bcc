import { deleteBucketCors, getBucketCors, headBucket, putBucketCors } from './bucket-operations.ts'
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
  return query.get('list-type') === '2' ? BUCKET_LIST : BUCKET
}
