import { getEventListeners } from 'node:events'
import { describe, expect, test, vi } from 'vitest'
import { type AnyUploadError, UploadError } from '../../../src/contract/upload-error.ts'
import type { FakeClock } from '../fake-clock.ts'
import { publicImage } from '../samples.ts'
import type { Script } from '../scripted-steps.ts'
import { busy, missing, network, notUploaded, times, tries, unknown } from './tries.ts'

const unavailable = new UploadError('backend-unavailable', { status: 503 })

interface Step {
  /** What is run. */
  run: 'upload' | 'remove' | 'undo'
  phase: string
  /** The step fails in passing this often. */
  failing(failures: number, error?: AnyUploadError): Script
  /** What is asked when it goes well, or ends, at this try. */
  asked(tries: number): string[]
  after: string[]
  /** What it resolves with. */
  result: unknown
}

const STEPS: Step[] = [
  {
    run: 'upload',
    phase: 'requesting',
    failing: (failures, error = unavailable) => ({ requestUrl: times(failures, busy(error)) }),
    asked: (count) => times(count, 'request-url'),
    after: ['send 1', 'confirm 1'],
    result: publicImage('upload-1'),
  },
  {
    run: 'upload',
    phase: 'uploading',
    failing: (failures, error = unavailable) => ({ send: times(failures, busy(error)) }),
    asked: (count) => ['request-url', ...times(count, 'send 1')],
    after: ['confirm 1'],
    result: publicImage('upload-1'),
  },
  {
    run: 'upload',
    phase: 'confirming',
    failing: (failures, error = unavailable) => ({ confirm: times(failures, busy(error)) }),
    asked: (count) => ['request-url', 'send 1', ...times(count, 'confirm 1')],
    after: [],
    result: publicImage('upload-1'),
  },
  {
    run: 'undo',
    phase: 'confirming',
    failing: (failures, error = unavailable) => ({ confirm: times(failures, busy(error)) }),
    asked: (count) => times(count, 'confirm the undo'),
    after: [],
    result: publicImage('upload-1'),
  },
  {
    run: 'remove',
    phase: 'removing',
    failing: (failures, error = unavailable) => ({ remove: times(failures, busy(error)) }),
    asked: (count) => times(count, 'remove'),
    after: [],
    result: { type: 'undo' },
  },
]

describe.each(STEPS)('$phase, of $run, that fails in passing', (step) => {
  const { run, phase, failing, asked, after, result } = step
  const wait = { waitingFor: 'backoff', resumes: phase }

  test('T-59: is tried again, four times in all, after growing waits', async () => {
    const { [run]: tried, log, waits } = tries(failing(3))
    await expect(tried()).resolves.toEqual(result)
    expect(log).toEqual([...asked(4), ...after])
    expect(waits).toEqual([
      { ...wait, ms: 500 },
      { ...wait, ms: 1_000 },
      { ...wait, ms: 2_000 },
    ])
  })

  test('T-59: for the fourth time ends in its error', async () => {
    const { [run]: tried, log } = tries(failing(9))
    await expect(tried()).rejects.toBe(unavailable)
    expect(log).toEqual(asked(4))
  })

  test('T-59: has four tries again when the user asks for it', async () => {
    const { [run]: tried, log } = tries(failing(7))
    await expect(tried()).rejects.toBe(unavailable)
    log.length = 0
    await expect(tried()).resolves.toEqual(result)
    expect(log.filter((entry) => entry === asked(1).at(-1))).toHaveLength(4)
  })

  test('T-53: waits as long as the answer asks for, and a little more', async () => {
    const later = new UploadError('rate-limited', { status: 429, retryAfterSeconds: 7 })
    const { [run]: tried, waits } = tries(failing(1, later), { random: () => 0.5 })
    await tried()
    expect(waits).toEqual([{ ...wait, ms: 7_250 }])
  })

  test('T-53: does not wait at all when that would take more than 60 s', async () => {
    const tomorrow = new UploadError('rate-limited', { status: 429, retryAfterSeconds: 86_400 })
    const { [run]: tried, log, waits } = tries(failing(1, tomorrow))
    await expect(tried()).rejects.toBe(tomorrow)
    expect({ log, waits }).toEqual({ log: asked(1), waits: [] })
  })

  test('T-59: waits for 60 s in all, and no longer', async () => {
    const later = new UploadError('rate-limited', { status: 429, retryAfterSeconds: 25 })
    const { [run]: tried, log } = tries(failing(9, later))
    await expect(tried()).rejects.toBe(later)
    expect(log).toEqual(asked(3))
  })

  test('is not tried again when it is cancelled while it waits, and leaves nothing behind', async () => {
    const { [run]: tried, log, waits, clock, controller } = tries(failing(1), { hurries: false })
    const ended = tried()
    await vi.waitUntil(() => waits.length > 0)
    controller.abort()
    await expect(ended).rejects.toMatchObject({ code: 'aborted' })
    expect({ log, timers: clock.pendingTimers() }).toEqual({ log: asked(1), timers: 0 })
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })
})

test('T-59: of 200 clients that failed together, no moment gets more than twice its share', async () => {
  const random = sequence(20261123)
  const pausesMs: number[][] = [[], [], []]
  for (let client = 0; client < 200; client += 1) {
    const { upload, waits } = tries({ requestUrl: times(3, busy(unavailable)) }, { random })
    await upload()
    waits.forEach(({ ms }, n) => pausesMs[n]?.push(ms))
  }
  for (const [n, all] of pausesMs.entries()) {
    const slots = Map.groupBy(all, (ms) => Math.floor((10 * ms) / (500 * 2 ** n)))
    expect(slots.size).toBe(10)
    expect(Math.max(...[...slots.values()].map(({ length }) => length))).toBeLessThanOrEqual(40)
  }
})

/** Evenly spread numbers from 0 to 1, always the same ones: mulberry32. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

test('T-59: a page that has used up its retries fails at once', async () => {
  const { upload, log, budget } = tries({ requestUrl: times(9, busy(unavailable)) })
  while (budget.take());
  await expect(upload()).rejects.toBe(unavailable)
  expect(log).toEqual(['request-url'])
})

test('T-59: only what is tried again is taken from the retries of a page', async () => {
  const { upload, budget } = tries({ requestUrl: times(9, busy(unavailable)) }, { random: () => 0 })
  await expect(upload()).rejects.toBe(unavailable)
  let left = 0
  while (budget.take()) left += 1
  expect(left).toBe(17)
})

describe('the tries of a PUT', () => {
  /** Takes the first byte at once, is at so many of 100 bytes some time later, and breaks. */
  const cut =
    (sentBytes: number, { ms = 10_000, error = network } = {}) =>
    (onProgress: (sentBytes: number, totalBytes: number) => void, clock: FakeClock) => {
      onProgress(1, 100)
      clock.pass(ms)
      onProgress(sentBytes, 100)
      return unknown(error)()
    }
  const putsOf = (log: string[]) => log.filter((entry) => entry.startsWith('send')).length

  test('T-57: end when it breaks at the same byte each time: four in all', async () => {
    const { upload, log } = tries({ send: times(99, cut(50)), confirm: times(99, missing) })
    await expect(upload()).rejects.toBe(network)
    expect(putsOf(log)).toBe(4)
  })

  test('T-57: count from one again when it got further than ever', async () => {
    const send = [cut(10), cut(10), cut(10), cut(50), cut(50), cut(40), cut(50), cut(50)]
    const { upload, log } = tries({ send, confirm: times(99, missing) })
    await expect(upload()).rejects.toBe(network)
    // Three that broke at 10 %, and four since one came to 50 %.
    expect(putsOf(log)).toBe(7)
  })

  test('T-57: end, although it gets a little further each time', async () => {
    const send = Array.from({ length: 99 }, (_, index) => cut(index))
    const { upload, log } = tries({ send, confirm: times(999, missing) }, { random: () => 0 })
    await expect(upload()).rejects.toBe(network)
    expect(putsOf(log)).toBeLessThanOrEqual(4 + 9 * 4)
  })

  test('T-57: as well as those of the other steps, which came before', async () => {
    const expired = new UploadError('url-expired')
    const { upload, log } = tries(
      {
        requestUrl: [...times(3, busy(unavailable)), () => {}, ...times(3, busy(unavailable))],
        send: [
          (onProgress, clock) => {
            cut(50)(onProgress, clock)
            return { outcome: 'expired', error: expired }
          },
        ],
      },
      { random: () => 0 },
    )
    await upload()
    expect(log).toEqual([...times(4, 'request-url'), 'send 1', ...times(4, 'renew 1'), 'send 2', 'confirm 2'])
  })

  const stalled = new UploadError('stalled', { details: { stallTimeoutMs: 30_000 } })
  test.each([network, stalled])(
    'T-63: are four ($code) when only the buffers on the way take bytes, some more of them each time',
    async (error) => {
      // Chromium over loopback: 4.1 to 4.4 MB at once, and then nothing.
      const send = [62, 71, 80, 91, 99, 99, 99, 99].map((percent) => cut(percent, { ms: 2_999, error }))
      const { upload, log } = tries({ send, confirm: times(99, missing) })
      await expect(upload()).rejects.toBe(error)
      expect(putsOf(log)).toBe(4)
    },
  )

  test('T-63: are not counted anew for bytes that a buffer took before, however late they come', async () => {
    const send = [cut(60, { ms: 0 }), cut(60), cut(60), cut(60), cut(60)]
    const { upload, log } = tries({ send, confirm: times(99, missing) })
    await expect(upload()).rejects.toBe(network)
    expect(putsOf(log)).toBe(4)
  })

  test('T-57: count by the time since the first byte, not since a preflight that was slow', async () => {
    const send = [10, 20, 30, 40, 50, 60, 70, 80, 90].map(
      (percent) => (onProgress: (sentBytes: number, totalBytes: number) => void, clock: FakeClock) => {
        clock.pass(10_000)
        return cut(percent, { ms: 100 })(onProgress, clock)
      },
    )
    const { upload, log } = tries({ send, confirm: times(99, missing) })
    await expect(upload()).rejects.toBe(network)
    expect(putsOf(log)).toBe(4)
  })

  test('T-61: use the same URL while it is fresh', async () => {
    const conflict = new UploadError('storage-busy', { step: 'send', status: 409 })
    const { upload, log } = tries({ send: [busy(conflict)] })
    await upload()
    expect(log).toEqual(['request-url', 'send 1', 'send 1', 'confirm 1'])
  })

  test('T-15: use another URL when the wait has outlasted it', async () => {
    const later = new UploadError('storage-busy', { status: 503, retryAfterSeconds: 50 })
    const { upload, log } = tries({ expiresInSeconds: 60, send: [busy(later)] })
    await upload()
    expect(log).toEqual(['request-url', 'send 1', 'renew 1', 'send 2', 'confirm 2'])
  })

  test('T-16: use another URL when it broke after the end of the life of its own', async () => {
    const slow = () => {
      clock.pass(350_000)
      return unknown(network)()
    }
    const { upload, log, clock } = tries({ send: [slow], confirm: times(4, missing) })
    await upload()
    expect(log).toEqual(['request-url', 'send 1', ...times(4, 'confirm 1'), 'renew 1', 'send 2', 'confirm 2'])
  })
})

describe('T-56: a PUT that may have arrived', () => {
  test.each([
    { name: '412', error: null },
    { name: 'a broken connection', error: network },
    { name: 'a stall', error: new UploadError('stalled', { details: { stallTimeoutMs: 30_000 } }) },
  ])('($name) is asked for until 3.5 s later, and sent once', async ({ error }) => {
    const { upload, log, waits, clock } = tries({ send: [unknown(error)], confirm: times(3, missing) })
    const beganAtMs = clock.monotonicMs()
    await upload()
    expect(log).toEqual(['request-url', 'send 1', ...times(4, 'confirm 1')])
    expect(waits.every(({ resumes }) => resumes === 'confirming')).toBe(true)
    expect(waits.map(({ ms }) => ms)).toEqual([500, 1_000, 2_000])
    expect(clock.monotonicMs() - beganAtMs).toBe(3_500)
  })

  test('is not asked for when the upload has waited for 60 s in all', async () => {
    const later = new UploadError('storage-busy', { status: 503, retryAfterSeconds: 59 })
    const script = { send: [busy(later), unknown(network)], confirm: times(9, missing) }
    const { upload, log, waits } = tries(script, { random: () => 0 })
    await upload().catch(() => {})
    expect(log.slice(0, 5)).toEqual(['request-url', 'send 1', 'send 1', 'confirm 1', 'confirm 1'])
    expect(log[5]).toBe('send 1')
    expect(waits.reduce((sum, { ms }) => sum + ms, 0)).toBeLessThanOrEqual(60_000)
  })

  test('and has not is sent again by the same URL', async () => {
    const { upload, log } = tries({ send: [unknown(network)], confirm: times(4, missing) })
    await upload()
    const once = ['send 1', ...times(4, 'confirm 1')]
    expect(log).toEqual(['request-url', ...once, 'send 1', 'confirm 1'])
  })

  test('and never has ends in the error of the PUT, or of confirm when the PUT had none', async () => {
    const broken = tries({ send: times(9, unknown(network)), confirm: times(99, missing) })
    await expect(broken.upload()).rejects.toBe(network)
    const conflicting = tries({ send: times(9, unknown(null)), confirm: times(99, missing) })
    await expect(conflicting.upload()).rejects.toBe(notUploaded)
  })

  test.each([new UploadError('cors', { details: { hint: '' } }), new UploadError('redirected')])(
    '$code: it cannot, and is not sent again',
    async (error) => {
      const { upload, log } = tries({ send: [unknown(error)], confirm: [missing] })
      await expect(upload()).rejects.toBe(error)
      expect(log).toEqual(['request-url', 'send 1', 'confirm 1'])
    },
  )

  test('in an earlier run is asked for once, and then sent again', async () => {
    const { upload, log, waits } = tries({
      send: [unknown(network)],
      confirm: [...times(4, busy(unavailable)), missing],
    })
    await expect(upload()).rejects.toBe(unavailable)
    log.length = 0
    waits.length = 0
    await upload()
    expect({ log, waits }).toEqual({ log: ['confirm 1', 'send 1', 'confirm 1'], waits: [] })
  })
})

describe('a store that let the bytes of somebody else in first', () => {
  const error = new UploadError('changed', { step: 'confirm', status: 409 })
  const changed = () => ({ outcome: 'changed', error }) as const

  test('is given the picture once more, at another key', async () => {
    const { upload, log } = tries({ confirm: [changed] })
    await upload()
    expect(log).toEqual(['request-url', 'send 1', 'confirm 1', 'request-url', 'send 2', 'confirm 2'])
  })

  test('twice ends the upload', async () => {
    const { upload, log } = tries({ confirm: times(9, changed) })
    await expect(upload()).rejects.toBe(error)
    expect(log).toEqual(['request-url', 'send 1', 'confirm 1', 'request-url', 'send 2', 'confirm 2'])
  })
})
