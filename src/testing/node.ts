import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What `listen` takes. */
export interface ListenOptions {
  /** Default 0: a free port. */
  port?: number | undefined
  /** Default `127.0.0.1`. */
  host?: string | undefined
  /**
   * Reads the bodies of requests at this pace, so that an upload takes visible time. Default: at once. The progress
   * a browser sees still jumps ahead: over loopback, Linux buffers some 4 MB for the sender.
   */
  bytesPerSecond?: number | undefined
}

/** A server that listens. */
export interface Listener {
  /** Without a slash at its end. */
  url: string
  /** The one that was free, when none was asked for. */
  port: number
  /** Also ends the connections that are open. */
  close(): Promise<void>
}

/** Serves a `fetch` function over HTTP. It sees host, length and path as the client sent them. */
export async function listen(
  fetch: (request: Request) => Promise<Response>,
  options: ListenOptions = {},
): Promise<Listener> {
  const { port = 0, host = '127.0.0.1', bytesPerSecond = Infinity } = options
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => outgoing.writeHead(500).end(String(error)))
  })

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = toRequest(incoming, bytesPerSecond)
    const response = request === null ? new Response(null, { status: 400 }) : await fetch(request)
    const body = new Uint8Array(await response.arrayBuffer())
    outgoing.writeHead(response.status, Array.from(response.headers).flat())
    outgoing.end(body)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://${host}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

/** Null when a URL cannot express what was asked for: it would resolve `.` and `..`, which are names in S3. */
function toRequest(incoming: IncomingMessage, bytesPerSecond: number): Request | null {
  const { method = 'GET', url: target = '', headers } = incoming
  const [path = ''] = target.split('?')
  const base = `http://${headers.host}`
  const isExpressible = target.startsWith('/') && !/\/(?:\.|%2e){1,2}(?:\/|$)|\\/i.test(path)
  if (!isExpressible || !URL.canParse(base + target)) return null
  const sent = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value = ''): [string, string] => [name, value]),
  )
  if (method === 'GET' || method === 'HEAD') return new Request(base + target, { method, headers: sent })
  // Node streams a body only when told so by `duplex`, which the DOM's types do not have.
  const init: RequestInit & { duplex: 'half' } = {
    method,
    headers: sent,
    body: paced(incoming, bytesPerSecond),
    duplex: 'half',
  }
  return new Request(base + target, init)
}

/** Fails when the client goes away before the end of its body. */
function paced(incoming: IncomingMessage, bytesPerSecond: number): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = incoming[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done === true) return controller.close()
      const pauseMs = (value.length / bytesPerSecond) * 1000
      if (pauseMs > 0) await sleep(pauseMs)
      controller.enqueue(value)
    },
  })
}
