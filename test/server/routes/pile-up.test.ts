import { describe, expect, test } from 'vitest'
import { UploadError } from '../../../src/server/index.ts'
import { createBackend, grantOf, PICTURE, refusalOf } from '../backend.ts'
import { memoryStore, sha256Of } from '../memory-store.ts'

const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) }

function limitedBackend() {
  const clock = { nowMs: Date.parse('2026-03-01T12:00:00Z') }
  return { clock, backend: createBackend({ maxPending: 3, now: () => clock.nowMs }) }
}

describe('T-53: with maxPending 3', () => {
  test('the fourth upload that nobody confirms is refused with 429 before anything is signed', async () => {
    const { backend, clock } = limitedBackend()
    for (let count = 0; count < 3; count++) {
      await backend.upload()
      clock.nowMs += 10_000
    }
    const signedBefore = backend.store.calls.filter((call) => call.startsWith('signPut'))
    const answer = await backend.requestUrl(FACTS)
    // The first of them was begun 30 s ago, and counts for an hour.
    expect(answer).toMatchObject({
      status: 429,
      json: { error: { code: 'rate-limited', retryAfterSeconds: 3570 } },
    })
    expect(answer.headers.get('retry-after')).toBe('3570')
    expect(backend.store.calls.filter((call) => call.startsWith('signPut'))).toEqual(signedBefore)
    expect(backend.errors).toEqual([])
  })

  test('it is granted after the time that Retry-After has told, and not before', async () => {
    const { backend, clock } = limitedBackend()
    for (let count = 0; count < 3; count++) await backend.upload()
    clock.nowMs += 3_600_000
    expect(await backend.requestUrl(FACTS)).toMatchObject({ status: 429 })
    clock.nowMs += 1000
    expect(await backend.requestUrl(FACTS)).toMatchObject({ status: 200 })
  })

  test('older ones are no obstacle, however many there are, and cost no longer list', async () => {
    const { backend, clock } = limitedBackend()
    const { stagingKey } = await backend.upload()
    for (let count = 0; count < 5000; count++) {
      backend.store.place(stagingKey.slice(0, -4) + String(count).padStart(4, '0'), PICTURE, { type: '' })
    }
    clock.nowMs += 3_601_000
    for (let count = 0; count < 3; count++) await backend.upload()
    expect(await backend.requestUrl(FACTS)).toMatchObject({ status: 429 })
  })

  test('those of other owners do not count', async () => {
    const { backend } = limitedBackend()
    for (let count = 0; count < 3; count++) await backend.upload(PICTURE, 'image/jpeg', 'eve')
    expect(await backend.requestUrl(FACTS, 'ada')).toMatchObject({ status: 200 })
  })

  test('a renewal and a confirm are let through', async () => {
    const { backend } = limitedBackend()
    const { ticket } = await backend.upload()
    await backend.upload()
    await backend.upload()
    const renewed = grantOf(await backend.requestUrl({ renew: ticket }))
    expect(await backend.confirm(renewed.ticket)).toMatchObject({ status: 200 })
  })
})

test('without maxPending nothing is listed', async () => {
  const backend = createBackend()
  await backend.grant()
  expect(backend.store.calls.filter((call) => call.startsWith('list'))).toEqual([])
})

describe('T-53: authorize can refuse by rate, before any call to the storage', () => {
  test.each([
    ['request-url', 'POST', '/request-url'],
    ['confirm', 'POST', '/confirm'],
    ['current', 'GET', ''],
    ['remove', 'DELETE', ''],
  ])('at %s, with the seconds to wait', async (step, method, path) => {
    const asked: string[] = []
    const backend = createBackend({
      store: memoryStore(),
      maxPending: 3,
      authorize(_request, _context, name) {
        asked.push(name)
        throw new UploadError('rate-limited', { retryAfterSeconds: 2.5 })
      },
    })
    // No JSON: whoever is refused has not even been read.
    const answer = await backend.call({ method, path, body: 'no JSON' })
    expect(answer).toMatchObject({
      status: 429,
      json: { error: { code: 'rate-limited', retryAfterSeconds: 2.5 } },
    })
    expect(answer.headers.get('retry-after')).toBe('3')
    expect(asked).toEqual([step])
    expect(backend.store.calls).toEqual([])
    expect(backend.errors).toEqual([])
  })

  test('and without them', async () => {
    const backend = createBackend({
      authorize: () => Promise.reject(new UploadError('rate-limited')),
    })
    const answer = await backend.requestUrl(FACTS)
    expect(refusalOf(answer)).toMatchObject({ status: 429, code: 'rate-limited' })
    expect(answer.headers.get('retry-after')).toBeNull()
  })
})
