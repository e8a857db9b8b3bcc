import type { CurrentImage, PublicImage, RemovedImage, UploadGrant } from '../../contract/messages.ts'
import { REQUEST_HEADER } from '../../contract/messages.ts'
import { parseErrorAnswer } from '../../contract/parse-answer.ts'
import { type AnyUploadError, isUploadError, UploadError } from '../../contract/upload-error.ts'
import { browserConnection } from '../retry/connection.ts'
import { scopeOf } from './endpoint.ts'
import type { ProfileImageBackend } from './profile-image-backend.ts'

/** What `createBackend` takes. */
export interface BackendOptions {
  /** Address of the handler, e.g. "/api/profile-image". */
  endpoint: string
  /**
   * Added to every request, or a function asked before each one. After a 401 it is asked once more, with the
   * error, so that it can refresh a token. Default: none.
   */
  headers?:
    | HeadersInit
    | ((attempt: { previousError: AnyUploadError | null }) => HeadersInit | Promise<HeadersInit>)
    | undefined
  /** Default 'same-origin'. */
  credentials?: RequestCredentials | undefined
  /** Default `globalThis.fetch`, read at each call. */
  fetch?: typeof fetch | undefined
}

type Method = 'GET' | 'POST' | 'DELETE'

const TIMEOUT_MS = 30_000
/** Bytes where the answer says how long it is, else characters. */
const MAX_ANSWER_LENGTH = 64 * 1024

/**
 * The standard backend: JSON over fetch.
 *
 * @throws {TypeError} when the endpoint is not a plain address.
 */
export function createBackend(options: BackendOptions): ProfileImageBackend {
  const endpoint = scopeOf(options.endpoint)

  async function call(method: Method, path: string, body: unknown, signal: AbortSignal): Promise<unknown> {
    try {
      return await attempt(method, path, body, signal, null)
    } catch (error) {
      const canRefresh = typeof options.headers === 'function' && isUploadError(error, 'unauthenticated')
      if (!canRefresh) throw error
      return attempt(method, path, body, signal, error)
    }
  }

  async function attempt(
    method: Method,
    path: string,
    body: unknown,
    signal: AbortSignal,
    previousError: AnyUploadError | null,
  ): Promise<unknown> {
    const given =
      typeof options.headers === 'function' ? await options.headers({ previousError }) : options.headers
    const headers = new Headers(given)
    headers.set('accept', 'application/json')
    headers.set(REQUEST_HEADER, '1')
    if (body !== undefined) headers.set('content-type', 'application/json')
    const timeout = AbortSignal.timeout(TIMEOUT_MS)
    try {
      const response = await (options.fetch ?? fetch)(endpoint + path, {
        method,
        headers,
        credentials: options.credentials ?? 'same-origin',
        cache: 'no-store',
        // A redirect would carry the ticket to wherever it points. It is not followed, and no answer to a call:
        // `error` would make a missing session that redirects to a login page look like a broken network.
        redirect: 'manual',
        signal: AbortSignal.any([signal, timeout]),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const answer = await readJson(response)
      if (response.ok && answer !== undefined) return answer
      throw parseErrorAnswer(response.status, answer, response.headers.get('retry-after'))
    } catch (error) {
      if (isUploadError(error)) throw error
      if (signal.aborted) throw new UploadError('aborted')
      if (timeout.aborted) throw new UploadError('backend-unavailable')
      throw new UploadError(browserConnection.isOnline() ? 'network' : 'offline', { cause: error })
    }
  }

  return {
    scope: endpoint,
    // Whoever asked parses what comes back, so that custom backends are checked as well.
    requestUrl: (request, { signal }) =>
      call('POST', '/request-url', request, signal) as Promise<UploadGrant>,
    confirm: (ticket, { signal }) => call('POST', '/confirm', { ticket }, signal) as Promise<PublicImage>,
    remove: ({ signal }) => call('DELETE', '', undefined, signal) as Promise<RemovedImage>,
    current: ({ signal }) => call('GET', '', undefined, signal) as Promise<CurrentImage | null>,
  }
}

/** The JSON of an answer; undefined where there is none, or too much of it. */
async function readJson(response: Response): Promise<unknown> {
  const { body, headers } = response
  if (body === null) return undefined
  if (!/^application\/(\w+\+)?json\b/i.test(headers.get('content-type') ?? '')) {
    await body.cancel()
    return undefined
  }
  const length = headers.has('content-encoding') ? null : headers.get('content-length')
  // Chromium shows an answer as cancelled when a reader has come to its end, so that is for those of unknown length.
  const text =
    length !== null && Number(length) <= MAX_ANSWER_LENGTH ? await response.text() : await readText(body)
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** As far as it is not too long. */
async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text
    text += decoder.decode(value, { stream: true })
    if (text.length > MAX_ANSWER_LENGTH) {
      await reader.cancel()
      return ''
    }
  }
}
