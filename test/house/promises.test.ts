import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

// The tables of test/README.md are the map from each promise to its tests: none may promise what no test shows.

const root = fileURLToPath(new URL('..', import.meta.url))

interface Row {
  id: string
  status: string
  /** Test files, or rows of the first table. */
  where: string[]
  remark: string
}

const ROW_ID = String.raw`T-\d+|I\d+|5\.\d\.\d`
const rows: Row[] = [...readFileSync(`${root}README.md`, 'utf8').matchAll(/^\|(.+)\|$/gm)]
  .map(([, cells = '']) => cells.split('|').map((cell) => cell.trim()))
  .filter(([id = '']) => new RegExp(`^(${ROW_ID})$`).test(id))
  .map((cells) => {
    const [remark = '', where = '', status = ''] = cells.toReversed()
    return { id: cells[0] ?? '', status, where: where.match(/T-\d+|(?<=`)[^`]+\.tsx?/g) ?? [], remark }
  })
const [threats, invariants, requirements] = ['T', 'I', '5'].map((start) =>
  rows.filter(({ id }) => id.startsWith(start)),
) as [Row[], Row[], Row[]]
const isProved = ({ status }: Row) => status === 'proved'

/** The numbers that stand in the titles of each test file: in its texts, not in its comments. */
const titles = new Map(
  globSync('**/*.test.{ts,tsx}', { cwd: root }).map((file) => {
    const id = new RegExp(String.raw`(?<![\w.-])(?:${ROW_ID})(?![\w.-])`, 'g')
    const texts = readFileSync(`${root}${file}`, 'utf8').match(/(['"`])(?:(?!\1)[^\\\n]|\\.)*\1/g) ?? []
    return [file, new Set(texts.join(' ').match(id))] as const
  }),
)

/** What is wrong with a row, as sentences. */
function faultsOf(row: Row): string[] {
  const { id, status, where, remark } = row
  const faults = where
    .filter((proof) => !shows(proof, row))
    .map((proof) => `${proof} does not show that ${id} is ${status}`)
  if (isProved(row) && where.length === 0) faults.push(`${id} is shown by nothing`)
  if (status === 'open' && where.length > 0) faults.push(`${id} is shown by something`)
  if (status !== 'proved' && remark === '') faults.push(`${id} does not say why`)
  return faults
}

function shows(proof: string, row: Row): boolean {
  if (!proof.startsWith('T-')) return titles.get(proof)?.has(row.id) === true
  const threat = threats.find(({ id }) => id === proof)
  return threat !== undefined && (isProved(threat) || !isProved(row))
}

test('each table has every row once', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  expect(threats.map(({ id }) => id)).toEqual(numbers(72).map((number) => `T-${number}`))
  expect(invariants.map(({ id }) => id)).toEqual(numbers(12).map((number) => `I${number}`))
  const sections = { '5.1': 1, '5.2': 6, '5.3': 3, '5.4': 3 }
  expect(requirements.map(({ id }) => id)).toEqual(
    Object.entries(sections).flatMap(([section, count]) =>
      numbers(count).map((number) => `${section}.${number}`),
    ),
  )
})

describe.each([
  ['threats', threats, ['proved', 'partly', 'open']],
  ['invariants', invariants, ['proved', 'partly', 'open']],
  ['requirements', requirements, ['proved', 'partly', 'not ours']],
])('of the %s', (_, table, statuses) => {
  test.each(table)('$id is $status, as far as its tests show', (row) => {
    expect(statuses).toContain(row.status)
    expect(faultsOf(row)).toEqual([])
  })
})

test('every number in a title is in its table, beside its file', () => {
  const unknown = [...titles].flatMap(([file, ids]) =>
    [...ids]
      .filter((id) => !rows.some((row) => row.id === id && row.where.includes(file)))
      .map((id) => `${id} ${file}`),
  )
  expect(unknown).toEqual([])
})
