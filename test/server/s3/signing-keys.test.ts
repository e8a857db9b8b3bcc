import { expect, test } from 'vitest'
import { s3Store } from '../../../src/server/index.ts'
import type { Hmac } from '../../../src/server/crypto/hmac.ts'
import { signingKeys } from '../../../src/server/s3/signing-keys.ts'
import { PICTURE } from '../backend.ts'
import { sha256Of } from '../memory-store.ts'

const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) } as const
const DAY_MS = 86_400_000

test('a store that has signed before signs as a new one: after a rotation, and on another day', async () => {
  let nowMs = Date.parse('2026-03-01T12:00:00Z')
  let rotation = 0
  const newStore = () =>
    s3Store({
      bucket: 'pictures',
      region: 'eu-central-1',
      credentials: async () => ({ accessKeyId: 'KEY', secretAccessKey: `secret ${rotation}` }),
      now: () => nowMs,
    })
  const store = newStore()
  const urls = new Set<string>()
  for (const step of ['first', 'another day', 'rotated', 'another day', 'rotated', 'rotated', 'rotated']) {
    if (step === 'another day') nowMs += DAY_MS
    if (step === 'rotated') rotation += 1
    const { url } = await store.signPut('key', FACTS, 300)
    expect(url).toBe((await newStore().signPut('key', FACTS, 300)).url)
    expect(url).toBe((await store.signPut('key', FACTS, 300)).url)
    urls.add(url)
  }
  expect(urls.size).toBe(7)
})

test('no more than eight keys are kept, and a kept one is the same', async () => {
  const kept = new Map<string, Hmac>()
  const keyOf = signingKeys('us-east-1', kept)
  for (let count = 1; count <= 100; count += 1) {
    const key = await keyOf(`secret ${count}`, '20260301')
    expect(kept.size).toBeLessThanOrEqual(8)
    expect(await keyOf(`secret ${count}`, '20260301')).toBe(key)
  }
})
