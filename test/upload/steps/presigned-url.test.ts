import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  isExpired,
  isStale,
  moment,
  openGrant,
  type SealedGrant,
  sealGrant,
} from '../../../src/upload/steps/presigned-url.ts'
import { createFakeClock, type FakeClock } from '../fake-clock.ts'
import { SECRETS, uploadGrant } from '../samples.ts'

function sealed(clock: FakeClock, expiresInSeconds: number = 300): SealedGrant {
  return sealGrant(uploadGrant(1, expiresInSeconds), moment(clock))
}

describe('T-15: the age of a URL', () => {
  test.each([
    { ttlSeconds: 300, staleAfterMs: 285_000 },
    { ttlSeconds: 900, staleAfterMs: 885_000 },
    { ttlSeconds: 60, staleAfterMs: 45_000 },
    { ttlSeconds: 40, staleAfterMs: 30_000 },
    { ttlSeconds: 4, staleAfterMs: 3_000 },
  ])('lets a URL of $ttlSeconds s be stale after $staleAfterMs ms', ({ ttlSeconds, staleAfterMs }) => {
    const clock = createFakeClock()
    const grant = sealed(clock, ttlSeconds)
    clock.pass(staleAfterMs)
    expect(isStale(grant, clock)).toBe(false)
    clock.pass(1)
    expect(isStale(grant, clock)).toBe(true)
    expect(isExpired(grant, clock)).toBe(false)
  })

  test('lets a URL be expired when its whole life is over', () => {
    const clock = createFakeClock()
    const grant = sealed(clock)
    clock.pass(300_000)
    expect(isExpired(grant, clock)).toBe(false)
    clock.pass(1)
    expect(isExpired(grant, clock)).toBe(true)
  })

  test('goes on while the device sleeps and the monotonic clock stands still', () => {
    const clock = createFakeClock()
    const grant = sealed(clock)
    clock.sleep(400_000)
    expect(isStale(grant, clock)).toBe(true)
    expect(isExpired(grant, clock)).toBe(true)
  })

  test('goes on by the monotonic clock when the wall clock is turned back six hours', () => {
    const clock = createFakeClock()
    const grant = sealed(clock)
    clock.setWallBack(6 * 3_600_000)
    clock.pass(285_000)
    expect(isStale(grant, clock)).toBe(false)
    clock.pass(1)
    expect(isStale(grant, clock)).toBe(true)
  })

  test('begins when the URL was asked for, not when the answer came', () => {
    const clock = createFakeClock()
    const requestedAt = moment(clock)
    clock.pass(200_000)
    const grant = sealGrant(uploadGrant(), requestedAt)
    clock.pass(85_001)
    expect(isStale(grant, clock)).toBe(true)
  })
})

describe('T-17, T-19: a sealed grant shows neither URL nor ticket', () => {
  test.each<[string, (grant: SealedGrant) => unknown]>([
    ['JSON', (grant) => JSON.stringify(grant)],
    ['String', (grant: unknown) => String(grant)],
    ['a structured clone', (grant) => JSON.stringify(structuredClone(grant))],
    ['a copy by spreading', (grant) => JSON.stringify({ ...grant })],
    ['its properties', (grant) => Reflect.ownKeys(grant).join()],
    ['util.inspect with everything', (grant) => inspect(grant, { showHidden: true, depth: null })],
  ])('to %s', (_, show) => {
    const grant = sealed(createFakeClock())
    const { url, ticket } = openGrant(grant)
    // The pattern finds the secrets, so its silence below means something.
    expect(url).toMatch(SECRETS)
    expect(ticket).toMatch(SECRETS)
    expect(show(grant)).not.toMatch(SECRETS)
  })

  test('to whoever has a copy: only the sealed object itself opens', () => {
    const grant = sealed(createFakeClock())
    expect(() => openGrant({ ...grant })).toThrow(TypeError)
    expect(() => openGrant(structuredClone(grant))).toThrow(TypeError)
  })

  test('and cannot be changed', () => {
    expect(Object.isFrozen(sealed(createFakeClock()))).toBe(true)
  })
})
