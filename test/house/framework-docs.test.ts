import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const docs = readFileSync(new URL('docs/frameworks.md', root), 'utf8')
/** What the page shows, block by block. */
const shown = [...docs.matchAll(/^```tsx?\n(.*?)^```/gms)].map(([, code = '']) => code)

const read = (path: string) => readFileSync(new URL(`test/frameworks/${path}`, root), 'utf8')
const recipes = readdirSync(new URL('test/frameworks/recipes/', root))
  .filter((name) => name !== 'profile-image.ts')
  .map((name) => `recipes/${name}`)
const ofNext = ['api/profile-image/[[...path]]/route.ts', 'avatar.tsx', 'page.tsx'].map(
  (name) => `next/app/${name}`,
)

test('docs/frameworks.md shows the files that npm run test:frameworks starts, and no other code', () => {
  expect(shown.toSorted()).toEqual([...recipes, ...ofNext].map(read).toSorted())
})

test('a recipe has fewer than 25 lines, but for the store', () => {
  const long = [...recipes, ...ofNext].filter((path) => read(path).trimEnd().split('\n').length >= 25)
  expect(long).toEqual(['recipes/sdk-store.ts'])
})
