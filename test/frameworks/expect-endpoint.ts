import { expect } from 'vitest'
import { SESSION } from './stage.ts'

const SIGNED_IN = { cookie: `theme=dark; ${SESSION.name}=${SESSION.value}` }
/** What the package's client sends along. */
const FROM_OUR_CLIENT = { 'content-type': 'application/json', 'x-profile-image': '1' }

export interface EndpointOptions {
  /** A router that answers other methods by itself says only that. Default: the handler's words. */
  refusesMethodsItself?: boolean
}

/** What the handler answers has to reach the client as it is, whatever stands in between. */
export async function expectEndpoint(origin: string, options: EndpointOptions = {}): Promise<void> {
  const ask = async (method: string, path: string, headers: Record<string, string>, body?: string) => {
    const init = { method, headers, signal: AbortSignal.timeout(10_000), ...(body !== undefined && { body }) }
    return fetch(`${origin}/api/profile-image${path}`, init)
  }

  const stranger = await ask('POST', '/request-url', FROM_OUR_CLIENT, '{}')
  expect(await refusal(stranger)).toEqual([401, 'unauthenticated'])
  expect(stranger.headers.get('cache-control')).toBe('no-store')
  expect(stranger.headers.get('x-content-type-options')).toBe('nosniff')
  expect(await refusal(await ask('GET', '', {}))).toEqual([401, 'unauthenticated'])

  // Whoever has signed in: cookies arrive, and a body arrives whole, or not at all.
  const asAda = { ...SIGNED_IN, ...FROM_OUR_CLIENT }
  expect(await refusal(await ask('POST', '/confirm', asAda, '{"ticket":"none"}'))).toEqual([
    404,
    'ticket-invalid',
  ])
  expect(await refusal(await ask('POST', '/confirm', asAda, 'no JSON'))).toEqual([400, 'request-rejected'])
  const long = JSON.stringify({ ticket: 'x'.repeat(20_000) })
  expect(await refusal(await ask('POST', '/confirm', asAda, long))).toEqual([413, 'request-rejected'])

  const wrong = await ask('PATCH', '', asAda, '{}')
  expect(wrong.status).toBe(405)
  if (options.refusesMethodsItself !== true) {
    expect(wrong.headers.get('allow')).toBe('GET, DELETE')
    expect(await refusal(wrong)).toEqual([405, 'request-rejected'])
  }

  const preflight = await ask('OPTIONS', '/confirm', {
    origin: 'https://app.example.com',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-profile-image',
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
}

async function refusal(answer: Response): Promise<unknown[]> {
  expect(answer.headers.get('content-type')).toBe('application/json')
  const { error }: { error: { code: string } } = await answer.json()
  return [answer.status, error.code]
}
