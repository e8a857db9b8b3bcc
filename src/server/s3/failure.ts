import { UploadError } from '../../contract/upload-error.ts'

/**
 * That the storage cannot be used, for now or until somebody repairs it.
 *
 * @param message For the logs of the server. It must hold no URL and no signature.
 */
export function s3Failure(
  code: 'backend-unavailable' | 'storage-misconfigured',
  message: string,
  requestId: string | null = null,
): UploadError {
  return new UploadError(code, { cause: new Error(message), requestId })
}
