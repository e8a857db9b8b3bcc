import { type ImageRules, imageRules } from '../contract/image-rules.ts'
import { utf8 } from './bytes.ts'
import { type HandlerEvent, logFailure } from './handler-event.ts'
import type { Awaitable, HandlerStep, ProfileImageHandlerOptions } from './handler-options.ts'
import type { ObjectStore } from './object-store.ts'
import type { StoredImage } from './stored-image.ts'
import { MAX_TICKET_SECONDS, MAX_UNDO_SECONDS } from './ticket-claims.ts'

/** The options with every default in its place. */
export interface HandlerConfig<O extends { id: string }, C> {
  store: ObjectStore
  ticketSecrets: readonly string[]
  /** For whom tickets are signed: this handler over this store. */
  ticketAudience: string
  imageUrl(key: string): Awaitable<string>
  authorize(request: Request, context: C, step: HandlerStep): Awaitable<O | null>
  loadImage(owner: O): Awaitable<string | null>
  saveImage(owner: O, image: StoredImage | null): Awaitable<void>
  rules: ImageRules
  allowedOrigins: ReadonlySet<string>
  uploadUrlExpiresInSeconds: number
  ticketExpiresInSeconds: number
  undoExpiresInSeconds: number
  maxPending: number | null
  /** `onEvent`, which only learns of it: neither its throw nor its rejection may change or end anything. */
  tell(event: HandlerEvent): void
  now(): number
}

const STORE_METHODS = ['signPut', 'head', 'read', 'create', 'put', 'delete', 'list'] as const
const REQUIRED_FUNCTIONS = ['authorize', 'loadImage', 'saveImage'] as const

/** @throws {TypeError} for every option that is missing or makes no sense; the message names the fix. */
export function handlerConfig<O extends { id: string }, C>(
  options: ProfileImageHandlerOptions<O, C>,
): HandlerConfig<O, C> {
  const { store, name = '', imageUrl, rules, maxPending = null } = options
  const { uploadUrlExpiresInSeconds = 300, ticketExpiresInSeconds = 3600 } = options
  const { undoExpiresInSeconds = MAX_UNDO_SECONDS, onEvent = logFailure } = options
  // A JavaScript caller may have left anything out.
  const canStore = STORE_METHODS.every((method) => typeof store?.[method] === 'function')
  if (!canStore || !store.identity) {
    throw mistake(
      `store is missing, or lacks a method. Pass s3Store({ bucket, region }), or an ObjectStore of your own with ${STORE_METHODS.join(', ')} and an identity.`,
    )
  }
  for (const required of REQUIRED_FUNCTIONS) {
    if (typeof options[required] !== 'function') throw mistake(`${required} is missing. Pass a function.`)
  }
  if (typeof name !== 'string') throw mistake('name must be a text, e.g. "teams".')
  requireInteger('uploadUrlExpiresInSeconds', uploadUrlExpiresInSeconds, 120, 900)
  requireInteger(
    'ticketExpiresInSeconds',
    ticketExpiresInSeconds,
    uploadUrlExpiresInSeconds,
    MAX_TICKET_SECONDS,
  )
  requireInteger('undoExpiresInSeconds', undoExpiresInSeconds, 0, MAX_UNDO_SECONDS)
  if (maxPending !== null) requireInteger('maxPending', maxPending, 1, 1000)
  return {
    store,
    ticketSecrets: ticketSecrets(options.ticketSecret),
    ticketAudience: JSON.stringify([store.identity, name]),
    imageUrl: typeof imageUrl === 'function' ? imageUrl : urlPrefix(imageUrl),
    authorize: options.authorize.bind(options),
    loadImage: options.loadImage.bind(options),
    saveImage: options.saveImage.bind(options),
    rules: imageRules(rules),
    allowedOrigins: new Set(options.allowedOrigins?.map(plainOrigin)),
    uploadUrlExpiresInSeconds,
    ticketExpiresInSeconds,
    undoExpiresInSeconds,
    maxPending,
    tell(event) {
      void (async () => onEvent.call(options, event))().catch(() => {
        // Nobody is left to be told.
      })
    },
    // Clocks of some runtimes count in fractions, tickets do not.
    now: () => Math.floor((options.now ?? Date.now)()),
  }
}

function ticketSecrets(given: string | readonly string[]): readonly string[] {
  const secrets = typeof given === 'string' ? [given] : given
  const isStrong = (secret: unknown) => typeof secret === 'string' && utf8(secret).length >= 32
  if (!Array.isArray(secrets) || secrets.length === 0 || !secrets.every(isStrong)) {
    throw mistake(
      'ticketSecret must be a text of at least 32 bytes, or a list of them. Make one with `openssl rand -base64 32`.',
    )
  }
  return [...secrets]
}

function urlPrefix(given: string): (key: string) => string {
  const isUsable =
    typeof given === 'string' &&
    !/[?#\s]/.test(given) &&
    (URL.canParse(given) ? /^https?:/.test(given) : /^\/(?![/\\])/.test(given))
  if (!isUsable) {
    throw mistake(
      'imageUrl must be an address without ? and #, e.g. "https://img.example.com" or "/images", or a function of the key.',
    )
  }
  const prefix = given.replace(/\/+$/, '')
  return (key) => `${prefix}/${key}`
}

function plainOrigin(given: string): string {
  if (!URL.canParse(given) || new URL(given).origin !== given) {
    throw mistake(
      `allowedOrigins: ${JSON.stringify(given)} is not an origin. Write scheme, host and port only, e.g. "https://app.example.com".`,
    )
  }
  return given
}

function requireInteger(name: string, value: number, min: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw mistake(`${name} must be an integer from ${min} to ${max}, not ${value}.`)
  }
}

function mistake(message: string): TypeError {
  return new TypeError(`createProfileImageHandler: ${message}`)
}
