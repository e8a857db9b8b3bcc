import {
  createProfileImageHandler,
  type HandlerEvent,
  type ProfileImageHandlerOptions,
  type PublicImage,
  type RemovedImage,
  type StoredImage,
  type UploadGrant,
} from '../../src/server/index.ts'
import { jpeg } from '../picture/samples.ts'
import { type MemoryStore, memoryStore, sha256Of } from './memory-store.ts'

export const ORIGIN = 'https://app.example.com'
export const ENDPOINT = `${ORIGIN}/api/profile-image`
export const SECRET = 'a secret of this test, of more than 32 bytes'

/** A small JPEG, made once. */
export const PICTURE: Uint8Array = await jpeg()

export interface Owner {
  id: string
}

type Options = ProfileImageHandlerOptions<Owner>

export interface Answer {
  status: number
  headers: Headers
  text: string
  json: unknown
}

/** What a page of the app's own origin sends, signed in as `user` (nobody: empty). */
export interface Call {
  method?: string
  path?: string
  user?: string
  headers?: Record<string, string | null>
  body?: unknown
}

let newestMs = 0

/** A clock that never says the same twice: two requests of a user are never of one millisecond, but may be in a test. */
function tickingClock(): number {
  newestMs = Math.max(Date.now(), newestMs + 1)
  return newestMs
}

/**
 * A handler over a bucket in memory and an app that keeps one text per owner, as a database column would.
 * The request says who is signed in by a header.
 */
export function createBackend(overrides: Partial<Options> & { store?: MemoryStore } = {}) {
  const store = overrides.store ?? memoryStore()
  const saved: StoredImage[] = []
  const removals: string[] = []
  const column = new Map<string, string>()
  const events: HandlerEvent[] = []
  const options: Options = {
    store,
    ticketSecret: SECRET,
    imageUrl: 'https://img.example.com/',
    authorize: (request) => {
      const id = request.headers.get('x-test-user')
      return id === null ? null : { id: decodeURIComponent(id) }
    },
    loadImage: ({ id }) => column.get(id) ?? null,
    saveImage({ id }, image) {
      if (image === null) {
        removals.push(id)
        column.delete(id)
      } else {
        saved.push(image)
        column.set(id, image.key)
      }
    },
    onEvent: (event) => events.push(event),
    now: tickingClock,
    ...overrides,
  }
  const handler = createProfileImageHandler(options)

  async function send(request: Request): Promise<Answer> {
    const response = await handler(request)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text === '' ? null : JSON.parse(text),
    }
  }

  const call = (given: Call): Promise<Answer> => send(pageRequest(given))
  const requestUrl = (body: unknown, user = 'ada') => call({ path: '/request-url', body, user })
  const confirm = (ticket: unknown, user = 'ada') => call({ path: '/confirm', body: { ticket }, user })

  return {
    handler,
    store,
    column,
    /** The images that `saveImage` was called with. */
    saved,
    /** The owners for whom it was called with null. */
    removals,
    /** What `onEvent` was told. */
    events,
    /** What operators have learnt from it. */
    get errors(): unknown[] {
      return events.flatMap(({ error }) => (error === null ? [] : [error]))
    },
    send,
    call,
    requestUrl,
    confirm,
    current: (user = 'ada') => call({ method: 'GET', path: '', user }),
    remove: (user = 'ada') => call({ method: 'DELETE', path: '', user }),
    /** A grant for these bytes. */
    async grant(
      bytes = PICTURE,
      type = 'image/jpeg',
      user = 'ada',
    ): Promise<UploadGrant & { stagingKey: string }> {
      const answer = await requestUrl({ type, sizeBytes: bytes.length, sha256: sha256Of(bytes) }, user)
      const grant = grantOf(answer)
      return { ...grant, stagingKey: new URL(grant.upload.url).pathname.slice(1) }
    },
    /** A grant whose bytes have arrived in the staging folder. */
    async upload(bytes = PICTURE, type = 'image/jpeg', user = 'ada') {
      const grant = await this.grant(bytes, type, user)
      store.place(grant.stagingKey, bytes, { type })
      return grant
    },
    /** An upload that is confirmed. */
    async image(bytes = PICTURE, type = 'image/jpeg', user = 'ada') {
      const grant = await this.upload(bytes, type, user)
      return { ...grant, image: imageOf(await confirm(grant.ticket, user)) }
    },
  }
}

export function pageRequest({ method = 'POST', path = '', user = 'ada', headers = {}, body }: Call): Request {
  const all = new Headers({
    host: new URL(ORIGIN).host,
    origin: ORIGIN,
    'sec-fetch-site': 'same-origin',
    'x-profile-image': '1',
    'content-type': 'application/json',
  })
  if (user !== '') all.set('x-test-user', encodeURIComponent(user))
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) all.delete(name)
    else all.set(name, value)
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {})
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(ENDPOINT + path, { method, headers: all, ...(hasBody && { body: text }) })
}

/** Every answer is parsed by hand here: the parsers of the contract are tested elsewhere. */
export function grantOf(answer: Answer): UploadGrant {
  if (answer.status !== 200) throw new Error(`No grant, but ${answer.status} ${answer.text}`)
  return answer.json as UploadGrant
}

export function imageOf(answer: Answer): PublicImage {
  if (answer.status !== 200) throw new Error(`No image, but ${answer.status} ${answer.text}`)
  return answer.json as PublicImage
}

export function undoTicketOf(answer: Answer): string {
  const { undoTicket } = answer.json as RemovedImage
  if (answer.status !== 200 || undoTicket === null)
    throw new Error(`No undo, but ${answer.status} ${answer.text}`)
  return undoTicket
}

/** The code and the reason of a refusal. */
export function refusalOf(answer: Answer): { status: number; code: unknown; reason: unknown } {
  const { error } = answer.json as { error: Record<string, unknown> }
  return { status: answer.status, code: error['code'], reason: error['reason'] }
}
