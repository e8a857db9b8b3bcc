import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createBackend, PICTURE, refusalOf } from '../backend.ts'
import { sha256Of } from '../memory-store.ts'

const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) }

/** A request whose body is written by `pull`, one piece whenever the handler asks for more. */
function requestOf(source: UnderlyingDefaultSource<Uint8Array>): Request {
  const init = {
    method: 'POST',
    duplex: 'half',
    body: new ReadableStream(source, { highWaterMark: 0 }),
    headers: {
      'content-type': 'application/json',
      'x-profile-image': '1',
      'sec-fetch-site': 'same-origin',
      'x-test-user': 'ada',
    },
  }
  return new Request('https://app.example.com/api/profile-image/request-url', init)
}

describe('a body is held to 16 KB', () => {
  test('T-54: 17 KB are refused with 413, before their end', async () => {
    let pulled = 0
    const endless = requestOf({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(1024).fill(0x20))
      },
    })
    const answer = await createBackend().send(endless)
    expect(refusalOf(answer)).toMatchObject({ status: 413, code: 'request-rejected' })
    expect(pulled).toBe(17)
  })

  test('16 KB are read to their end', async () => {
    const body = JSON.stringify(FACTS).padEnd(16 * 1024)
    expect(await createBackend().requestUrl(body)).toMatchObject({ status: 200 })
    expect(await createBackend().requestUrl(`${body} `)).toMatchObject({ status: 413 })
  })

  test.each([
    ['unclosed', '['.repeat(16_000)],
    ['of lists', '['.repeat(8000) + ']'.repeat(8000)],
    ['of objects', '{"a":'.repeat(2700) + '1' + '}'.repeat(2700)],
    ['in a field', `{"renew":${'['.repeat(8000)}${']'.repeat(8000)}}`],
  ])('T-54: deep nesting %s is refused with 400', async (_, body) => {
    const backend = createBackend()
    expect(refusalOf(await backend.requestUrl(body))).toMatchObject({ status: 400, code: 'request-rejected' })
    expect(refusalOf(await backend.call({ path: '/confirm', body }))).toMatchObject({ status: 400 })
    expect(backend.errors).toEqual([])
  })
})

describe('a body has 10 s to arrive', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  test('T-54: a byte a second is refused with 408 after 10 s, and its stream is cancelled', async () => {
    let seconds = 0
    const cancelled = vi.fn<() => void>()
    const trickle = requestOf({
      pull(controller) {
        seconds += 1
        vi.advanceTimersByTime(1000)
        // A controller that was cancelled meanwhile takes nothing more.
        if (cancelled.mock.calls.length === 0) controller.enqueue(new Uint8Array([0x20]))
      },
      cancel: cancelled,
    })
    const backend = createBackend()
    expect(refusalOf(await backend.send(trickle))).toMatchObject({ status: 408, code: 'request-rejected' })
    expect(seconds).toBe(10)
    expect(cancelled).toHaveBeenCalledOnce()
    expect(backend.store.calls).toEqual([])
  })

  test('T-54: silence is refused all the same, even by a stream that cannot be cancelled', async () => {
    const silent = requestOf({
      pull() {
        vi.advanceTimersByTime(10_000)
      },
      cancel: () => new Promise(() => {}),
    })
    expect(await createBackend().send(silent)).toMatchObject({ status: 408 })
  })

  test('a body that arrives in 9 s is taken, and leaves no timer behind', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(FACTS))
    const slow = requestOf({
      pull(controller) {
        vi.advanceTimersByTime(9000)
        controller.enqueue(bytes)
        controller.close()
      },
    })
    expect(await createBackend().send(slow)).toMatchObject({ status: 200 })
    expect(vi.getTimerCount()).toBe(0)
  })
})
