import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TestProject } from 'vitest/node'
import { startLoopbackServer } from './loopback-server.ts'

/** One PUT, as the storage saw it. */
export interface SeenPut {
  headers: IncomingMessage['headers']
  receivedBytes: number
  /** The connection went before the answer was complete. Only who reads finds out. */
  isBroken: boolean
}

declare module 'vitest' {
  interface ProvidedContext {
    storageOrigin: string
    /** Nobody listens there. */
    closedOrigin: string
  }
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'PUT',
  'access-control-allow-headers': 'content-type, if-none-match, x-amz-checksum-sha256',
  'access-control-expose-headers': 'x-amz-request-id',
}

/**
 * A storage that does what the path says, for pages, which cannot open a port: `PUT /<behaviour>/<name>`. A test
 * gives each PUT its own name, asks `GET /seen/<name>`, and lets `hold` go on with `POST /release/<name>`.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const seen = new Map<string, SeenPut[]>()
  const held = new Map<string, () => void>()

  const server = await startLoopbackServer((request, response) => {
    const [, behaviour = '', name = ''] = (request.url ?? '').split('/')
    if (request.method === 'PUT') {
      put(request, response, behaviour, name)
      return
    }
    if (behaviour === 'mute') return
    if (behaviour === 'break-preflight') return void request.socket.resetAndDestroy()
    if (behaviour === 'release') held.get(name)?.()
    // Like a bucket: whoever is not named in its rules gets no CORS headers, and its root names nobody.
    const isAllowed = behaviour !== 'no-cors' && behaviour !== ''
    response.writeHead(isAllowed ? 200 : 403, isAllowed ? CORS : {})
    response.end(JSON.stringify(seen.get(name) ?? []))
  })

  function put(request: IncomingMessage, response: ServerResponse, behaviour: string, name: string): void {
    const record: SeenPut = { headers: request.headers, receivedBytes: 0, isBroken: false }
    seen.set(name, [...(seen.get(name) ?? []), record])
    response.on('close', () => {
      record.isBroken = !response.writableFinished
    })
    const read = () => request.on('data', (bytes: Uint8Array) => (record.receivedBytes += bytes.length))
    const end = (act: () => unknown) => read().on('end', act)
    const answer = (status: number, headers: Record<string, string> = {}, body: string = '') =>
      end(() => response.writeHead(status, { ...CORS, ...headers }).end(body))

    switch (behaviour) {
      case 'ok':
        return void answer(200)
      case 'refuse':
        return void answer(403, { 'x-amz-request-id': 'ABC123' }, '<Error><Code>AccessDenied</Code></Error>')
      case 'redirect':
        return void answer(307, { location: `${server.origin}/ok/${name}-elsewhere` })
      case 'refuse-without-cors':
        return void end(() => response.writeHead(403).end())
      case 'redirect-without-cors':
        return void end(() => response.writeHead(307, { location: `${server.origin}/ok/${name}` }).end())
      case 'reset-at-end':
        return void end(() => request.socket.resetAndDestroy())
      case 'swallow':
        return void read()
      case 'hold':
        return void held.set(name, () => answer(200))
      case 'reset':
        return void request.socket.resetAndDestroy()
      default:
        return void answer(404)
    }
  }

  const closed = await startLoopbackServer(() => {})
  await closed.close()
  project.provide('closedOrigin', closed.origin)
  project.provide('storageOrigin', server.origin)
  return server.close
}
