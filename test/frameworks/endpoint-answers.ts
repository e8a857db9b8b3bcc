import { SESSION } from './stage.ts'

/** What became of each request, in few words. */
export type EndpointAnswers = Readonly<Record<keyof typeof HANDLER_ANSWERS, string>>

/** The handler's own words: whatever stands in between has to leave them as they are. */
export const HANDLER_ANSWERS = {
  stranger: '401 unauthenticated',
  strangerAtTheEndpoint: '401 unauthenticated',
  /** Whoever is signed in: cookies arrive, and a body arrives whole or not at all. */
  unknownTicket: '404 ticket-invalid',
  noJson: '400 request-rejected',
  tooLong: '413 request-rejected',
  wrongMethod: '405 request-rejected, GET, DELETE',
  preflight: '204 https://app.example.com',
  /** Of an answer of its own. */
  headers: 'application/json, no-store, nosniff',
}

const SIGNED_IN = { cookie: `theme=dark; ${SESSION.name}=${SESSION.value}` }
/** What the package's client sends along. */
const FROM_OUR_CLIENT = { 'content-type': 'application/json', 'x-profile-image': '1' }

export async function endpointAnswers(origin: string): Promise<EndpointAnswers> {
  const ask = (method: string, path: string, headers: Record<string, string>, body?: string) => {
    const init = { method, headers, signal: AbortSignal.timeout(10_000), ...(body !== undefined && { body }) }
    return fetch(`${origin}/api/profile-image${path}`, init)
  }
  const asAda = { ...SIGNED_IN, ...FROM_OUR_CLIENT }
  const confirm = (body: string) => ask('POST', '/confirm', asAda, body)
  const stranger = await ask('POST', '/request-url', FROM_OUR_CLIENT, '{}')
  const ofInterest = ['content-type', 'cache-control', 'x-content-type-options']
  const wrong = await ask('PATCH', '', asAda, '{}')
  const allowed = wrong.headers.get('allow')
  const preflight = await ask('OPTIONS', '/confirm', {
    origin: 'https://app.example.com',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-profile-image',
  })
  return {
    stranger: await refusal(stranger),
    strangerAtTheEndpoint: await refusal(await ask('GET', '', {})),
    unknownTicket: await refusal(await confirm('{"ticket":"none"}')),
    noJson: await refusal(await confirm('no JSON')),
    tooLong: await refusal(await confirm(JSON.stringify({ ticket: 'x'.repeat(20_000) }))),
    wrongMethod: [await refusal(wrong), allowed].filter((each) => each !== null).join(', '),
    preflight: `${preflight.status} ${preflight.headers.get('access-control-allow-origin')}`,
    headers: ofInterest.map((name) => stranger.headers.get(name)).join(', '),
  }
}

async function refusal(answer: Response): Promise<string> {
  const text = await answer.text()
  const code = /^\{"error":\{"code":"([\w-]+)"/.exec(text)?.[1] ?? 'no JSON'
  return `${answer.status} ${code}`
}
