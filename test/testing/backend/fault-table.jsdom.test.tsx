import { afterEach, describe, expect, test } from 'vitest'
import { createTestBackend } from '../../../src/testing/index.ts'
import { outcomes } from './fault-outcomes.ts'
import { uploadByEngine } from './upload-by-engine.ts'

const backend = createTestBackend()
afterEach(backend.reset)

describe('a fault that happens once', () => {
  test.each(outcomes())('%s', async (fault, { once, waitsFor }) => {
    const handle = backend.fail(fault)
    const waitedFor = waitsFor === null ? [] : [waitsFor]
    expect(await uploadByEngine(backend.props)).toEqual({ end: once, waitedFor })
    expect(handle.hits).toBe(1)
    expect(backend.images).toHaveLength(once === 'saved' ? 1 : 0)
  })
})

describe('a fault that stays', () => {
  test.each(outcomes().filter(([, { always }]) => always !== null))('%s', async (fault, { always }) => {
    const handle = backend.fail(fault, { times: Infinity })
    expect((await uploadByEngine(backend.props)).end).toBe(always)
    expect(handle.hits).toBeGreaterThan(0)
    expect(backend.images).toEqual([])
    handle.end()
    expect((await uploadByEngine(backend.props)).end).toBe('saved')
  })
})
