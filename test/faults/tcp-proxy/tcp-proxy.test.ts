import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** A server that answers every request with the number of bytes it got, and the proxy before it. */
async function open() {
  const arrived: { method: string; bytes: number; isWhole: boolean }[] = []
  const read = async (request: IncomingMessage) => {
    const entry = { method: request.method ?? '', bytes: 0, isWhole: false }
    arrived.push(entry)
    for await (const chunk of request as AsyncIterable<Buffer>) entry.bytes += chunk.length
    entry.isWhole = true
    return String(entry.bytes)
  }
  const server = createServer((request, response) => {
    read(request).then(
      (text) => response.end(text),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const proxy = await openTcpProxy((server.address() as AddressInfo).port)
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    proxy.close,
  )
  return { proxy, arrived }
}

/** A client that shows what happens on its socket. */
function openClient(proxy: TcpProxy) {
  const socket: Socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true })
  const seen = { text: '', ended: false, error: '' }
  socket.on('data', (chunk: Buffer) => (seen.text += chunk.toString('latin1')))
  socket.on('end', () => (seen.ended = true))
  socket.on('error', (error: NodeJS.ErrnoException) => (seen.error = error.code ?? error.name))
  closers.push(async () => void socket.destroy())
  const send = (method: string, body: string, announced = body.length) =>
    socket.write(`${method} /a HTTP/1.1\r\nHost: x\r\nContent-Length: ${announced}\r\n\r\n${body}`)
  return { socket, seen, send }
}

const isPut = (head: { method: string }) => head.method === 'PUT'
const answers = (text: string) => [...text.matchAll(/\r\n\r\n(\d+)/g)].map(([, count]) => Number(count))

test('without a fault everything passes, one request after the other on one connection, and is logged', async () => {
  const { proxy, arrived } = await open()
  const { seen, send } = openClient(proxy)
  send('POST', 'abc')
  await expect.poll(() => answers(seen.text)).toEqual([3])
  send('PUT', 'x'.repeat(100_000))
  await expect.poll(() => answers(seen.text)).toEqual([3, 100_000])
  expect(arrived.map(({ bytes }) => bytes)).toEqual([3, 100_000])
  expect(proxy.requests.map(({ method, bodyBytes, status }) => [method, bodyBytes, status])).toEqual([
    ['POST', 3, 200],
    ['PUT', 100_000, 200],
  ])
})

test('a head that comes in two pieces, with the next one behind its body, is still two requests', async () => {
  const { proxy } = await open()
  const { socket, seen } = openClient(proxy)
  socket.write('POST /a HTTP/1.1\r\nHo')
  await sleep(30)
  socket.write('st: x\r\nContent-Length: 2\r\n\r\nabGET /b HTTP/1.1\r\nHost: x\r\n\r\n')
  await expect.poll(() => answers(seen.text)).toEqual([2, 0])
  expect(proxy.requests.map(({ target }) => target)).toEqual(['/a', '/b'])
})

test.each([0, 1, 50_000, 100_000])(
  'reset after %i bytes: the client sees RST, the server these bytes and their end',
  async (bytes) => {
    const { proxy, arrived } = await open()
    proxy.fail({ of: isPut, damage: 'reset', after: { up: bytes } })
    const { seen, send } = openClient(proxy)
    send('POST', 'abc')
    await expect.poll(() => answers(seen.text)).toEqual([3])
    send('PUT', 'x'.repeat(100_000))
    await expect.poll(() => seen.error).toBe('ECONNRESET')
    await expect
      .poll(() => arrived.at(-1))
      .toMatchObject({ method: 'PUT', bytes, isWhole: bytes === 100_000 })
    expect(proxy.requests.at(-1)).toMatchObject({ bodyBytes: bytes, status: null, isDamaged: true })
    expect(answers(seen.text)).toEqual([3])
  },
)

test('cut: the client sees FIN and no answer, the server the end of what it got', async () => {
  const { proxy, arrived } = await open()
  proxy.fail({ of: isPut, damage: 'cut', after: { up: { fraction: 0.5 } } })
  const { seen, send } = openClient(proxy)
  send('PUT', 'x'.repeat(100_000))
  await expect.poll(() => seen.ended).toBe(true)
  await expect.poll(() => arrived.at(-1)).toMatchObject({ bytes: 50_000, isWhole: false })
  expect([seen.error, seen.text]).toEqual(['', ''])
})

test('half-close: the client sees FIN, the server still gets everything', async () => {
  const { proxy, arrived } = await open()
  proxy.fail({ of: isPut, damage: 'half-close', after: { up: 10 } })
  const { seen, send } = openClient(proxy)
  send('PUT', 'x'.repeat(100_000))
  await expect.poll(() => seen.ended).toBe(true)
  await expect.poll(() => arrived.at(-1)).toMatchObject({ bytes: 100_000, isWhole: true })
  expect(seen.text).toBe('')
})

test('reset after the first byte of the answer: the request has had its effect', async () => {
  const { proxy, arrived } = await open()
  proxy.fail({ of: isPut, damage: 'reset', after: { down: 0 } })
  const { seen, send } = openClient(proxy)
  send('PUT', 'abc')
  await expect.poll(() => seen.error).toBe('ECONNRESET')
  expect([seen.text, arrived[0]?.isWhole]).toEqual(['', true])
})

test('an answer may be cut in its middle', async () => {
  const { proxy } = await open()
  proxy.fail({ of: isPut, damage: 'cut', after: { down: 20 } })
  const { seen, send } = openClient(proxy)
  send('PUT', 'abc')
  await expect.poll(() => seen.ended).toBe(true)
  expect(seen.text.length).toBe(20)
})

test.each(['swallow', 'hold'] as const)('%s: no byte, no end, no error', async (damage) => {
  const { proxy, arrived } = await open()
  proxy.fail({ of: isPut, damage, after: { up: 10 } })
  const { seen, send, socket } = openClient(proxy)
  send('PUT', 'x'.repeat(8_000_000))
  await expect.poll(() => arrived.at(-1)?.bytes).toBe(10)
  // What is swallowed leaves the client, what is held fills its buffers.
  await expect.poll(() => socket.writableLength === 0).toBe(damage === 'swallow')
  expect(seen).toEqual({ text: '', ended: false, error: '' })
  expect(arrived.at(-1)?.bytes).toBe(10)
})

test('a delay is before what comes after it, a pace is for all the rest', async () => {
  const { proxy, arrived } = await open()
  proxy.fail({ of: isPut, damage: { delayMs: 120 }, after: { up: 0 } })
  proxy.fail({ of: isPut, damage: { bytesPerSecond: 100_000 }, after: { up: 10_000 } })
  const { seen, send } = openClient(proxy)
  let startedAtMs = performance.now()
  send('PUT', 'abc')
  await expect.poll(() => answers(seen.text)).toEqual([3])
  expect(performance.now() - startedAtMs).toBeGreaterThan(100)
  startedAtMs = performance.now()
  send('PUT', 'x'.repeat(40_000))
  await expect.poll(() => answers(seen.text), { timeout: 3_000 }).toEqual([3, 40_000])
  expect(performance.now() - startedAtMs).toBeGreaterThan(270)
  expect(arrived.length).toBe(2)
})

test('a fault is for the nth request that fits, and for as many as it says', async () => {
  const { proxy } = await open()
  proxy.fail({ of: isPut, damage: 'reset', after: { up: 0 }, nth: 2, times: 2 })
  const outcomes: string[] = []
  for (let count = 0; count < 4; count += 1) {
    const { seen, send } = openClient(proxy)
    send('POST', 'a')
    await expect.poll(() => answers(seen.text)).toEqual([1])
    send('PUT', 'ab')
    await expect.poll(() => seen.error || answers(seen.text).at(-1)).not.toBe(1)
    outcomes.push(seen.error)
  }
  expect(outcomes).toEqual(['', 'ECONNRESET', 'ECONNRESET', ''])
})

test('refused: open connections are reset and new ones refused, until they are accepted again', async () => {
  const { proxy } = await open()
  const before = openClient(proxy)
  before.send('POST', 'a')
  await expect.poll(() => answers(before.seen.text)).toEqual([1])
  await proxy.refuse()
  await expect.poll(() => before.seen.error).toBe('ECONNRESET')
  const meanwhile = openClient(proxy)
  await expect.poll(() => meanwhile.seen.error).toBe('ECONNREFUSED')
  await proxy.accept()
  const after = openClient(proxy)
  after.send('POST', 'ab')
  await expect.poll(() => answers(after.seen.text)).toEqual([2])
})
