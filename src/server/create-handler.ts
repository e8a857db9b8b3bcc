import { REQUEST_HEADER } from '../contract/messages.ts'
import { UploadError } from '../contract/upload-error.ts'
import { emptyAnswer, errorAnswer, jsonAnswer } from './answer.ts'
import { confirmRoute } from './confirm.ts'
import { corsHeaders, isPreflight, preflightHeaders } from './cors.ts'
import { currentRoute } from './current.ts'
import { handlerConfig } from './handler-config.ts'
import { type HandlerEvent, refusalEvent, type RequestTrace, successEvent } from './handler-event.ts'
import type { HandlerStep, ProfileImageHandlerOptions } from './handler-options.ts'
import { readJson } from './read-json.ts'
import { refuseCrossOrigin } from './refuse-cross-origin.ts'
import { requestUrlRoute } from './request-url.ts'
import { createRevoke, type Revocation } from './revoke.ts'
import { openSession, type Route } from './session.ts'
import { createTickets } from './ticket.ts'

/** What `createProfileImageHandler` returns: a function of Web requests, with what your own code may call. */
export interface ProfileImageHandler<C> {
  /** Never rejects: every failure is an answer. `context` is handed to `authorize` as it is. */
  (request: Request, context: C): Promise<Response>
  /**
   * Makes an upload that is under way worthless: its URL, and every ticket of it. For your own code, e.g. when a
   * session ends, or a ticket has leaked: it asks nobody whose ticket this is, and takes an expired one too.
   *
   * An image that is confirmed already stays as it is. Resolves with the same answer when it is called again.
   *
   * @throws {UploadError} `ticket-invalid` when no secret of this handler has signed the ticket; and what the store
   * throws, after which it is unknown what has been done: call again.
   */
  revoke(ticket: string): Promise<Revocation>
}

/**
 * The backend of the uploader, for any runtime with Web standards. Mount it at the component's `endpoint`; the
 * last segment of the path and the method choose the route:
 * `POST …/request-url`, `POST …/confirm`, and `GET` of the endpoint itself.
 *
 * @throws {TypeError} for an option that is missing or makes no sense; the message names the fix.
 */
export function createProfileImageHandler<O extends { id: string }, C = void>(
  options: ProfileImageHandlerOptions<O, C>,
): ProfileImageHandler<C> {
  const config = handlerConfig(options)
  const tickets = createTickets(config.ticketSecrets, config.ticketAudience, config.now)
  const routes: Readonly<Record<HandlerStep, Route<O>>> = {
    'request-url': requestUrlRoute(config, tickets),
    confirm: confirmRoute(config, tickets),
    current: currentRoute(config),
  }

  async function answer(request: Request, context: C, trace: RequestTrace): Promise<unknown> {
    const { step } = trace
    if (step === 'current') return routes.current(await openSession(config, request, context, trace), null)
    refuseCrossOrigin(request, config.allowedOrigins)
    refuseForms(request)
    // Before the body: whoever is not allowed in costs nothing (T-52, T-53).
    const session = await openSession(config, request, context, trace)
    return routes[step](session, await readJson(request))
  }

  async function handle(request: Request, context: C): Promise<Response> {
    const requestId = crypto.randomUUID()
    const cors = corsHeaders(request, config.allowedOrigins)
    if (isPreflight(request, config.allowedOrigins)) {
      return emptyAnswer({ ...cors, ...preflightHeaders(request) })
    }
    const step = stepOf(request)
    const method = step === 'current' ? 'GET' : 'POST'
    if (request.method !== method) {
      const refusal = new UploadError('request-rejected', {
        status: 405,
        details: { reason: `The method must be ${method}.` },
      })
      return errorAnswer(refusal, requestId, { ...cors, allow: method })
    }
    const startedAtMs = performance.now()
    const trace: RequestTrace = { step, requestId, startedAtMs, ownerHash: null, uploadId: null }
    try {
      const body = await answer(request, context, trace)
      tell(successEvent(trace))
      return jsonAnswer(200, body, cors)
    } catch (error) {
      tell(refusalEvent(trace, error))
      return errorAnswer(error, requestId, cors)
    }
  }

  /** What is called `on…` only learns of it: neither its throw nor its rejection may change or end anything. */
  function tell(event: HandlerEvent | null): void {
    if (event === null) return
    void (async () => config.onEvent(event))().catch(() => {
      // Nobody is left to be told.
    })
  }

  return Object.assign(handle, { revoke: createRevoke(config, tickets) })
}

function stepOf(request: Request): HandlerStep {
  const segments = new URL(request.url).pathname.split('/').filter((segment) => segment !== '')
  const last = segments.at(-1)
  return last === 'request-url' || last === 'confirm' ? last : 'current'
}

/** A form on another site can neither send this type nor this header without a preflight (T-50). */
function refuseForms(request: Request): void {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new UploadError('request-rejected', {
      status: 415,
      details: { reason: 'The content type must be application/json.' },
    })
  }
  if (request.headers.get(REQUEST_HEADER) !== '1') {
    throw new UploadError('request-rejected', {
      details: { reason: `The header ${REQUEST_HEADER} must be 1.` },
    })
  }
}
