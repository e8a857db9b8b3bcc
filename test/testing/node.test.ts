import { once } from 'node:events'
import { request } from 'node:http'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { createStrictS3 } from '../../src/testing/index.ts'
import { listen } from '../../src/testing/node.ts'
import type { Listener } from '../../src/testing/node.ts'
import { AwsV4Signer } from 'aws4fetch'
import { CREDENTIALS } from './s3/signed-request.ts'

let listener: Listener | null = null
afterEach(async () => {
  await listener?.close()
  listener = null
})

/** node:http rather than fetch: it sends what it is told to, and can stop in the middle. */
function open(options: RequestOptions): ClientRequest {
  return request({ host: '127.0.0.1', port: listener?.port, ...options })
}

async function answerTo(client: ClientRequest): Promise<{ status: number | undefined; body: string }> {
  const [response]: IncomingMessage[] = await once(client, 'response')
  if (response === undefined) throw new Error('no response')
  return { status: response.statusCode, body: await text(response) }
}

async function openStore() {
  const s3 = createStrictS3({
    buckets: [{ name: 'pictures' }],
    credentials: { [CREDENTIALS.accessKeyId]: CREDENTIALS.secretAccessKey },
  })
  let settled = 0
  listener = await listen(async (incoming) => {
    try {
      return await s3.fetch(incoming)
    } finally {
      settled += 1
    }
  })
  const signer = new AwsV4Signer({
    ...CREDENTIALS,
    service: 's3',
    region: 'us-east-1',
    method: 'PUT',
    url: `${listener.url}/pictures/a?X-Amz-Expires=300`,
    signQuery: true,
  })
  const { url } = await signer.sign()
  return { s3, path: url.pathname + url.search, settled: () => settled }
}

test('T-5: a body without a length is refused', async () => {
  const { s3, path } = await openStore()
  const client = open({ method: 'PUT', path, headers: { 'transfer-encoding': 'chunked' } })
  client.end('some bytes')
  const { status, body } = await answerTo(client)
  expect(status).toBe(411)
  expect(body).toContain('<Code>MissingContentLength</Code>')
  expect(s3.objects('pictures')).toEqual([])
})

test('a client that goes away in the middle of its body stores nothing', async () => {
  const { s3, path, settled } = await openStore()
  const client = open({ method: 'PUT', path, headers: { 'content-length': '20' } })
  client.on('error', () => {})
  client.write('half a body')
  await expect.poll(() => client.socket?.bytesWritten ?? 0).toBeGreaterThan(100)
  client.destroy()
  await expect.poll(settled).toBe(1)
  expect(s3.objects('pictures')).toEqual([])

  const again = open({ method: 'PUT', path, headers: { 'content-length': '4' } })
  again.end('full')
  expect((await answerTo(again)).status).toBe(200)
})

test('host, length and path arrive as they were sent', async () => {
  const seen: unknown[] = []
  listener = await listen((incoming) => {
    seen.push([
      incoming.method,
      incoming.url,
      incoming.headers.get('host'),
      incoming.headers.get('content-length'),
    ])
    return Promise.resolve(new Response('seen'))
  })
  const client = open({
    method: 'PUT',
    path: '/b/a%2Fb%20c//d?x=%26&y',
    headers: { host: 's3.example.com:80', 'content-length': '3' },
  })
  client.end('abc')
  expect(await answerTo(client)).toEqual({ status: 200, body: 'seen' })
  expect(seen).toEqual([['PUT', 'http://s3.example.com/b/a%2Fb%20c//d?x=%26&y', 's3.example.com:80', '3']])
})

test.each(['/b/../c', '/b/.', '/b/%2e%2E/c', '/b/%2e/c', '/b\\c', 'http://other.example/b'])(
  'the path %s, which a URL cannot keep, is refused',
  async (path) => {
    let calls = 0
    listener = await listen(() => {
      calls += 1
      return Promise.resolve(new Response())
    })
    const client = open({ path })
    client.end()
    expect((await answerTo(client)).status).toBe(400)
    expect(calls).toBe(0)
  },
)

test('a body is read at the pace that was asked for', async () => {
  listener = await listen(
    async (incoming) => new Response(String((await incoming.arrayBuffer()).byteLength)),
    {
      bytesPerSecond: 1_000_000,
    },
  )
  const startedAtMs = performance.now()
  const response = await fetch(listener.url, { method: 'PUT', body: new Uint8Array(300_000) })
  expect(await response.text()).toBe('300000')
  expect(performance.now() - startedAtMs).toBeGreaterThan(250)
})

test('what a fetch function throws is answered with 500', async () => {
  listener = await listen(() => Promise.reject(new Error('a mistake')))
  const response = await fetch(listener.url)
  expect([response.status, await response.text()]).toEqual([500, 'Error: a mistake'])
})
