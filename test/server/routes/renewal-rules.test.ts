import { describe, expect, test } from 'vitest'
import { imageRules, type ImageRules } from '../../../src/server/index.ts'
import { createBackend, refusalOf } from '../backend.ts'
import { memoryStore } from '../memory-store.ts'

/** A ticket from before a deploy, and the handler after it, which has these rules. */
async function renewAfterDeploy(rules: Partial<ImageRules>) {
  const { ticket } = await createBackend().grant()
  const store = memoryStore()
  const answer = await createBackend({ store, rules: imageRules(rules) }).requestUrl({ renew: ticket })
  return { answer, store }
}

describe('a renewal keeps the rules of now, not those of its ticket', () => {
  test.each([
    ['a type that is accepted no more', { types: ['image/png'] as const }, 400],
    ['a size that is too large by now', { maxSizeBytes: 100 }, 413],
  ])('%s: no URL is signed', async (_, rules, status) => {
    const { answer, store } = await renewAfterDeploy(rules)
    expect(refusalOf(answer)).toEqual({ status, code: 'request-rejected', reason: expect.any(String) })
    expect(store.calls).toEqual([])
  })

  test('what still keeps them gets its URL', async () => {
    const { answer } = await renewAfterDeploy({ types: ['image/jpeg'] })
    expect(answer).toMatchObject({ status: 200 })
  })
})
