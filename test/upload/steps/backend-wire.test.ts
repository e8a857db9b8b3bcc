import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { createBackend } from '../../../src/upload/steps/backend.ts'
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts'

// What only a real connection can show.

const servers: LoopbackServer[] = []
const signal = new AbortController().signal

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = await startLoopbackServer(handle)
  servers.push(server)
  return server.origin
}

afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

const JSON_TYPE = { 'content-type': 'application/json' }

test.each([301, 302, 303, 307, 308])(
  'T-49: a %i to another origin is not followed: the ticket goes nowhere else',
  async (status) => {
    let elsewhere = 0
    const target = await serve((_, response) => {
      elsewhere += 1
      response.writeHead(200, JSON_TYPE).end('{}')
    })
    const origin = await serve((_, response) => {
      response.writeHead(status, { location: `${target}/confirm` }).end()
    })
    const error = createBackend({ endpoint: origin }).confirm('ticket-canary', { signal })
    await expect(error).rejects.toMatchObject({ code: 'bad-response' })
    expect(elsewhere).toBe(0)
  },
)

test.each([
  { what: 'an endless answer is given up at 64 Ki characters', type: JSON_TYPE },
  {
    what: 'one that says how long it is as well',
    type: { ...JSON_TYPE, 'content-length': '1000000000' },
  },
  { what: 'an endless page of somebody else at once', type: { 'content-type': 'text/html' } },
])('T-48: $what, and its connection closed', async ({ type }) => {
  let isClosed = false
  const origin = await serve((_, response) => {
    response.writeHead(200, type)
    const piece = 'x'.repeat(16_384)
    const write = () => {
      if (!response.destroyed) response.write(piece, write)
    }
    response.on('close', () => {
      isClosed = true
    })
    response.write('"', write)
  })
  await expect(createBackend({ endpoint: origin }).confirm('t', { signal })).rejects.toMatchObject({
    code: 'bad-response',
  })
  await vi.waitFor(() => expect(isClosed).toBe(true))
})

test('T-63, T-68: an answer that comes by drops ends when the time for it is over, which is 30 s', async () => {
  const deadline = new AbortController()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal)
  const origin = await serve((_, response) => {
    response.writeHead(200, JSON_TYPE)
    response.write('{')
    setImmediate(() => deadline.abort())
  })
  await expect(createBackend({ endpoint: origin }).confirm('t', { signal })).rejects.toMatchObject({
    code: 'backend-unavailable',
  })
  expect(timeout.mock.calls).toEqual([[30_000]])
})

test('an abort in the middle of an answer is aborted', async () => {
  const controller = new AbortController()
  const origin = await serve((_, response) => {
    response.writeHead(200, JSON_TYPE)
    response.write('{')
    setImmediate(() => controller.abort())
  })
  const confirm = createBackend({ endpoint: origin }).confirm('t', { signal: controller.signal })
  await expect(confirm).rejects.toMatchObject({ code: 'aborted' })
})

test('T-68: a connection that breaks in the middle of an answer is the network', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': '100' })
    response.write('{', () => response.destroy())
  })
  await expect(createBackend({ endpoint: origin }).confirm('t', { signal })).rejects.toMatchObject({
    code: 'network',
  })
})

test('nobody at the other end is the network', async () => {
  const server = await startLoopbackServer(() => {})
  await server.close()
  const confirm = createBackend({ endpoint: server.origin }).confirm('t', { signal })
  await expect(confirm).rejects.toMatchObject({ code: 'network' })
})
