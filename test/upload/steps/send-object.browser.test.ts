import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import type { Clock } from '../../../src/upload/retry/clock.ts'
import { createSendObject, type SendObjectOptions } from '../../../src/upload/steps/send-object.ts'
import { createFakeClock } from '../fake-clock.ts'
import type { SeenPut } from './storage-server.ts'

const storage = inject('storageOrigin')
const headers = { 'content-type': 'image/png', 'if-none-match': '*', 'x-amz-checksum-sha256': 'c2hh' }
/** More than the buffers of two sockets hold, so that a PUT that nobody reads cannot end. */
const large = new Blob([new Uint8Array(16 * 1024 * 1024)], { type: 'image/png' })
const small = new Blob(['12345'], { type: 'image/png' })
/** Some engines are slow to begin, more so on a busy machine. */
const PATIENCE = { timeout: 10_000 }
let puts = 0

/** A PUT that begins with this call, and what the storage saw of it. */
function put(
  behaviour: string,
  { body = small, clock, ...options }: SendObjectOptions & { body?: Blob; clock?: Clock } = {},
) {
  puts += 1
  const name = `put-${puts}`
  const controller = new AbortController()
  const seenProgress: number[] = []
  const url = new URL(`${storage}/${behaviour}/${name}`)
  const end = createSendObject(
    options,
    clock,
  )({
    url,
    headers,
    body,
    signal: controller.signal,
    onProgress: (sentBytes) => seenProgress.push(sentBytes),
  })
  // A test may look at the end later than it comes.
  end.catch(() => {})
  const ask = async (question: 'seen' | 'release', method: string): Promise<SeenPut[]> =>
    (await fetch(`${storage}/${question}/${name}`, { method })).json()
  return {
    end,
    controller,
    seenProgress,
    seen: () => ask('seen', 'GET'),
    release: () => ask('release', 'POST'),
    moving: () => vi.waitFor(() => expect(seenProgress.at(-1)).toBeGreaterThan(0), PATIENCE),
  }
}

describe('a PUT', () => {
  test('carries exactly the given headers, the length of the body, and no path of the page (T-21)', async () => {
    const { end, seen } = put('ok')
    expect(await end).toMatchObject({ status: 200, body: '' })
    const [only, ...more] = await seen()
    expect(more).toEqual([])
    expect(only).toMatchObject({ receivedBytes: small.size, headers: { ...headers, 'content-length': '5' } })
    expect(
      Object.keys(only?.headers ?? {}).filter((name) => /^(x-|cookie|authorization)/.test(name)),
    ).toEqual(['x-amz-checksum-sha256'])
    expect(only?.headers.referer).toBe(`${location.origin}/`)
  })

  test('resolves with any answer: status, headers that the page may read, and body', async () => {
    const answer = await put('refuse').end
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('AccessDenied') })
    expect(answer.headers.get('x-amz-request-id')).toBe('ABC123')
  })

  test('tells of progress while it is under way, forwards only, up to the last byte', async () => {
    const { end, seenProgress, moving, release } = put('hold', { body: large })
    await moving()
    expect(seenProgress.at(-1)).toBeLessThan(large.size)
    await release()
    expect(await end).toMatchObject({ status: 200 })
    expect(seenProgress.at(-1)).toBe(large.size)
    expect(seenProgress).toEqual(seenProgress.toSorted((a, b) => a - b))
  })

  test('tells of no more bytes than there are, although browsers send again what got no answer', async () => {
    const { end, seen, seenProgress } = put('reset-at-end')
    await expect(end).rejects.toMatchObject({ code: 'network' })
    expect((await seen()).length).toBeGreaterThan(0)
    expect(Math.max(0, ...seenProgress)).toBeLessThanOrEqual(small.size)
  })

  test.each(['reset', 'no-cors'])(
    'is the network error when there is no answer to read: %s',
    async (behaviour) => {
      await expect(put(behaviour).end).rejects.toMatchObject({ code: 'network' })
    },
  )

  test('is the network error when nobody listens', async () => {
    const nowhere = createSendObject()({
      url: new URL(inject('closedOrigin')),
      headers,
      body: small,
      signal: new AbortController().signal,
      onProgress() {},
    })
    await expect(nowhere).rejects.toMatchObject({ code: 'network' })
  })

  test('that a mock in the page answers was not redirected: such answers come from nowhere', async () => {
    const responseURL = vi.spyOn(XMLHttpRequest.prototype, 'responseURL', 'get').mockReturnValue('')
    expect(await put('ok').end).toMatchObject({ status: 200 })
    responseURL.mockRestore()
  })

  test('T-49: that was redirected is an error, whatever the other place said', async () => {
    await expect(put('redirect').end).rejects.toMatchObject({ code: 'redirected', status: 200 })
  })
})

describe('an abort', () => {
  test('before the PUT sends nothing', async () => {
    const open = vi.spyOn(XMLHttpRequest.prototype, 'open')
    const end = createSendObject()({
      url: new URL(`${storage}/ok/never`),
      headers,
      body: small,
      signal: AbortSignal.abort(),
      onProgress() {},
    })
    await expect(end).rejects.toMatchObject({ code: 'aborted' })
    expect(open).not.toHaveBeenCalled()
    open.mockRestore()
  })

  test('in the middle of the PUT closes its connection, and leaves no timer', async () => {
    const clock = createFakeClock()
    const { end, controller, moving, release, seen } = put('hold', { body: large, clock })
    await moving()
    controller.abort()
    await expect(end).rejects.toMatchObject({ code: 'aborted' })
    expect(clock.pendingTimers()).toBe(0)
    await release()
    await vi.waitFor(async () => expect(await seen()).toMatchObject([{ isBroken: true }]), PATIENCE)
  })

  test.each(['ok', 'reset'])('is no longer listened for after the end: %s', async (behaviour) => {
    const controller = new AbortController()
    const add = vi.spyOn(controller.signal, 'addEventListener')
    const remove = vi.spyOn(controller.signal, 'removeEventListener')
    const { signal } = controller
    const url = new URL(`${storage}/${behaviour}/listeners`)
    await createSendObject()({ url, headers, body: small, signal, onProgress() {} }).catch(() => {})
    expect(add.mock.calls).toHaveLength(1)
    expect(remove.mock.calls).toEqual(add.mock.calls)
  })
})

describe('T-63: the stall watchdog', () => {
  test.each([
    { behaviour: 'swallow', does: 'reads everything and never answers' },
    { behaviour: 'hold', does: 'reads nothing' },
  ])('gives up a storage that $does', async ({ behaviour }) => {
    const clock = createFakeClock()
    const { end, release, seen } = put(behaviour, { body: large, stallTimeoutMs: 300, clock })
    await vi.waitFor(async () => expect(await seen()).toHaveLength(1), PATIENCE)
    let isOver = false
    void end.catch(() => (isOver = true))
    // Bytes may still be on their way into the buffers of the sockets, and each of them starts the time again.
    await vi.waitFor(() => {
      clock.pass(300)
      expect(isOver).toBe(true)
    }, PATIENCE)
    await expect(end).rejects.toMatchObject({ code: 'stalled', details: { stallTimeoutMs: 300 } })
    await release()
    await vi.waitFor(async () => expect(await seen()).toMatchObject([{ isBroken: true }]), PATIENCE)
  })

  test('gives up a storage that does not even answer the preflight', async () => {
    const { end, seen } = put('mute', { stallTimeoutMs: 300 })
    await expect(end).rejects.toMatchObject({ code: 'stalled' })
    expect(await seen()).toEqual([])
  })

  test('waits 30 s, and again 30 s from each byte that moves', async () => {
    const clock = createFakeClock()
    const { end, moving } = put('hold', { body: large, clock })
    clock.pass(29_999)
    await moving()
    clock.pass(29_999)
    expect(clock.pendingTimers()).toBe(1)
    clock.pass(30_000)
    expect(clock.pendingTimers()).toBe(0)
    await expect(end).rejects.toMatchObject({ code: 'stalled', details: { stallTimeoutMs: 30_000 } })
  })

  describe('on a page with a service worker', () => {
    beforeEach(() =>
      Object.defineProperty(navigator.serviceWorker, 'controller', { configurable: true, value: {} }),
    )
    afterEach(() => Reflect.deleteProperty(navigator.serviceWorker, 'controller'))

    test('gives the first event the time that all bytes take at 16 kB a second', async () => {
      const clock = createFakeClock()
      const { end } = put('mute', { body: new Blob([new Uint8Array(1_600_001)]), clock })
      clock.pass(130_000)
      expect(clock.pendingTimers()).toBe(1)
      clock.pass(1)
      expect(clock.pendingTimers()).toBe(0)
      await expect(end).rejects.toMatchObject({ code: 'stalled', details: { stallTimeoutMs: 130_001 } })
    })

    test('gives it no more than a timer can take', async () => {
      const clock = createFakeClock()
      const { end } = put('mute', { stallTimeoutMs: 2 ** 31 - 1, clock })
      clock.pass(2 ** 31 - 1)
      await expect(end).rejects.toMatchObject({ details: { stallTimeoutMs: 2 ** 31 - 1 } })
    })

    test('waits 30 s from the first event, which such a worker would have swallowed', async () => {
      const clock = createFakeClock()
      const { end, moving } = put('hold', { body: large, clock })
      await moving()
      clock.pass(30_000)
      await expect(end).rejects.toMatchObject({ code: 'stalled', details: { stallTimeoutMs: 30_000 } })
    })
  })
})
