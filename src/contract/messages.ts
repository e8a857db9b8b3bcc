import type { ImageType } from './image-rules.ts'
import type { WireErrorCode } from './wire-code.ts'

// The wire messages, JSON in camelCase. Their parsers (parse-request.ts on the server, parse-answer.ts in the
// browser) fail closed: what is not exactly as described becomes one typed error.

/** Header of every request to the backend. A form on another site cannot send it without a preflight. */
export const REQUEST_HEADER: string = 'x-profile-image'

/** The only headers a browser may be told to send with the PUT. */
export const UPLOAD_HEADERS = ['content-type', 'if-none-match', 'x-amz-checksum-sha256'] as const

/** One of them: which of the three are sent depends on the storage. */
export type UploadHeader = (typeof UPLOAD_HEADERS)[number]

/** `POST {endpoint}/request-url`: the first URL of an upload. */
export interface UploadRequest {
  /** By its bytes. */
  type: ImageType
  /** Length of what will be sent, in bytes. */
  sizeBytes: number
  /** SHA-256 of what will be sent: base64 of 32 bytes. */
  sha256: string
}

/** `POST {endpoint}/request-url`: another URL for the same upload, because the first went stale. */
export interface RenewRequest {
  /** The newest ticket of the upload. */
  renew: string
}

/** `POST {endpoint}/confirm`. */
export interface ConfirmRequest {
  /** Of the answer to `request-url`. */
  ticket: string
}

/** Answer of `request-url`. */
export interface UploadGrant {
  /** The backend's signed promise; goes back with confirm. A secret: never in a URL, a log, a store. */
  ticket: string
  /** Of the upload, and of the image that comes of it. No secret. */
  id: string
  /** What to send, and where to. */
  upload: {
    /** Presigned PUT. A credential: whoever holds it may store this one object once. */
    url: string
    /** To be sent as they are: the signature covers them. */
    headers: Record<string, string>
    /** Life of the URL, in seconds, from the moment it was signed. Missing: `X-Amz-Expires` of the URL. */
    expiresInSeconds?: number
  }
}

/** Answer of `confirm`: what is saved now. */
export interface PublicImage {
  /** Of the upload that made it. Time-ordered where the handler of this package made it (UUIDv7). */
  id: string
  /** Where browsers find it. */
  url: string
  /** By its bytes. */
  type: ImageType
  /** In pixels, after the orientation tag is applied. */
  width: number
  /** In pixels, as `width`. */
  height: number
  /** Length of the file in bytes. */
  sizeBytes: number
}

/** Answer of `GET {endpoint}`, or null. The app may have saved no more than a URL. */
export type CurrentImage = Pick<PublicImage, 'url'> & Partial<PublicImage>

/** Answer of `DELETE {endpoint}`. */
export interface RemovedImage {
  /** Confirming it brings the image back, for a day. A secret, as any ticket. Null: it cannot be brought back. */
  undoTicket: string | null
}

/** Body of every refusal. */
export interface ErrorAnswer {
  /** What went wrong, and nothing of how. */
  error: {
    code: WireErrorCode
    requestId: string
    /** Plain text for the user. */
    reason?: string
    retryAfterSeconds?: number
  }
}
