import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compareSkips } from '../../scripts/compare-skips.ts'

const A = 'node: node test/a.test.ts > a'
const B = 'node: node test/b.test.ts > b'

test.each([
  ['nothing skipped, nothing listed', [], [], []],
  ['skipped and listed', [A], [A], []],
  ['skipped, not listed', [A, B], [A], [`SKIPPED: ${B}`]],
  ['listed, not skipped', [A], [A, B], [`no longer skipped: ${B}`]],
  ['of a step that did not run', [], ['s3-ceph: node test/s3/a.test.ts > a'], []],
])('%s', (_name, found, listed, differences) => {
  expect(compareSkips(found, listed, ['node', 's3'])).toEqual(differences)
})

test('the list is sorted, without repetition, and each line names a step, a project, a file and a test', () => {
  const lines = readFileSync(new URL('../expected-skips.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  expect(lines).toEqual([...new Set(lines)].toSorted())
  expect(lines.filter((line) => !/^[\w-]+: \S.* test\/\S+\.tsx? > \S/.test(line))).toEqual([])
})
