import { describe, expect, test } from 'vitest'
import { createUploadIds, uploadIdStart, uploadIdTimeMs } from '../../../src/server/image/upload-ids.ts'

const NOW = Date.parse('2026-03-01T12:00:00.123Z')

/** RFC 9562: the first 48 bits of version 7 are the milliseconds. */
const msOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

describe('an upload id', () => {
  test('is a UUID of version 7 and variant 10, with the time in front', () => {
    const nextId = createUploadIds(() => NOW)
    for (let n = 0; n < 100; n++) {
      expect(nextId()).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    }
    expect(msOf(createUploadIds(() => NOW)())).toBe(NOW)
    expect(msOf(createUploadIds(() => NOW + 0.9)())).toBe(NOW)
  })

  test('differs between processes in the same millisecond', () => {
    expect(createUploadIds(() => NOW)()).not.toBe(createUploadIds(() => NOW)())
  })

  test.each([
    ['stands still, for longer than a counter of 12 bits lasts', () => NOW],
    ['moves on', (n: number) => NOW + n],
    ['is turned back', (n: number) => NOW - n],
    ['jumps to and fro', (n: number) => NOW + (n % 3) * 1000],
  ])('is larger than the one before when the clock %s', (_, clock: (call: number) => number) => {
    let calls = 0
    const nextId = createUploadIds(() => clock(calls++))
    const ids = Array.from({ length: 10_000 }, nextId)
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('comes back to the clock once it has caught up', () => {
    let nowMs = NOW
    const nextId = createUploadIds(() => nowMs)
    nextId()
    nowMs -= 5000
    expect(msOf(nextId())).toBe(NOW)
    nowMs += 6000
    expect(msOf(nextId())).toBe(NOW + 1000)
  })
})

test('an id tells when it was made, and sorts behind the start of its time', () => {
  let nowMs = Date.parse('2026-03-01T12:00:00Z')
  const nextId = createUploadIds(() => nowMs)
  const before = nextId()
  nowMs += 1
  const start = uploadIdStart(nowMs)
  const ids = [nextId(), nextId()]
  expect([before, start, ...ids].toSorted()).toEqual([before, start, ...ids])
  expect([before, ...ids].map(uploadIdTimeMs)).toEqual([nowMs - 1, nowMs, nowMs])
})
