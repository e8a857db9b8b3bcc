import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { imageRules, UploadError } from '../../../src/index.ts'
import { connectUploader } from '../../../src/react/engine/connect-uploader.ts'
import { pictureFile } from '../../upload/samples.ts'

// What a page gives to the engine that the engine cannot give itself.

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** An upload whose backend is always away, in an uploader of its own. */
function start(asked: () => void): Promise<unknown> {
  const uploader = connectUploader(new QueryClient(), {
    endpoint: {
      scope: '/api',
      async requestUrl() {
        asked()
        throw new UploadError('backend-unavailable', { status: 503 })
      },
      confirm: () => Promise.reject(new Error('not reached')),
    },
    rules: imageRules(),
    send: () => Promise.reject(new Error('not reached')),
    src: null,
  })
  return uploader.upload(pictureFile()).catch((error: unknown) => error)
}

async function untilAllEnd(ends: Promise<unknown>[]): Promise<void> {
  let isOver = false
  void Promise.all(ends).then(() => (isOver = true))
  await vi.waitFor(async () => {
    await vi.runAllTimersAsync()
    expect(isOver).toBe(true)
  })
}

test('T-59: pauses are of random length', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const askedAtMs: number[] = []
  const end = start(() => askedAtMs.push(Date.now()))
  await untilAllEnd([end])
  expect(askedAtMs.map((ms) => ms - (askedAtMs[0] ?? 0))).toEqual([0, 250, 750, 1_750])
  expect(await end).toMatchObject({ code: 'backend-unavailable' })
})

test('T-59: all uploads of a page share its 20 retries', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  const asked = vi.fn<() => void>()
  await untilAllEnd(Array.from({ length: 10 }, () => start(asked)))
  // Each would be asked for four times. One retry comes back every 3 s of real time, and this takes less.
  expect(asked.mock.calls.length).toBeLessThan(10 + 3 * 10 - 5)
})
