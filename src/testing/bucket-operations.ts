import { printCorsXml, parseCorsXml } from './cors-xml.ts'
import { sha256, toBase64 } from '../server/bytes.ts'
import type { Operation } from './operation.ts'
import { S3Error } from './s3-error.ts'
import { verifyChecksum } from './verify-checksum.ts'

export const headBucket: Operation = {
  name: 'HeadBucket',
  knows: {},
  run: () => new Response(null),
}

export const putBucketCors: Operation = {
  name: 'PutBucketCors',
  knows: { query: ['cors'], headers: ['x-amz-checksum-sha256'] },
  async run(request, bucket) {
    if (!request.headers.has('x-amz-checksum-sha256')) {
      throw new S3Error('InvalidRequest', 'Missing required header for this request: a checksum')
    }
    verifyChecksum(request, toBase64(await sha256(request.bytes)))
    bucket.cors = parseCorsXml(new TextDecoder().decode(request.bytes))
    return new Response(null)
  },
}

export const getBucketCors: Operation = {
  name: 'GetBucketCors',
  knows: { query: ['cors'] },
  run(_request, bucket) {
    if (bucket.cors === null) {
      throw new S3Error('NoSuchCORSConfiguration', 'The CORS configuration does not exist')
    }
    return new Response(printCorsXml(bucket.cors), { headers: { 'content-type': 'application/xml' } })
  },
}

export const deleteBucketCors: Operation = {
  name: 'DeleteBucketCors',
  knows: { query: ['cors'] },
  run(_request, bucket) {
    bucket.cors = null
    return new Response(null, { status: 204 })
  },
}
