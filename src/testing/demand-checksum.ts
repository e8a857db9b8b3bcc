import { sha256, toBase64 } from '../server/bytes.ts'
import type { ReceivedRequest } from './received-request.ts'
import { S3Error } from './s3-error.ts'
import { verifyChecksum } from './verify-checksum.ts'

/** Beside SHA-256, MD5 has nothing to add: it is not looked at, since WebCrypto does not have it. */
export const CHECKSUM_HEADERS: readonly string[] = ['x-amz-checksum-sha256', 'content-md5']

/** @throws {S3Error} InvalidRequest, BadDigest: what a bucket is set to is taken only with a checksum. */
export async function demandChecksum(request: ReceivedRequest): Promise<void> {
  if (!request.headers.has('x-amz-checksum-sha256')) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: a checksum')
  }
  verifyChecksum(request, toBase64(await sha256(request.bytes)))
}
