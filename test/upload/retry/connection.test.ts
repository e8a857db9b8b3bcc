import { afterEach, expect, test, vi } from 'vitest'
import { browserConnection } from '../../../src/upload/retry/connection.ts'
import { startLoopbackServer } from '../steps/loopback-server.ts'

const { signal } = new AbortController()

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('asks the origin alone, without its body, without credentials and past every cache', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response())
  vi.stubGlobal('fetch', fetch)
  expect(await browserConnection.isReachable('https://s3.example.com', signal)).toBe(true)
  expect(fetch).toHaveBeenCalledExactlyOnceWith('https://s3.example.com', {
    method: 'HEAD',
    mode: 'no-cors',
    cache: 'no-store',
    credentials: 'omit',
    signal: expect.any(AbortSignal),
  })
})

test('an origin that answers is reachable, whatever it answers; one where nobody is, is not', async () => {
  const server = await startLoopbackServer((_, response) => response.writeHead(500).end())
  expect(await browserConnection.isReachable(server.origin, signal)).toBe(true)
  await server.close()
  expect(await browserConnection.isReachable(server.origin, signal)).toBe(false)
})

test.each(['after 5 s', 'with its signal'])('an origin that says nothing is given up %s', async (when) => {
  const deadline = new AbortController()
  const cancel = new AbortController()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal)
  const server = await startLoopbackServer(() => (when === 'after 5 s' ? deadline : cancel).abort())
  expect(await browserConnection.isReachable(server.origin, cancel.signal)).toBe(false)
  expect(timeout.mock.calls).toEqual([[5_000]])
  await server.close()
})

test('nothing known is not offline', () => {
  vi.stubGlobal('navigator', undefined)
  expect(browserConnection.isOnline()).toBe(true)
  vi.stubGlobal('navigator', {})
  expect(browserConnection.isOnline()).toBe(true)
  vi.stubGlobal('navigator', { onLine: false })
  expect(browserConnection.isOnline()).toBe(false)
})

test('tells once that the device is online again, and not at all when nobody waits any more', () => {
  const window = new EventTarget()
  for (const name of ['addEventListener', 'removeEventListener'] as const) {
    vi.stubGlobal(name, window[name].bind(window))
  }
  const [waits, hasLeft] = [vi.fn<() => void>(), vi.fn<() => void>()]
  browserConnection.onceOnline(waits)
  browserConnection.onceOnline(hasLeft)()
  for (const type of ['offline', 'online', 'online']) window.dispatchEvent(new Event(type))
  expect([waits.mock.calls.length, hasLeft.mock.calls.length]).toEqual([1, 0])
})
