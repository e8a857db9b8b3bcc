import { createHmac, createSecretKey, hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createBackend, grantOf, imageOf, PICTURE } from '../backend.ts'
import { memoryStore } from '../memory-store.ts'
import { withoutNodeCrypto } from './two-cryptos.ts'

const load = () => import('../backend.ts')

test.each([
  ['without node:crypto', () => undefined],
  ['that has but a part of it', () => ({ createHmac })],
  ['that has not learnt to hash at once', () => ({ createHmac, createSecretKey })],
  [
    'that hashes to digits, whatever it is asked for',
    () => ({ createHmac, createSecretKey, hash: (name: string, data: Uint8Array) => hash(name, data) }),
  ],
  [
    'that throws when it is asked for it, as edge runtimes do',
    () => {
      throw new Error('This is not supported in the Edge Runtime.')
    },
  ],
])('a runtime %s signs and verifies what others sign and verify', async (_, how) => {
  const web = await withoutNodeCrypto(load, how)
  const store = memoryStore()
  const [onNode, onWeb] = [createBackend({ store }), web.createBackend({ store })]
  for (const [first, second] of [
    [onNode, onWeb],
    [onWeb, onNode],
  ] as const) {
    const { ticket } = await first.upload(PICTURE)
    expect(grantOf(await second.requestUrl({ renew: ticket })).id).not.toBe('')
    expect(imageOf(await second.confirm(ticket)).sizeBytes).toBe(PICTURE.length)
    const forged = ticket.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))
    expect(await second.confirm(forged)).toMatchObject({ status: 404 })
  }
})
