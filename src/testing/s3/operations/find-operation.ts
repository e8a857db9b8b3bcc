import { bucketConfigurations } from './bucket-configuration.ts'
import { listObjects } from './list-objects.ts'
import { deleteObject, getObject, headObject, putObject } from './object-operations.ts'
import type { Operation } from './operation.ts'
import type { ReceivedRequest } from '../received-request.ts'
import { S3Error } from '../s3-error.ts'

const OBJECT: ReadonlyMap<string, Operation> = new Map([
  ['PUT', putObject],
  ['GET', getObject],
  ['HEAD', headObject],
  ['DELETE', deleteObject],
])

const headBucket: Operation = {
  name: 'HeadBucket',
  knows: {},
  run: () => new Response(null),
}

const BUCKET: ReadonlyMap<string, Operation> = new Map([['HEAD', headBucket]])

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

/** Whether a new bucket is asked for, rather than a configuration for one that exists. */
export function isBucketCreation({ method, key, query }: ReceivedRequest): boolean {
  return method === 'PUT' && key === '' && configurationCalls(query) === undefined
}

function bucketCalls({ query }: ReceivedRequest): ReadonlyMap<string, Operation> {
  return configurationCalls(query) ?? (query.get('list-type') === '2' ? BUCKET_LIST : BUCKET)
}

function configurationCalls(query: ReceivedRequest['query']): ReadonlyMap<string, Operation> | undefined {
  const name = Array.from(query.keys()).find((each) => bucketConfigurations.has(each))
  return name === undefined ? undefined : bucketConfigurations.get(name)
}
