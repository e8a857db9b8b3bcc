import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test, vi } from 'vitest'
import { toNodeListener } from '../../../src/server/node.ts'

// Frameworks often read bodies before they call anybody (Express after `express.json()`, Fastify always).

const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Posts to a listener that is called when the body has been read, and what became of it lies in `req.body`. */
async function postAfterParser(leave: (body: string) => unknown): Promise<Response> {
  const listener = toNodeListener(async (request) => new Response(await request.text()))
  const server = createServer(async (req: IncomingMessage & { body?: unknown }, res: ServerResponse) => {
    req.body = leave(await text(req))
    listener(req, res)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return fetch(`http://127.0.0.1:${port}/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"ticket":"a ticket"}',
  })
}

test('what a JSON parser has made of the body is handed on', async () => {
  const answer = await postAfterParser((body) => JSON.parse(body))
  expect(await answer.json()).toEqual({ ticket: 'a ticket' })
})

test('a body that is gone is answered at once, and the operator is told what to change', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  const answer = await postAfterParser(() => undefined)
  expect(answer.status).toBe(500)
  expect(String(told.mock.lastCall?.[0])).toContain('Mount it before body parsers')
  told.mockRestore()
})
