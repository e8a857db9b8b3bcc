/// <reference types="node" />
import type { IncomingMessage, ServerResponse } from 'node:http'
import { UploadError } from '../contract/upload-error.ts'
import { type Answer, errorAnswer } from './answer.ts'
import { answeringOf } from './web-handler.ts'

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
  const answering =
    answeringOf(handler) ?? (async (request, given) => wholeAnswer(await handler(request, given)))

  return (req, res) => {
    void listen(req, res)
  }

  async function listen(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      const request = webRequest(req, res)
      send(res, request === null ? malformed() : await answering(request, context?.(req)))
    } catch (error) {
      // A handler of ours never rejects: whoever mounted this one has to see why it does not work.
      console.error(error)
      send(res, errorAnswer(error, crypto.randomUUID()))
    }
    // What the handler left unread would keep the next request on this connection waiting.
    req.resume()
  }
}

function malformed(): Answer {
  const reason = 'The address or the method is malformed.'
  return errorAnswer(new UploadError('request-rejected', { details: { reason } }), crypto.randomUUID())
}

/** Null: no URL can be made of what the client sent, or its method is none that the Web knows. */
function webRequest(req: IncomingMessage, res: ServerResponse): Request | null {
  const { method = 'GET', url = '' } = req
  const { host } = req.headers
  // Both are the client's words. Anything else here could move the border between host and path.
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host) || !url.startsWith('/')) return null
  const gone = new AbortController()
  res.once('close', () => {
    if (!res.writableFinished) gone.abort()
  })
  const scheme = 'encrypted' in req.socket ? 'https' : 'http'
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const body = hasBody ? (parsedBody(req) ?? webBody(req, res)) : null
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

/**
 * What a body parser before us has made of the body, as it was sent; null: nobody has read it.
 *
 * @throws {Error} when it was read and is gone: then nothing would ever answer.
 */
function parsedBody(req: IncomingMessage): string | null {
  if (!req.readableEnded) return null
  if ('body' in req && typeof req.body === 'object') return JSON.stringify(req.body)
  throw new Error('toNodeListener: something has read the body before. Mount it before body parsers.')
}

/** The body as it comes in: nothing flows before somebody reads, and no more than is read. */
function webBody(req: IncomingMessage, res: ServerResponse): ReadableStream<Uint8Array> {
  let stop = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const onData = (chunk: Uint8Array) => {
          // Nobody reads any more: let it run off.
          if (res.writableEnded) return
          req.pause()
          controller.enqueue(chunk)
        }
        const onEnd = () => controller.close()
        const onError = (error: Error) => controller.error(error)
        req.pause().on('data', onData).on('end', onEnd).on('error', onError)
        // A stream that was cancelled takes no more calls.
        stop = () => req.off('data', onData).off('end', onEnd).off('error', onError)
      },
      pull() {
        req.resume()
      },
      cancel() {
        stop()
      },
    },
    { highWaterMark: 0 },
  )
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
  // The only header that may come twice.
  return { status, headers: { ...Object.fromEntries(headers), 'set-cookie': headers.getSetCookie() }, body }
}

/** A text goes to the socket with its head, in one piece. */
function send(res: ServerResponse, { status, headers, body }: WholeAnswer): void {
  if (res.destroyed || res.headersSent) return
  res.statusCode = status
  for (const [name, value] of Object.entries(headers)) res.appendHeader(name, value)
  res.end(body)
}
