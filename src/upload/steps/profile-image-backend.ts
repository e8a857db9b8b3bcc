import type {
  CurrentImage,
  PublicImage,
  RemovedImage,
  RenewRequest,
  UploadGrant,
  UploadRequest,
} from '../../contract/messages.ts'

/**
 * The calls to a backend, as a port. An endpoint given as a string makes the standard one; write your own for
 * another shape (Rails, GraphQL, tRPC). Refuse by throwing UploadError; what you resolve with is checked. Anything
 * else that is thrown becomes an `unexpected`, of whose cause only the name is kept.
 */
export interface ProfileImageBackend {
  /** Identity: part of the cache keys. A changed scope aborts what runs and starts at idle. */
  readonly scope: string
  /** A presigned URL for a new upload, or another one for the same. `picture` is what will be sent. */
  requestUrl(
    request: UploadRequest | RenewRequest,
    context: { picture: Blob; signal: AbortSignal },
  ): Promise<UploadGrant>
  /**
   * Checks and saves what was sent, or brings back what was removed. Answers the same when it is asked again.
   */
  confirm(ticket: string, context: { signal: AbortSignal }): Promise<PublicImage>
  /**
   * Removes the saved image; when there is none, that is no failure. It may be called again for the same removal, when
   * the first answer was lost. A backend without it offers no removal.
   */
  remove?(context: { signal: AbortSignal }): Promise<RemovedImage>
  /** What is saved now. */
  current?(context: { signal: AbortSignal }): Promise<CurrentImage | null>
}
