import { deleteBucketCors, getBucketCors, headBucket, putBucketCors } from './bucket-operations.ts'
import { deleteObject, putObject, readObject } from './object-operations.ts'
import type { Operation } from './operation.ts'
import type { ReceivedRequest } from './received-request.ts'
import { S3Error } from './s3-error.ts'

const OBJECT: ReadonlyMap<string, Operation> = new Map([
  ['PUT', putObject],
  ['GET', readObject],
  ['HEAD', readObject],
  ['DELETE', deleteObject],
])

const BUCKET: ReadonlyMap<string, Operation> = new Map([['HEAD', headBucket]])

const BUCKET_CORS: ReadonlyMap<string, Operation> = new Map([
  ['PUT', putBucketCors],
  ['GET', getBucketCors],
  ['DELETE', deleteBucketCors],
])

/** @throws {S3Error} NotImplemented: a call that is not built here is never answered by a guess */
export function findOperation(request: ReceivedRequest): Operation {
  const bucketCalls = request.query.has('cors') ? BUCKET_CORS : BUCKET
  const operation = (request.key === '' ? bucketCalls : OBJECT).get(request.method)
  if (operation === undefined) {
    throw new S3Error('NotImplemented', `${request.method} of this resource is not known here`)
  }
  return operation
}
