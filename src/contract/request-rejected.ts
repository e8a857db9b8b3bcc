import { UploadError } from './upload-error.ts'

/**
 * What a client is told that has not kept to the contract.
 *
 * @param status Default 400.
 */
export function requestRejected(
  reason: string,
  status?: 405 | 408 | 413 | 415,
): UploadError<'request-rejected'> {
  return new UploadError('request-rejected', { status, details: { reason } })
}
