import type { ImageType } from './image-rules.ts'

/** Every error code with the details it carries; `null` means none. The table is closed. */
export interface UploadErrorDetails {
  // The choice
  'file-empty': null
  'too-many-files': { count: number }
  'folder-dropped': null
  'link-dropped': null
  'unsupported-type': { type: string | null; allowed: readonly ImageType[] }
  'file-too-large': { sizeBytes: number; maxSizeBytes: number }
  // The picture
  'picture-corrupt': null
  'picture-too-small': { width: number; height: number; minSidePixels: number }
  'too-many-pixels': { width: number; height: number; maxPixels: number }
  'heic-unsupported': { allowed: readonly ImageType[] }
  'metadata-left': null
  // The backend
  unauthenticated: null
  forbidden: null
  'request-rejected': { reason: string | null }
  'rate-limited': null
  'backend-unavailable': null
  'storage-misconfigured': null
  'bad-response': null
  'insecure-url': null
  'insecure-context': null
  // The network and the storage
  offline: null
  network: null
  cors: { hint: string }
  stalled: { stallTimeoutMs: number }
  'url-expired': null
  'signature-mismatch': null
  'clock-skew': { skewSeconds: number | null }
  'credentials-expired': null
  'checksum-mismatch': null
  'storage-busy': null
  'storage-rejected': { s3Code: string | null }
  redirected: null
  // Confirm and remove
  'not-uploaded': null
  'ticket-invalid': null
  revoked: null
  changed: null
  'confirm-rejected': { reason: string | null }
  superseded: null
  'remove-rejected': { reason: string | null }
  // The rest
  aborted: null
  unexpected: null
}

/** What went wrong, as one of a closed list: docs/errors.md describes each. */
export type UploadErrorCode = keyof UploadErrorDetails

/** The codes after which another try with the same file can succeed, unless the error itself says otherwise. */
export const RETRYABLE: ReadonlySet<UploadErrorCode> = new Set<UploadErrorCode>([
  'unauthenticated',
  'rate-limited',
  'backend-unavailable',
  'offline',
  'network',
  'cors',
  'stalled',
  'url-expired',
  'signature-mismatch',
  'clock-skew',
  'credentials-expired',
  'checksum-mismatch',
  'storage-busy',
  'storage-rejected',
  'not-uploaded',
  'ticket-invalid',
  'changed',
  'aborted',
  'unexpected',
])
