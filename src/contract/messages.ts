import type { ImageType } from './image-rules.ts'
import type { WireErrorCode } from './wire-code.ts'

// The wire messages, JSON in camelCase. Their parsers (parse-request.ts on the server, parse-answer.ts in the
// browser) fail closed: what is not exactly as described becomes one typed error.
// docs/openapi.json is made from this file: the tags say what the parsers check, and a test that they say the same.

/** Header of every request to the backend. A form on another site cannot send it without a preflight. */
export const REQUEST_HEADER: string = 'x-profile-image'

/** The only headers a browser may be told to send with the PUT. */
export const UPLOAD_HEADERS = ['content-type', 'if-none-match', 'x-amz-checksum-sha256'] as const

/** One of them: which of the three are sent depends on the storage. */
export type UploadHeader = (typeof UPLOAD_HEADERS)[number]

/** `POST {endpoint}/request-url`: the first URL of an upload. */
export interface UploadRequest {
  /** By its bytes. One that the rules do not accept is refused by `request-rejected`; they never accept AVIF and GIF. */
  type: ImageType
  /**
   * Length of what will be sent, in bytes.
   *
   * @asType integer
   * @minimum 1
   */
  sizeBytes: number
  /**
   * SHA-256 of what will be sent: base64 of 32 bytes.
   *
   * @pattern ^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$
   */
  sha256: string
}

/** `POST {endpoint}/request-url`: another URL for the same upload, because the first went stale. */
export interface RenewRequest {
  /**
   * The newest ticket of the upload.
   *
   * @maxLength 4096
   * @pattern ^[\x21-\x7e]+$
   */
  renew: string
}

/** `POST {endpoint}/confirm`. */
export interface ConfirmRequest {
  /**
   * Of the answer to `request-url`; or, to undo, of the answer to `DELETE`.
   *
   * @maxLength 4096
   * @pattern ^[\x21-\x7e]+$
   */
  ticket: string
}

/** Answer of `request-url`. */
export interface UploadGrant {
  /**
   * The backend's signed promise; goes back with confirm. A secret: never in a URL, a log, a store.
   *
   * @maxLength 4096
   * @pattern ^[\x21-\x7e]+$
   */
  ticket: string
  /**
   * Of the upload, and of the image that comes of it. No secret.
   *
   * @maxLength 128
   * @pattern ^[\w-]+$
   */
  id: string
  /** What to send, and where to. */
  upload: {
    /**
     * Presigned PUT. A credential: whoever holds it may store this one object once.
     *
     * @format uri
     * @maxLength 8192
     */
    url: string
    /** To be sent as they are: the signature covers them. */
    headers: Record<string, string>
    /**
     * Life of the URL, in seconds, from the moment it was signed. Missing: `X-Amz-Expires` of the URL.
     *
     * @asType integer
     * @minimum 1
     * @maximum 604800
     */
    expiresInSeconds?: number
  }
}

/** Answer of `confirm`: what is saved now. */
export interface PublicImage {
  /**
   * Of the upload that made it. Time-ordered where the handler of this package made it (UUIDv7).
   *
   * @maxLength 128
   * @pattern ^[\w-]+$
   */
  id: string
  /**
   * Where browsers find it: an address of http or https, or a path on the origin of the page.
   *
   * @format uri-reference
   * @maxLength 8192
   */
  url: string
  /** By its bytes. */
  type: ImageType
  /**
   * In pixels, after the orientation tag is applied.
   *
   * @asType integer
   * @minimum 1
   */
  width: number
  /**
   * In pixels, as `width`.
   *
   * @asType integer
   * @minimum 1
   */
  height: number
  /**
   * Length of the file in bytes.
   *
   * @asType integer
   * @minimum 1
   */
  sizeBytes: number
}

/** Answer of `GET {endpoint}`, or null. The app may have saved no more than a URL. */
export type CurrentImage = Pick<PublicImage, 'url'> & Partial<PublicImage>

/** Answer of `DELETE {endpoint}`. */
export interface RemovedImage {
  /**
   * Confirming it brings the image back, for a day. A secret, as any ticket. Null: it cannot be brought back.
   *
   * @maxLength 4096
   * @pattern ^[\x21-\x7e]+$
   */
  undoTicket: string | null
}

/** Body of every refusal. */
export interface ErrorAnswer {
  /** What went wrong, and nothing of how. */
  error: {
    code: WireErrorCode
    /**
     * For finding it in the logs of the backend.
     *
     * @minLength 1
     * @maxLength 128
     */
    requestId: string
    /**
     * Plain text for the user.
     *
     * @minLength 1
     * @maxLength 500
     */
    reason?: string
    /**
     * How long to wait before another try.
     *
     * @minimum 0
     */
    retryAfterSeconds?: number
  }
}
