import { type ImageRules, imageRules } from '../contract/image-rules.ts'
import { requireInteger } from '../contract/require-integer.ts'
import { utf8 } from './crypto/bytes.ts'
import { type HandlerEvent, logFailure } from './handler-event.ts'
import type { Awaitable, ProfileImageHandlerOptions } from './handler-options.ts'
import type { ObjectStore } from './object-store.ts'
import { plainOrigin } from './http/plain-origin.ts'
import type { Secrets } from './tickets/ticket.ts'
import { MAX_TICKET_SECONDS, MAX_UNDO_SECONDS } from './tickets/ticket-claims.ts'

/** The options with every default in its place. */
export interface HandlerConfig<O extends { id: string }, C> {
  store: ObjectStore
  ticketSecrets: Secrets
  /** For whom tickets are signed: this handler over this store. */
  ticketAudience: string
  imageUrl(key: string): Awaitable<string>
  /** What the app decides. */
  app: Pick<ProfileImageHandlerOptions<O, C>, 'authorize' | 'loadImage' | 'saveImage'>
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

/** Begins every message. */
const FUNCTION = 'createProfileImageHandler: '

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
      `store is missing, or lacks a method. Pass s3Store({ bucket, region }), or your own with identity, ${STORE_METHODS.join(', ')}.`,
    )
  }
  for (const required of REQUIRED_FUNCTIONS) {
    if (typeof options[required] !== 'function') throw mistake(`${required} is missing. Pass a function.`)
  }
  if (typeof name !== 'string') throw mistake('name must be a text.')
  requireInteger(FUNCTION + 'uploadUrlExpiresInSeconds', uploadUrlExpiresInSeconds, 120, 900)
  requireInteger(
    FUNCTION + 'ticketExpiresInSeconds',
    ticketExpiresInSeconds,
    uploadUrlExpiresInSeconds,
    MAX_TICKET_SECONDS,
  )
  requireInteger(FUNCTION + 'undoExpiresInSeconds', undoExpiresInSeconds, 0, MAX_UNDO_SECONDS)
  if (maxPending !== null) requireInteger(FUNCTION + 'maxPending', maxPending, 1, 1000)
  return {
    store,
    ticketSecrets: ticketSecrets(options.ticketSecret),
    ticketAudience: JSON.stringify([store.identity, name]),
    imageUrl: typeof imageUrl === 'function' ? imageUrl : urlPrefix(imageUrl),
    app: options,
    rules: imageRules(rules),
    allowedOrigins: new Set(options.allowedOrigins?.map(sameOrigin)),
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

function ticketSecrets(given: string | Secrets): Secrets {
  const isStrong = (secret: unknown): secret is string =>
    typeof secret === 'string' && utf8(secret).length >= 32
  const [newest, ...older] = [given].flat()
  if (!isStrong(newest) || !older.every(isStrong)) {
    throw mistake(
      'ticketSecret must be 32 bytes or more, or a list of such. Make one with `openssl rand -base64 32`.',
    )
  }
  return [newest, ...older]
}

function urlPrefix(given: string): (key: string) => string {
  // Of http or https, or a path on the page's own origin.
  if (!/^(?:https?:\/)?\/(?![/\\])[^?#\s]*$/.test(given) || !URL.canParse(given, 'https://page')) {
    throw mistake('imageUrl must be an address without ? and #, or a function of the key.')
  }
  const prefix = given.replace(/\/+$/, '')
  return (key) => `${prefix}/${key}`
}

function sameOrigin(given: string): string {
  const origin = plainOrigin(given)
  // As browsers write it, for it is compared with what they send.
  if (origin === null || origin !== given) {
    throw mistake(`allowedOrigins: "${given}" is not an origin, that is scheme, host and port.`)
  }
  return origin
}

function mistake(message: string): TypeError {
  return new TypeError(FUNCTION + message)
}
