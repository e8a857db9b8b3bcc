/// <reference types="node" />
import type { IncomingMessage, ServerResponse } from 'node:http'
import { UploadError } from '../contract/upload-error.ts'
import { type Answer, errorAnswer } from './http/answer.ts'
import { streamBody } from './http/body-source.ts'
import { messageBody, parsedBody, webBody } from './http/node-body.ts'
import { answeringOf } from './http/web-handler.ts'

/** A listener for `node:http`; Express and its relatives take it as well, before anything that reads bodies. */
export type NodeListener = (req: IncomingMessage, res: ServerResponse) => void

type Handler<C> = (request: Request, context: C) => Promise<Response>

/**
 * Makes a handler of Web requests a listener of `node:http`.
 *
 * The request's address is the one in its `Host` header; its signal aborts when the client goes away. A request
 * without a usable address is answered with 400, a handler that throws with 500.
 *
 * @param context Makes what the handler gets as its second argument.
 */
export function toNodeListener(handler: Handler<void>): NodeListener
export function toNodeListener<C>(handler: Handler<C>, context: (req: IncomingMessage) => C): NodeListener
export function toNodeListener<C>(
  handler: Handler<C | undefined>,
  context?: (req: IncomingMessage) => C,
): NodeListener {
  const answering = answeringOf(handler)

  return (req, res) => {
    void listen(req, res)
  }

  async function listen(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      send(res, await answer(req, res))
    } catch (error) {
      // A handler of ours never rejects: whoever mounted this one has to see why it does not work.
      console.error(error)
      send(res, errorAnswer(error, crypto.randomUUID()))
    }
    // What the handler left unread would keep the next request on this connection waiting.
    req.resume()
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<WholeAnswer> {
    const parsed = parsedBody(req)
    const request = webRequest(req, res, parsed ?? (answering === undefined ? webBody(req, res) : null))
    if (request === null) return malformed()
    const given = context?.(req)
    if (answering === undefined) return wholeAnswer(await handler(request, given))
    return answering(request, given, parsed === null ? messageBody(req) : streamBody(request))
  }
}

function malformed(): Answer {
  const reason = 'The address or the method is malformed.'
  return errorAnswer(new UploadError('request-rejected', { details: { reason } }), crypto.randomUUID())
}

/** Null: no URL can be made of what the client sent, or its method is none that the Web knows. */
function webRequest(
  req: IncomingMessage,
  res: ServerResponse,
  body: string | ReadableStream<Uint8Array> | null,
): Request | null {
  const { method = 'GET', url = '' } = req
  const { host } = req.headers
  // Both are the client's words. Anything else here could move the border between host and path.
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host) || !url.startsWith('/')) return null
  const gone = new AbortController()
  res.once('close', () => {
    if (!res.writableFinished) gone.abort()
  })
  const scheme = 'encrypted' in req.socket ? 'https' : 'http'
  try {
    return new Request(`${scheme}://${host}${url}`, {
      method,
      headers: webHeaders(req),
      signal: gone.signal,
      ...(body !== null && { body, duplex: 'half' }),
    })
  } catch {
    return null
  }
}

function webHeaders(req: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(req.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  return headers
}

/** What is sent: an answer of ours, or what somebody else's handler has answered. */
interface WholeAnswer {
  status: number
  headers: Readonly<Record<string, string | string[]>>
  body: string | Uint8Array | null
}

/** Read whole, because the answers to be expected here are short. */
async function wholeAnswer(response: Response): Promise<WholeAnswer> {
  const { status, headers } = response
  const body = new Uint8Array(await response.arrayBuffer())
  const cookies = headers.getSetCookie()
  return {
    status,
    // The only header that may come twice.
    headers: { ...Object.fromEntries(headers), ...(cookies.length > 0 && { 'set-cookie': cookies }) },
    body,
  }
}

/** A text goes to the socket with its head, in one piece. */
function send(res: ServerResponse, { status, headers, body }: WholeAnswer): void {
  if (res.destroyed || res.headersSent) return
  res.statusCode = status
  for (const [name, value] of Object.entries(headers)) res.appendHeader(name, value)
  res.end(body)
}
