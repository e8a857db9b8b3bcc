import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createFormat } from '../../src/react/texts/format.ts'
import { english } from '../../src/react/texts/english.ts'

const page = readFileSync(new URL('../../docs/accessibility.md', import.meta.url), 'utf8')
const section = (title: string) => page.split(/^## /m).find((part) => part.startsWith(title)) ?? ''

test('docs/accessibility.md names every test of test/a11y, and no other', () => {
  const files = readdirSync(new URL('../a11y', import.meta.url))
  const tests = files.flatMap((file) => /^(.*)\.browser\.test\.tsx$/.exec(file)?.[1] ?? [])
  const named = section('Criteria').match(/(?<=`)(?!use)[a-z]+(-[a-z]+)*(?=`)/g)
  expect(new Set(named)).toEqual(new Set(tests))
})

test('docs/accessibility.md quotes what is said', () => {
  const { uploading, uploaded, removed, undoAvailable, errorPrefix } = english
  const said = new Set<unknown>([
    ...Object.values(english),
    `${removed} ${undoAvailable}`,
    `${errorPrefix} `,
    typeof uploading === 'string' ? uploading : uploading('cat.jpg'),
    typeof uploaded === 'string' ? uploaded : uploaded(0.5, createFormat(english.locale)),
  ])
  const [, table = ''] = section('With a screen reader').split('| words')
  const quoted = [...table.matchAll(/"([^"]*)"/g)].map(([, words]) => words)
  expect(quoted.length).toBeGreaterThan(12)
  expect(quoted.filter((words) => !said.has(words))).toEqual([])
})
