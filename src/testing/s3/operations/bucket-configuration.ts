import { sha256, toBase64 } from '../../../server/crypto/bytes.ts'
import type { Bucket } from '../bucket.ts'
import { parseBucketPolicy } from '../bucket-policy.ts'
import { parseCorsXml, printCorsXml } from '../xml/cors-xml.ts'
import { checkLifecycleXml } from '../xml/lifecycle-xml.ts'
import type { Operation } from './operation.ts'
import { parsePublicAccessBlock, printPublicAccessBlock } from '../public-access-block.ts'
import type { ReceivedRequest } from '../received-request.ts'
import { S3Error, type S3ErrorCode } from '../s3-error.ts'
import { verifyChecksum } from './verify-checksum.ts'

/** One subresource of a bucket that can be put, read and deleted as a whole. */
interface Configuration {
  /** As the S3 API names it: after Put, Get and Delete. */
  readonly name: string
  /** Names it in the query. */
  readonly parameter: string
  readonly contentType: string
  /** The status of a Put that was taken. */
  readonly putStatus: number
  readonly missing: S3ErrorCode
  /** @throws {S3Error} when this is no such configuration, or one that the bucket must not have */
  put(text: string, bucket: Bucket, request: ReceivedRequest): void
  /** Null when there is none. */
  get(bucket: Bucket): string | null
  delete(bucket: Bucket): void
}

const cors: Configuration = {
  name: 'BucketCors',
  parameter: 'cors',
  contentType: 'application/xml',
  putStatus: 200,
  missing: 'NoSuchCORSConfiguration',
  put(xml, bucket) {
    bucket.cors = parseCorsXml(xml)
  },
  get: (bucket) => bucket.cors && printCorsXml(bucket.cors),
  delete(bucket) {
    bucket.cors = null
  },
}

const lifecycle: Configuration = {
  name: 'BucketLifecycleConfiguration',
  parameter: 'lifecycle',
  contentType: 'application/xml',
  putStatus: 200,
  missing: 'NoSuchLifecycleConfiguration',
  put(xml, bucket) {
    checkLifecycleXml(xml)
    bucket.lifecycle = xml
  },
  get: (bucket) => bucket.lifecycle,
  delete(bucket) {
    bucket.lifecycle = null
  },
}

const policy: Configuration = {
  name: 'BucketPolicy',
  parameter: 'policy',
  contentType: 'application/json',
  putStatus: 204,
  missing: 'NoSuchBucketPolicy',
  put(json, bucket, request) {
    const { isPublic, maxSignatureAgeMs } = parseBucketPolicy(json, request.bucket)
    if (isPublic && bucket.publicAccessBlock?.BlockPublicPolicy === true) {
      throw new S3Error('AccessDenied', 'Public policies are prevented by the BlockPublicPolicy setting')
    }
    bucket.policy = json
    bucket.maxSignatureAgeMs = maxSignatureAgeMs
  },
  get: (bucket) => bucket.policy,
  delete(bucket) {
    bucket.policy = null
    bucket.maxSignatureAgeMs = null
  },
}

const publicAccessBlock: Configuration = {
  name: 'PublicAccessBlock',
  parameter: 'publicAccessBlock',
  contentType: 'application/xml',
  putStatus: 200,
  missing: 'NoSuchPublicAccessBlockConfiguration',
  put(xml, bucket) {
    bucket.publicAccessBlock = parsePublicAccessBlock(xml)
  },
  get: (bucket) => bucket.publicAccessBlock && printPublicAccessBlock(bucket.publicAccessBlock),
  delete(bucket) {
    bucket.publicAccessBlock = null
  },
}

/** Operations by method, by the parameter of the query that names the configuration. */
export const bucketConfigurations: ReadonlyMap<string, ReadonlyMap<string, Operation>> = new Map(
  [cors, lifecycle, policy, publicAccessBlock].map((each) => [each.parameter, operationsOf(each)]),
)

function operationsOf(configuration: Configuration): ReadonlyMap<string, Operation> {
  const { name, parameter, contentType, putStatus, missing } = configuration
  const put: Operation = {
    name: `Put${name}`,
    // Beside SHA-256, MD5 has nothing to add: it is not looked at.
    knows: { query: [parameter], headers: ['x-amz-checksum-sha256', 'content-md5'] },
    async run(request, bucket) {
      if (!request.headers.has('x-amz-checksum-sha256')) {
        throw new S3Error('InvalidRequest', 'Missing required header for this request: a checksum')
      }
      verifyChecksum(request, toBase64(await sha256(request.bytes)))
      configuration.put(new TextDecoder().decode(request.bytes), bucket, request)
      return new Response(null, { status: putStatus })
    },
  }
  const get: Operation = {
    name: `Get${name}`,
    knows: { query: [parameter] },
    run(_request, bucket) {
      const text = configuration.get(bucket)
      if (text === null) throw new S3Error(missing, `There is no ${name} of this bucket`)
      return new Response(text, { headers: { 'content-type': contentType } })
    },
  }
  const remove: Operation = {
    // S3's API has it so: put and read by the long name, deleted by a short one.
    name: `Delete${name.replace('LifecycleConfiguration', 'Lifecycle')}`,
    knows: { query: [parameter] },
    run(_request, bucket) {
      configuration.delete(bucket)
      return new Response(null, { status: 204 })
    },
  }
  return new Map([
    ['PUT', put],
    ['GET', get],
    ['DELETE', remove],
  ])
}
