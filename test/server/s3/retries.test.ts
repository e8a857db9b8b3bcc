import { afterEach, describe, expect, test, vi } from 'vitest'
import { createS3Clock } from '../../../src/server/s3/clock.ts'
import { requestS3, type S3Call } from '../../../src/server/s3/request.ts'
import { signerSource } from '../../../src/server/s3/signer.ts'
import { PICTURE } from '../backend.ts'
import { failureOf } from '../failure.ts'
import { startScriptedServer, type Turn, xmlError } from './scripted-server.ts'

/** Sends a call to a server that answers by a script. No pause is waited for. */
async function sendTo(script: readonly Turn[], call: Partial<S3Call> = {}, onRequest: () => void = () => {}) {
  const { endpoint, received } = await startScriptedServer(script, onRequest)
  const pausesMs: number[] = []
  const answer = requestS3(
    { method: 'GET', url: new URL(`${endpoint}/bucket/key`), answers: 404, ...call },
    {
      signer: signerSource({ accessKeyId: 'KEY', secretAccessKey: 'secret' }, 'us-east-1', Date.now),
      clock: createS3Clock(Date.now),
      sleep: async (ms) => void pausesMs.push(ms),
      fetch,
    },
  )
  return { answer, received, pausesMs }
}

const CREATE: Partial<S3Call> = { method: 'PUT', body: new Uint8Array(PICTURE), answers: 412 }

describe('what passes is tried again', () => {
  test.each<[string, Turn]>([
    ['500', xmlError(500, 'InternalError')],
    ['503', xmlError(503, 'SlowDown')],
    ['429', { status: 429 }],
    ['409', xmlError(409, 'ConditionalRequestConflict')],
    ['a connection that is reset', 'reset'],
  ])('%s: until it succeeds, with the whole body each time', async (_, turn) => {
    const { answer, received } = await sendTo([turn, turn, { status: 200 }], CREATE)
    expect(await answer).toMatchObject({ status: 200 })
    expect(received.map(({ body }) => body.length)).toEqual([PICTURE.length, PICTURE.length, PICTURE.length])
  })

  test.each<[string, Turn, RegExp]>([
    ['503', xmlError(503, 'SlowDown'), /503 \(SlowDown\) to a GET, request id REQ1/],
    ['a connection that is reset', 'reset', /did not answer a GET: (ECONNRESET|UND_ERR_SOCKET)/],
  ])('%s: three times at most, with growing pauses', async (_, turn, cause) => {
    const { answer, received, pausesMs } = await sendTo([turn])
    const error = await failureOf(answer)
    expect(error.code).toBe('backend-unavailable')
    expect(String(error.cause)).toMatch(cause)
    expect(received).toHaveLength(3)
    expect(pausesMs).toEqual([150, 600])
  })

  test('a create whose first answer was lost finds its own object', async () => {
    const { answer } = await sendTo(['reset', xmlError(412, 'PreconditionFailed')], CREATE)
    expect(await answer).toMatchObject({ status: 412 })
  })
})

describe('a call has its time', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test('no try starts when 5 s have gone by', async () => {
    let nowMs = 0
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
    const { answer, received } = await sendTo([xmlError(503, 'SlowDown')], {}, () => {
      nowMs += 2500
    })
    expect(await failureOf(answer)).toMatchObject({ code: 'backend-unavailable' })
    expect(received).toHaveLength(2)
  })

  test('a store that says nothing for 10 s counts as one that is away', async () => {
    const clocks: { ms: number; ring(): void }[] = []
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const controller = new AbortController()
      clocks.push({ ms, ring: () => controller.abort(new DOMException('too late', 'TimeoutError')) })
      return controller.signal
    })
    const { answer, received } = await sendTo(['silence'], {}, () => clocks.at(-1)?.ring())
    const error = await failureOf(answer)
    expect(error.code).toBe('backend-unavailable')
    expect(String(error.cause)).toContain('TimeoutError')
    expect(clocks.map(({ ms }) => ms)).toEqual([10_000, 10_000, 10_000])
    expect(received).toHaveLength(3)
  })
})
