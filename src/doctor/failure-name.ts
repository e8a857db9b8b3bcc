import { isUploadError } from '../contract/upload-error.ts'

/** What happened, in one word: the message of a failed fetch may hold a signed URL. */
export function failureName(error: unknown): string {
  if (isUploadError(error)) return error.cause instanceof Error ? error.cause.message : error.code
  const cause = error instanceof Error ? error.cause : null
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code)
  return error instanceof Error ? error.name : 'unknown'
}
