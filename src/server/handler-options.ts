import type { PartialImageRules } from '../contract/image-rules.ts'
import type { HandlerEvent, HandlerStep } from './handler-event.ts'
import type { ObjectStore } from './object-store.ts'
import type { StoredImage } from './image/stored-image.ts'

export type Awaitable<T> = T | Promise<T>

/** What `createProfileImageHandler` takes. `O` is your owner, `C` the context that you call the handler with. */
export interface ProfileImageHandlerOptions<O extends { id: string }, C = void> {
  /** The bucket, e.g. `s3Store({ bucket, region })`. */
  store: ObjectStore
  /** At least 32 bytes, the same in every process. A list: the first signs, all verify (rotation). */
  ticketSecret: string | readonly [string, ...string[]]
  /**
   * Tells this handler apart from others over the same store with the same secret, e.g. "users" and "teams": tickets
   * of one are unknown to the other. It keeps apart uploads, not images: let the ids of their owners differ as well.
   * Default ''.
   */
  name?: string | undefined
  /**
   * Where browsers find the images: the address in front of a key (a CDN or public bucket, with the store's
   * prefix), or a function of the key for private images, e.g. `(key) => store.signGet(key, 900)`.
   */
  imageUrl: string | ((key: string) => Awaitable<string>)
  /**
   * Whose image it is, or null when nobody is signed in. Asked before the body is read, which is not there for it:
   * behind `toNodeListener` `request.body` is null, and elsewhere the handler still has to read it. `owner.id` is a
   * stable, non-empty string such as "user:42". Refuse by throwing UploadError `forbidden` or `rate-limited`.
   */
  authorize(request: Request, context: C, step: HandlerStep): Awaitable<O | null>
  /**
   * The text that was saved last: a key or URL of ours, or anybody's URL. Null: no image. Never an older one: ask the
   * primary, not a replica that lags behind.
   */
  loadImage(owner: O): Awaitable<string | null>
  /**
   * Saves the image in your database. Called at least once before a confirm succeeds, and again after a crash:
   * `image.id` is the idempotency key. A throw fails the confirm, which may be repeated.
   *
   * Null: the image is removed. Called before anything public is deleted; refuse by throwing UploadError
   * `remove-rejected`, and the image stays.
   *
   * One process saves the images of an owner one after another, and none that is older than the one `loadImage` names.
   * With several processes, let the database do that: ids are in the order of time, so write only over a smaller one.
   */
  saveImage(owner: O, image: StoredImage | null): Awaitable<void>
  /** Default: `imageRules()`. */
  rules?: PartialImageRules | undefined
  /** Origins besides its own whose pages may call the handler, e.g. "https://app.example.com". Default: none. */
  allowedOrigins?: readonly string[] | undefined
  /** Life of an upload URL in seconds, 120 to 900. Default 300. */
  uploadUrlExpiresInSeconds?: number | undefined
  /** Life of a ticket in seconds, at least that of its URL, at most 12 hours. Default 3600. */
  ticketExpiresInSeconds?: number | undefined
  /**
   * For how long a removed image can be brought back, in seconds, 0 to 86,400. A private copy of it, and of an image
   * that was replaced, waits under `removed/` for the bucket's lifecycle rule of one day. 0: no copy is kept, and
   * nothing can be brought back. Default 86,400.
   */
  undoExpiresInSeconds?: number | undefined
  /**
   * Brakes the pile-up of pictures that nobody confirms: an owner of whom so many (1 to 1000) have arrived, of the
   * uploads begun within the last `ticketExpiresInSeconds`, gets 429 `rate-limited` for a new one. Confirmed ones
   * count too, because what has arrived stays until the bucket's lifecycle rule takes it; a URL that nobody has used
   * does not count, because nobody remembers it: limit the rate of requests in `authorize`. Costs one listing of the
   * store per upload. Default: no limit.
   */
  maxPending?: number | undefined
  /**
   * Told of every URL issued, every confirm, removal and undo, and every refusal, and with it of what you have to
   * repair. Never awaited; a throw in it changes nothing. Default: logs the errors with `console.error`.
   */
  onEvent?: ((event: HandlerEvent) => void) | undefined
  /** Milliseconds since 1970. Default `Date.now`. For tests. */
  now?: (() => number) | undefined
}
