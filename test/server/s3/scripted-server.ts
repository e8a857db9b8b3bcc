import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

/** How to answer one request: an answer, or 'reset' to drop the connection, or 'silence'. */
export type Turn =
  | 'reset'
  | 'silence'
  | { status: number; headers?: Record<string, string>; body?: string | Uint8Array }

export function xmlError(status: number, code: string): Turn {
  return {
    status,
    headers: { 'x-amz-request-id': 'REQ1' },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>secret message</Message></Error>`,
  }
}

/** A server on a free port that answers by a script, its last turn again and again, and keeps what it was sent. */
export async function startScriptedServer(script: readonly Turn[], onRequest: () => void = () => {}) {
  const received: Received[] = []
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const turn = script[Math.min(received.length, script.length - 1)] ?? 'reset'
    received.push({
      method: req.method ?? '',
      path: req.url ?? '',
      headers: req.headers,
      body: Buffer.concat(chunks),
    })
    onRequest()
    if (turn === 'silence') return
    if (turn === 'reset') req.socket.resetAndDestroy()
    else res.writeHead(turn.status, turn.headers).end(turn.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { endpoint: `http://127.0.0.1:${port}`, received }
}
