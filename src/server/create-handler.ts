import { parseConfirmRequest } from '../contract/parse-request.ts'
import { requestRejected } from '../contract/request-rejected.ts'
import { type Answer, emptyAnswer, errorAnswer, jsonAnswer } from './http/answer.ts'
import type { BodySource } from './http/body-source.ts'
import { createConfirm } from './routes/confirm.ts'
import { corsHeaders, isPreflight, preflightHeaders } from './http/cors.ts'
import { currentRoute } from './routes/current.ts'
import { findStep } from './http/find-step.ts'
import { handlerConfig } from './handler-config.ts'
import {
  beginTrace,
  type HandlerStep,
  refusalEvent,
  type RequestTrace,
  successEvent,
} from './handler-event.ts'
import type { ProfileImageHandlerOptions } from './handler-options.ts'
import { readJson } from './http/read-json.ts'
import { refuseCrossOrigin } from './http/refuse-cross-origin.ts'
import { refuseForms } from './http/refuse-forms.ts'
import { removeRoute } from './routes/remove.ts'
import { requestUrlRoute } from './routes/request-url.ts'
import { createRevoke, type Revocation } from './routes/revoke.ts'
import { openSession, type Route, sessionOf } from './routes/session.ts'
import { publicImage, type StoredImage } from './image/stored-image.ts'
import { createTickets } from './tickets/ticket.ts'
import { createTurns } from './image/turns.ts'
import { createUploadIds } from './image/upload-ids.ts'
import { webHandler } from './http/web-handler.ts'

/** What `createProfileImageHandler` returns: a function of Web requests, with what your own code may call. */
export interface ProfileImageHandler<O extends { id: string }, C> {
  /** Never rejects: every failure is an answer. `context` is handed to `authorize` as it is. */
  (request: Request, context: C): Promise<Response>
  /**
   * What `POST …/confirm` does, for code of yours that has a ticket, such as a form action. It asks nobody who is
   * signed in: `owner` is what `authorize` would have returned.
   *
   * @throws {UploadError} what the route would have answered with; and whatever the functions you gave throw.
   */
  confirm(owner: O, ticket: string): Promise<StoredImage>
  /**
   * Makes an upload that is under way worthless: its URL, and every ticket of it. Or an undo: then the ticket of a
   * removal brings nothing back. For your own code, e.g. when a session ends, or a ticket has leaked: it asks nobody
   * whose ticket this is, and takes an expired one too.
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
 * `POST …/request-url`, `POST …/confirm`, and `GET` and `DELETE` of the endpoint itself.
 *
 * @throws {TypeError} for an option that is missing or makes no sense; the message names the fix.
 */
export function createProfileImageHandler<O extends { id: string }, C = void>(
  options: ProfileImageHandlerOptions<O, C>,
): ProfileImageHandler<O, C> {
  const config = handlerConfig(options)
  const tickets = createTickets(config.ticketSecrets, config.ticketAudience, config.now)
  const nextId = createUploadIds(config.now)
  // One for all routes: a confirm and a removal of one owner must not interleave.
  const inTurn = createTurns()
  const confirm = createConfirm(config, tickets, inTurn)
  const routes: Readonly<Record<HandlerStep, Route<O>>> = {
    'request-url': requestUrlRoute(config, tickets.upload, nextId),
    confirm: async (session, body) => publicImage(await confirm(session, parseConfirmRequest(body).ticket)),
    current: currentRoute(config),
    remove: removeRoute(config, tickets.undo, nextId, inTurn),
  }

  async function runStep(
    request: Request,
    context: C,
    body: BodySource,
    trace: RequestTrace,
  ): Promise<unknown> {
    if (request.method !== 'GET') {
      refuseCrossOrigin(request, config.allowedOrigins)
      refuseForms(request)
    }
    // Before the body: whoever is not allowed in costs nothing (T-52, T-53).
    const session = await openSession(config, request, context, trace)
    return routes[trace.step](session, request.method === 'POST' ? await readJson(body) : null)
  }

  async function answer(request: Request, context: C, body: BodySource): Promise<Answer> {
    const cors = corsHeaders(request, config.allowedOrigins)
    if (isPreflight(request, config.allowedOrigins)) {
      return emptyAnswer({ ...cors, ...preflightHeaders(request) })
    }
    const { step, allowed } = findStep(request)
    if (step === null) {
      const refusal = requestRejected(`The method must be ${allowed.join(' or ')}.`, 405)
      return errorAnswer(refusal, crypto.randomUUID(), { ...cors, allow: allowed.join(', ') })
    }
    const trace = beginTrace(step)
    try {
      return jsonAnswer(200, await told(trace, () => runStep(request, context, body, trace)), cors)
    } catch (error) {
      return errorAnswer(error, trace.requestId, cors)
    }
  }

  /** Does this work, and has the app learn how it ended. */
  async function told<T>(trace: RequestTrace, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work()
      const event = successEvent(trace)
      if (event !== null) config.tell(event)
      return result
    } catch (error) {
      config.tell(refusalEvent(trace, error))
      throw error
    }
  }

  return Object.assign(webHandler(answer), {
    confirm(owner: O, ticket: string): Promise<StoredImage> {
      const trace = beginTrace('confirm')
      return told(trace, async () => confirm(await sessionOf(owner, trace), ticket))
    },
    revoke: createRevoke(config, tickets),
  })
}
