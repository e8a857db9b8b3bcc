import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ownerFolder } from '../../src/server/image/object-keys.ts'
import { eraseOwner } from './erase-owner.ts'
import { memoryStore } from './memory-store.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

test('what docs/operations.md shows erases all of one owner, and nothing of others', async () => {
  const store = memoryStore()
  const [ada, bob] = await Promise.all(['user:ada', 'user:bob'].map(ownerFolder))
  const place = (key: string) => store.place(key, new Uint8Array(1), { type: 'image/jpeg' })
  for (const folder of ['avatars', 'removed', 'staging']) {
    for (let index = 0; index < 150; index++) place(`${folder}/${ada}/${index}`)
    place(`${folder}/${bob}/0`)
  }
  expect(await eraseOwner(store, 'user:ada')).toBe(ada)
  expect(store.keys('')).toEqual([`avatars/${bob}/0`, `removed/${bob}/0`, `staging/${bob}/0`])
  expect(read('../../docs/operations.md')).toContain(`\`\`\`ts\n${read('erase-owner.ts')}\`\`\`\n`)
})
