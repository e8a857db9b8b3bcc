import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DOCTOR_GAPS } from '../s3/known-gaps.ts'
import { examineBackend } from './planted-backend.ts'
import { examine } from './planted-bucket.ts'

const docs = readFileSync(new URL('../../docs/doctor.md', import.meta.url), 'utf8')

/** The first cells of the tables of a section. */
function checksOf(section: string): string[] {
  const text = docs.split(/^## /m).find((each) => each.startsWith(section)) ?? ''
  return Array.from(text.matchAll(/^\| `([\w-]+)`/gm), ([, id = '']) => id)
}

test('docs/doctor.md has a line for every check of a bucket, once, and for nothing else', async () => {
  const { report } = await examine()
  expect(checksOf('What is tried at a bucket').sort()).toEqual(report.findings.map(({ id }) => id).sort())
})

test('it has a line for every check of a backend, in their order', async () => {
  const { report } = await examineBackend()
  expect(checksOf('What is tried at a backend')).toEqual(report.findings.map(({ id }) => id))
})

test('it names what is found of Ceph RGW', () => {
  const gaps = Object.keys(DOCTOR_GAPS['ceph']?.fail ?? {}).map((id) => `\`${id}\``)
  expect(docs).toContain(
    `where it finds ${gaps.slice(0, -1).join(', ')} and ${gaps.at(-1)}, and nothing else`,
  )
})
