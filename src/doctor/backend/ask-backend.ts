import { REQUEST_HEADER } from '../../contract/messages.ts'
import { plainObject } from '../../contract/wire-value.ts'

/** A question to the backend. */
export interface Question {
  method: 'GET' | 'POST' | 'DELETE'
  /** '' for the endpoint itself. */
  path: '' | '/request-url' | '/confirm'
  /** Sent as JSON; a string is sent as it is. Default: no body. */
  body?: unknown
  /** Instead of, or besides, what a page of the app sends; undefined leaves one out. */
  headers?: Readonly<Record<string, string | undefined>>
  /** Who asks. Default: the user. */
  as?: 'user' | 'other' | 'nobody'
}

/** What the backend said. */
export interface Answer {
  /** For sentences, e.g. "POST …/confirm". */
  where: string
  status: number
  headers: Headers
  /** Null: it was not JSON. */
  json: unknown
  /** The code of a refusal; null: none, or not in the words of the contract. */
  code: string | null
  /** The whole refusal; null as `code`. */
  error: Record<string, unknown> | null
}

export interface Visitors {
  user: Readonly<Record<string, string>>
  other: Readonly<Record<string, string>> | null
}

/** Longer than any backend should take, bodies included. */
const DEADLINE_MS = 30_000

/** Asks as a page of the app does, and keeps every answer. */
export function createAsk(
  endpoint: string,
  visitors: Visitors,
  fetch: typeof globalThis.fetch,
): { ask(question: Question): Promise<Answer>; answers: readonly Answer[] } {
  const answers: Answer[] = []

  async function ask({ method, path, body, headers = {}, as = 'user' }: Question): Promise<Answer> {
    const sent = new Headers({
      [REQUEST_HEADER]: '1',
      accept: 'application/json',
      'sec-fetch-site': 'same-origin',
    })
    if (method === 'POST') sent.set('content-type', 'application/json')
    const identity = as === 'nobody' ? {} : ((as === 'other' ? visitors.other : visitors.user) ?? {})
    for (const [name, value] of Object.entries({ ...identity, ...headers })) {
      if (value === undefined) sent.delete(name)
      else sent.set(name, value)
    }
    const response = await fetch(endpoint + path, {
      method,
      headers: sent,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    const json = parseJson(await response.text())
    const error = plainObject(plainObject(json)?.['error'])
    const code = error?.['code']
    const answer = {
      where: `${method} …${path}`,
      status: response.status,
      headers: response.headers,
      json,
      error,
      code: typeof code === 'string' && /^[\w-]{1,64}$/.test(code) ? code : null,
    }
    answers.push(answer)
    return answer
  }

  return { ask, answers }
}

/** For a sentence: its status, and its code where there is one. */
export function said({ status, code }: Answer): string {
  return code === null ? `${status}` : `${status} ${code}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
