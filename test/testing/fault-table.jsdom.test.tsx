import { afterEach, describe, expect, test } from 'vitest'
import { createTestBackend, type Fault } from '../../src/testing/index.ts'
import { uploadByEngine } from './upload-by-engine.ts'

const backend = createTestBackend()
afterEach(backend.reset)

/** What comes of a fault that passes, and of one that stays. */
const OUTCOMES: Record<Fault, { once: string; always: string; waitedFor: string | null }> = {
  unauthenticated: { once: 'unauthenticated', always: 'unauthenticated', waitedFor: null },
  forbidden: { once: 'forbidden', always: 'forbidden', waitedFor: null },
  rateLimited: { once: 'saved', always: 'rate-limited', waitedFor: 'backoff' },
  backendDown: { once: 'saved', always: 'backend-unavailable', waitedFor: 'backoff' },
  badJson: { once: 'bad-response', always: 'bad-response', waitedFor: null },
  urlExpired: { once: 'saved', always: 'url-expired', waitedFor: null },
  signatureMismatch: { once: 'signature-mismatch', always: 'signature-mismatch', waitedFor: null },
  clockSkew: { once: 'saved', always: 'clock-skew', waitedFor: null },
  cors: { once: 'cors', always: 'cors', waitedFor: null },
  offline: { once: 'saved', always: '', waitedFor: 'online' },
  reset: { once: 'saved', always: 'network', waitedFor: 'backoff' },
  slowDown: { once: 'saved', always: 'storage-busy', waitedFor: 'backoff' },
  confirmFails: { once: 'saved', always: 'unexpected', waitedFor: 'backoff' },
}
const rows = Object.entries(OUTCOMES) as [Fault, (typeof OUTCOMES)[Fault]][]

describe('a fault that happens once', () => {
  test.each(rows)('%s', async (fault, { once, waitedFor }) => {
    const handle = backend.fail(fault)
    expect(await uploadByEngine(backend.props)).toEqual({
      end: once,
      waitedFor: waitedFor === null ? [] : [waitedFor],
    })
    expect(handle.hits).toBe(1)
    expect(backend.images).toHaveLength(once === 'saved' ? 1 : 0)
  })
})
describe('a fault that stays', () => {
  test.each(rows.filter(([fault]) => fault !== 'offline'))('%s', async (fault, { always }) => {
    const handle = backend.fail(fault, { times: Infinity })
    const { end } = await uploadByEngine(backend.props)
    expect(end).toBe(always)
    expect(handle.hits).toBeGreaterThanOrEqual(1)
    expect(backend.images).toEqual([])
    handle.end()
    expect(await uploadByEngine(backend.props)).toMatchObject({ end: 'saved' })
  })
})
