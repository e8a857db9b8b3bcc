import { Agent, createServer, type IncomingMessage, request as httpRequest } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { HandlerEvent } from '../../../src/server/index.ts'
import { type NodeListener, toNodeListener } from '../../../src/server/node.ts'
import { type Call, createBackend, pageRequest, SECRET } from '../backend.ts'

const PARTNER = 'https://partner.example.com'

// What operators are told of handlers that throw.
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

type Handler = (request: Request, context: void) => Promise<Response>

async function serve(listener: NodeListener): Promise<{ url: string; port: number }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port }
}

/** What comes back for these very bytes on a connection of their own. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.end(text)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

describe('a handler on node:http', () => {
  test('gets method, address, headers and body, and its answer arrives whole', async () => {
    const { url } = await serve(
      toNodeListener(async (request) => {
        const { method, headers } = request
        const body = await request.text()
        const seen = { method, url: request.url, custom: headers.get('X-CUSTOM'), body }
        return Response.json(seen, { status: 201, headers: { 'x-answer': 'yes' } })
      }),
    )
    const body = 'ü'.repeat(100_000)
    const response = await fetch(`${url}/a/b?c=d`, { method: 'POST', headers: { 'x-Custom': 'ö' }, body })
    expect(response.status).toBe(201)
    expect(response.headers.get('x-answer')).toBe('yes')
    expect(await response.json()).toEqual({ method: 'POST', url: `${url}/a/b?c=d`, custom: 'ö', body })
  })

  test('gets what the context function makes of the request', async () => {
    const { url } = await serve(
      toNodeListener(
        async (_, { path }: { path: string | undefined }) => Response.json(path),
        (req: IncomingMessage) => ({ path: req.url }),
      ),
    )
    expect(await (await fetch(`${url}/x`)).json()).toBe('/x')
  })

  test('may answer with several cookies and without a body', async () => {
    const { url } = await serve(
      toNodeListener(async () => {
        const headers = new Headers()
        headers.append('set-cookie', 'a=1')
        headers.append('set-cookie', 'b=2')
        return new Response(null, { status: 204, headers })
      }),
    )
    const response = await fetch(url)
    expect(response.status).toBe(204)
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  test('sends no name of a header that its answer does not have', async () => {
    const listener = toNodeListener(async () => new Response(null, { headers: { 'x-answer': 'yes' } }))
    const names: string[] = []
    const { url } = await serve((req, res) => {
      res.once('finish', () => names.push(...res.getHeaderNames()))
      listener(req, res)
    })
    await fetch(url)
    await vi.waitFor(() => expect(names).toEqual(['x-answer']))
  })

  test('reads a body as it comes in', async () => {
    const first = Promise.withResolvers<string>()
    const { port } = await serve(
      toNodeListener(async (request) => {
        const reader = request.body?.pipeThrough(new TextDecoderStream()).getReader()
        first.resolve((await reader?.read())?.value ?? '')
        return new Response((await reader?.read())?.value)
      }),
    )
    const req = httpRequest({ port, method: 'POST' })
    const answered = new Promise<IncomingMessage>((resolve) => req.once('response', resolve))
    req.write('one')
    expect(await first.promise).toBe('one')
    req.end('two')
    const chunks = []
    for await (const chunk of await answered) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe('two')
  })

  test('learns that the client has gone away', async () => {
    const reached = Promise.withResolvers<void>()
    const gone = Promise.withResolvers<string>()
    const { url } = await serve(
      toNodeListener(async ({ signal }) => {
        signal.addEventListener('abort', () => gone.resolve('gone'))
        reached.resolve()
        await gone.promise
        return new Response()
      }),
    )
    const client = new AbortController()
    const sent = fetch(url, { signal: client.signal }).catch(() => 'aborted')
    await reached.promise
    client.abort()
    expect(await gone.promise).toBe('gone')
    expect(await sent).toBe('aborted')
  })

  test('keeps its signal quiet when all went well', async () => {
    const signals: AbortSignal[] = []
    const { url } = await serve(
      toNodeListener(async ({ signal }) => {
        signals.push(signal)
        return new Response('ok')
      }),
    )
    const agent = new Agent({ keepAlive: false })
    await new Promise<void>((resolve) => {
      httpRequest(url, { agent }, (res) => res.resume().once('close', resolve)).end()
    })
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  })

  test.each<[string, Handler]>([
    ['rejects', () => Promise.reject(new Error(SECRET))],
    [
      'throws',
      () => {
        throw new Error(SECRET)
      },
    ],
    [
      'answers with a body that breaks',
      async () => new Response(new ReadableStream({ pull: (c) => c.error(new Error(SECRET)) })),
    ],
  ])('that %s is answered with 500, once, without a word of the exception', async (_, handler) => {
    const { url } = await serve(toNodeListener(handler))
    for (let n = 0; n < 2; n++) {
      const response = await fetch(url)
      expect(response.status).toBe(500)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(await response.json()).toEqual({ error: { code: 'unexpected', requestId: expect.any(String) } })
    }
  })

  test('that leaves a body unread does not keep the connection’s next request waiting', async () => {
    const { port } = await serve(
      toNodeListener(async (request) => {
        if (request.url.endsWith('/cancel')) await request.body?.cancel()
        if (request.url.endsWith('/part')) await request.body?.getReader().read()
        return new Response('ok')
      }),
    )
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const sockets = new Set<unknown>()
    for (const path of ['/unread', '/cancel', '/part', '/last']) {
      const status = await new Promise((resolve, reject) => {
        const req = httpRequest({ port, agent, path, method: 'POST' }, (res) => {
          sockets.add(res.socket)
          res.resume().once('end', () => resolve(res.statusCode))
        })
        req.once('error', reject).end(Buffer.alloc(300_000))
      })
      expect(status).toBe(200)
    }
    expect(sockets.size).toBe(1)
  })
})

describe('a request without a usable address is answered with 400', () => {
  test.each([
    ['no host', 'GET / HTTP/1.0\r\n\r\n'],
    ['a host with a path', 'GET /x HTTP/1.1\r\nHost: app.example/evil?\r\nConnection: close\r\n\r\n'],
    ['a host with a user', 'GET /x HTTP/1.1\r\nHost: a@b\r\nConnection: close\r\n\r\n'],
    ['a host that is no host', 'GET /x HTTP/1.1\r\nHost: [::\r\nConnection: close\r\n\r\n'],
    ['an impossible port', 'GET /x HTTP/1.1\r\nHost: a:99999\r\nConnection: close\r\n\r\n'],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    [
      'an address of another host',
      'GET http://evil.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    ],
    ['a method that the Web forbids', 'TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
  ])('%s', async (_, text) => {
    let isCalled = false
    const { url, port } = await serve(
      toNodeListener(async () => {
        isCalled = true
        return new Response('ok')
      }),
    )
    const answer = await raw(port, text)
    expect(answer).toMatch(/^HTTP\/1.1 400 /)
    expect(answer.toLowerCase()).toContain('cache-control: no-store')
    expect(isCalled).toBe(false)
    // And the server goes on.
    expect((await fetch(url)).status).toBe(200)
  })

  test('two slashes in front are a path, not a host', async () => {
    const { port } = await serve(toNodeListener(async (request) => new Response(request.url)))
    const answer = await raw(port, 'GET //evil.example/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(answer).toContain('http://a//evil.example/x')
  })
})

describe('the profile image handler behind it', () => {
  test('T-50: knows its own origin by the Host header', async () => {
    const backend = createBackend()
    const { url } = await serve(toNodeListener(backend.handler))
    const post = (origin: string) =>
      fetch(`${url}/api/confirm`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json', 'x-profile-image': '1', 'x-test-user': 'ada' },
        body: '{"ticket":"unknown"}',
      })
    expect((await post(url)).status).toBe(404)
    expect((await post('https://evil.example')).status).toBe(403)
  })

  test.each<Call>([
    { method: 'GET' },
    { method: 'GET', user: '' },
    { method: 'HEAD' },
    { method: 'PUT', path: '/confirm' },
    { method: 'OPTIONS', headers: { origin: PARTNER, 'access-control-request-method': 'POST' } },
    { path: '/confirm', headers: { origin: PARTNER }, body: { ticket: 'unknown' } },
    { path: '/confirm', body: 'not JSON' },
  ])('T-20: answers $method $path as it does without node:http', async (call) => {
    const { handler, send } = createBackend({ allowedOrigins: [PARTNER] })
    const { url } = await serve(toNodeListener(handler))
    const there = pageRequest(call)
    const direct = await send(there.clone())
    const { pathname } = new URL(there.url)
    const response = await fetch(`${url}${pathname}`, {
      method: there.method,
      headers: there.headers,
      body: there.body === null ? null : await there.text(),
    })
    const ofNode = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'])
    const headers = [...response.headers].filter(([name]) => !ofNode.has(name))
    expect(response.status).toBe(direct.status)
    expect(headers).toEqual([...direct.headers])
    const withoutId = (text: string) => text.replace(/"requestId":"[^"]+"/, '')
    // Nothing but the head comes back for a HEAD.
    expect(withoutId(await response.text())).toBe(call.method === 'HEAD' ? '' : withoutId(direct.text))
  })

  test('leaves headers alone that a middleware has set before', async () => {
    const listener = toNodeListener(createBackend({ allowedOrigins: [PARTNER] }).handler)
    const { url } = await serve((req, res) => {
      res.setHeader('vary', 'Accept-Encoding')
      listener(req, res)
    })
    const { headers } = await fetch(`${url}/api`, { headers: { 'x-test-user': 'ada' } })
    expect(headers.get('vary')).toBe('Accept-Encoding, Origin')
  })

  test('T-54: does not wait for the body of a client that has gone away meanwhile', async () => {
    const asked = Promise.withResolvers<void>()
    const allowed = Promise.withResolvers<void>()
    const refused = Promise.withResolvers<HandlerEvent>()
    const { handler } = createBackend({
      async authorize() {
        asked.resolve()
        await allowed.promise
        return { id: 'ada' }
      },
      onEvent: refused.resolve,
    })
    const gone = Promise.withResolvers<void>()
    const listener = toNodeListener(handler)
    const { port } = await serve((req, res) => {
      req.once('close', gone.resolve)
      listener(req, res)
    })
    const headers = { 'content-type': 'application/json', 'x-profile-image': '1', 'content-length': 100 }
    const req = httpRequest({ port, method: 'POST', path: '/api/confirm', headers })
    req.once('error', () => {}).write('{')
    await asked.promise
    req.destroy()
    await gone.promise
    allowed.resolve()
    expect(await refused.promise).toMatchObject({ code: 'request-rejected', step: 'confirm' })
  })

  test('is asked by whoever stands around it', async () => {
    const { handler } = createBackend()
    const listener = toNodeListener(async (request) => {
      const response = await handler(request)
      response.headers.append('set-cookie', 'session=1')
      response.headers.append('set-cookie', 'seen=1')
      return response
    })
    const { url } = await serve(listener)
    const { status, headers } = await fetch(`${url}/api`, { headers: { 'x-test-user': 'ada' } })
    expect(status).toBe(200)
    expect(headers.getSetCookie()).toEqual(['session=1', 'seen=1'])
  })

  test('removes an image for a DELETE, with or without a body', async () => {
    const backend = createBackend()
    const { url } = await serve(toNodeListener(backend.handler))
    const headers = { 'x-profile-image': '1', 'x-test-user': 'ada' }
    for (const body of [null, '{}', 'not JSON']) {
      await backend.image()
      const response = await fetch(`${url}/api`, { method: 'DELETE', headers, body })
      expect(response.status).toBe(200)
      expect(await response.json()).toEqual({ undoTicket: expect.any(String) })
      expect(backend.column.size).toBe(0)
    }
  })

  test.each<[string, (req: IncomingMessage) => void]>([
    ['has been stopped', (req) => req.pause()],
    ['flows already', (req) => req.resume()],
    ['is listened to by somebody else', (req) => req.on('data', () => {})],
  ])('reads a body that %s, however long authorize takes, and not there', async (_, before) => {
    const bodies: unknown[] = []
    const { handler } = createBackend({
      async authorize({ body }) {
        bodies.push(body)
        // Long enough for all of the body to arrive, and to be gone if nobody held it.
        await new Promise((resolve) => setTimeout(resolve, 50))
        return { id: 'ada' }
      },
    })
    const listener = toNodeListener(handler)
    const { url } = await serve((req, res) => {
      before(req)
      listener(req, res)
    })
    const response = await fetch(`${url}/api/confirm`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-profile-image': '1' },
      body: '{"ticket":"unknown"}',
      signal: AbortSignal.timeout(3000),
    })
    expect(await response.json()).toMatchObject({ error: { code: 'ticket-invalid' } })
    expect(bodies).toEqual([null])
  })

  test('leaves no listener of its own at a body that it refused', async () => {
    const { handler } = createBackend()
    const listener = toNodeListener(handler)
    const left: number[] = []
    const { url } = await serve((req, res) => {
      const count = () => ['data', 'end', 'error'].map((name) => req.listenerCount(name))
      const before = count()
      // Before Node's own, which waits for the rest of the body.
      res.prependOnceListener('finish', () =>
        left.push(...count().map((listeners, n) => listeners - (before[n] ?? 0))),
      )
      listener(req, res)
    })
    const response = await fetch(`${url}/api/request-url`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-profile-image': '1', 'x-test-user': 'ada' },
      body: ' '.repeat(1_000_000),
    })
    expect(response.status).toBe(413)
    await response.text()
    await vi.waitFor(() => expect(left).toEqual([0, 0, 0]))
  })

  test('T-54: a body that is too long gets its 413', async () => {
    const backend = createBackend()
    const { url } = await serve(toNodeListener(backend.handler))
    const response = await fetch(`${url}/api/request-url`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-profile-image': '1', 'x-test-user': 'ada' },
      body: ' '.repeat(1_000_000),
    })
    expect(response.status).toBe(413)
  })
})
