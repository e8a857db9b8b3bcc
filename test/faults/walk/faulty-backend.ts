import { UploadError } from '../../../src/contract/upload-error.ts'
import type { WireErrorCode } from '../../../src/contract/wire-code.ts'
import { createBackend } from '../../../src/upload/steps/backend.ts'
import type { ProfileImageBackend } from '../../../src/upload/steps/profile-image-backend.ts'
import type { Activity } from './activity.ts'
import type { ConfirmFault, Fault, RequestFault } from './walk-script.ts'
import { ENDPOINT, type WalkServer } from './walk-server.ts'

export interface FaultyBackendOptions {
  activity: Activity
  server: WalkServer
  isOnline(): boolean
  requestUrl: Fault<RequestFault>[]
  confirm: Fault<ConfirmFault>[]
}

/** As long as the real backend port waits for an answer. */
const SILENCE_MS = 30_000
/** A fetch that fails says no more than this. */
const NO_NETWORK = 'Failed to fetch'

/** The standard backend, over a network that goes by a script. */
export function faultyBackend(options: FaultyBackendOptions): ProfileImageBackend {
  const { activity, server, isOnline } = options
  const requestFaults = [...options.requestUrl]
  const confirmFaults = [...options.confirm]

  async function fetch(asked: Request, signal: AbortSignal): Promise<Response> {
    const faults: Fault<ConfirmFault>[] = asked.url.endsWith('/confirm') ? confirmFaults : requestFaults
    const { kind, latencyMs } = faults.shift() ?? { kind: 'none', latencyMs: 30 }
    try {
      await activity.rest(latencyMs, signal)
    } catch (aborted) {
      if (kind === 'none') arriveNevertheless(asked, latencyMs)
      throw aborted
    }
    if (!isOnline() || kind === 'refused') throw new TypeError(NO_NETWORK)
    if (kind === 'silent') {
      await activity.rest(SILENCE_MS, signal)
      throw new UploadError('backend-unavailable')
    }
    const answer = REFUSALS[kind]?.() ?? (await server.answer(asked))
    await activity.rest(kind === 'late' ? latencyMs + SILENCE_MS - 1 : latencyMs, signal)
    if (!isOnline() || kind === 'lost') throw new TypeError(NO_NETWORK)
    return kind === 'cut' ? new Response((await answer.text()).slice(0, -9), answer) : answer
  }

  /** A page that does not wait any more cannot call back what it has sent. */
  function arriveNevertheless(asked: Request, afterMs: number): void {
    void activity.during(async () => {
      await activity.rest(afterMs, new AbortController().signal)
      await server.answer(asked)
    })
  }

  const during = <T>(work: (backend: ProfileImageBackend) => Promise<T>, signal: AbortSignal): Promise<T> =>
    activity.during(() =>
      work(
        createBackend({
          endpoint: ENDPOINT,
          // The other side knows nothing of the page's signal.
          fetch: (input, init) => fetch(new Request(input, { ...init, signal: null }), signal),
        }),
      ),
    )

  return {
    scope: ENDPOINT,
    requestUrl: (request, context) =>
      during((backend) => backend.requestUrl(request, context), context.signal),
    confirm: (ticket, context) => during((backend) => backend.confirm(ticket, context), context.signal),
  }
}

/** What answers in place of the backend, or is what it answers without having done anything. */
const REFUSALS: Partial<Record<ConfirmFault, () => Response>> = {
  '401': () => refusal(401, 'unauthenticated'),
  '403': () => refusal(403, 'forbidden'),
  '404': () => refusal(404, 'ticket-invalid'),
  '409': () => refusal(409, 'not-uploaded'),
  '410': () => refusal(410, 'revoked'),
  '422': () => refusal(422, 'confirm-rejected'),
  '429': () => refusal(429, 'rate-limited', 7),
  '500': () => refusal(500, 'unexpected'),
  '503': () => new Response('', { status: 503, headers: { 'retry-after': '40' } }),
  changed: () => refusal(409, 'changed'),
  superseded: () => refusal(409, 'superseded'),
  html: () =>
    new Response('<title>Sign in to the network</title>', { headers: { 'content-type': 'text/html' } }),
}

function refusal(status: number, code: WireErrorCode, retryAfterSeconds?: number): Response {
  return Response.json({ error: { code, requestId: 'request-1', retryAfterSeconds } }, { status })
}
