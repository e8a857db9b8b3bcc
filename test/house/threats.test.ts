import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// The table of test/README.md is the map from each promise to its tests: it must not promise what no test shows.

const root = fileURLToPath(new URL('..', import.meta.url))

interface Row {
  id: string
  status: string
  files: string[]
}

const rows: Row[] = [
  ...readFileSync(`${root}README.md`, 'utf8').matchAll(/^\| (T-\d+) +\|[^|]*\| (\w+) +\|([^|]*)\|$/gm),
].map(([, id = '', status = '', files = '']) => ({
  id,
  status,
  files: [...files.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
}))

/** The numbers that stand in the titles of each test file: in its texts, not in its comments. */
const titles = new Map(
  globSync('**/*.test.{ts,tsx}', { cwd: root }).map((file) => {
    const texts = readFileSync(`${root}${file}`, 'utf8').match(/(['"`])[^'"`\n]*\bT-\d+\b/g) ?? []
    return [file, new Set(texts.join(' ').match(/\bT-\d+\b/g))] as const
  }),
)

test('the table has every row of the threat model once', () => {
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 72 }, (_, index) => `T-${index + 1}`))
})

test.each(rows.filter(({ status }) => status === 'proved'))(
  '$id has a test in each file it names',
  ({ id, files }) => {
    expect(files.length).toBeGreaterThan(0)
    expect(files.filter((file) => titles.get(file)?.has(id) !== true)).toEqual([])
  },
)

test('every number in a title is in the table, beside its file', () => {
  const unknown = [...titles].flatMap(([file, numbers]) =>
    [...numbers]
      .filter((id) => !rows.some((row) => row.id === id && row.files.includes(file)))
      .map((id) => `${id} ${file}`),
  )
  expect(unknown).toEqual([])
})
