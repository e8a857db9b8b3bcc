import { printCorsXml, parseCorsXml } from './cors-xml.ts'
import { CHECKSUM_HEADERS, demandChecksum } from './demand-checksum.ts'
import type { Operation } from './operation.ts'
import { S3Error } from './s3-error.ts'

export const headBucket: Operation = {
  name: 'HeadBucket',
  knows: {},
  run: () => new Response(null),
}

export const putBucketCors: Operation = {
  name: 'PutBucketCors',
  knows: { query: ['cors'], headers: CHECKSUM_HEADERS },
  async run(request, bucket) {
    await demandChecksum(request)
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
