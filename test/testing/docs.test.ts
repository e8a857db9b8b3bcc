import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type SampleKind, samplePicture } from '../../src/testing/index.ts'
import { outcomes } from './backend/fault-outcomes.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const docs = read('../../docs/testing.md')

/** The cells of the rows that begin with a word of code. */
function rowsOf(section: string): string[][] {
  const text = docs.split(/^## /m).find((each) => each.startsWith(section)) ?? ''
  return [...text.matchAll(/^\| (`.*)\|$/gm)].map(([, cells = '']) =>
    cells.split('|').map((cell) => cell.trim()),
  )
}

test('docs/testing.md shows the example that is tested, word for word', () => {
  expect(docs).toContain(`\`\`\`tsx\n${read('example.tsx')}\`\`\`\n`)
})

test('it says of every fault what comes of it, in the order of the table', () => {
  const told = rowsOf('What can go wrong').map(([fault, , once, always]) => [fault, once, always])
  const ends = (end: string | null) => (end === null ? 'waits' : end === 'saved' ? end : `\`${end}\``)
  expect(told).toEqual(
    outcomes().map(([fault, { once, always }]) => [`\`${fault}\``, ends(once), ends(always)]),
  )
})

test('it names every kind of sample', () => {
  const told = rowsOf('Pictures').flatMap(([kinds = '']) => kinds.match(/\w+/g) ?? [])
  expect(() => samplePicture('' as SampleKind)).toThrow(`only ${told.join(', ')}.`)
})
