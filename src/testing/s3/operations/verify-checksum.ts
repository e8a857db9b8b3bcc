import type { ReceivedRequest } from '../received-request.ts'
import { S3Error } from '../s3-error.ts'

/**
 * Compares the `x-amz-checksum-sha256` header, when there is one, with the digest of the body (both base64).
 *
 * @throws {S3Error} BadDigest, InvalidRequest
 */
export function verifyChecksum(request: ReceivedRequest, sha256: string): void {
  const checksum = request.headers.get('x-amz-checksum-sha256')
  if (checksum === undefined || checksum === sha256) return
  // 32 bytes are 43 characters and one "="; the last of them carries 4 bits.
  if (!/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(checksum)) {
    throw new S3Error('InvalidRequest', 'Value for x-amz-checksum-sha256 header is invalid.')
  }
  throw new S3Error('BadDigest', 'The SHA256 you specified did not match what we received.')
}
