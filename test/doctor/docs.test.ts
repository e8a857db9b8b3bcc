import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { DOCTOR_GAPS } from '../s3/known-gaps.ts'
import { examineBackend } from './backend/planted-backend.ts'
import { examine } from './bucket/planted-bucket.ts'

// Some hundred requests for each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 })

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

test.each([
  ['ceph', 'of Ceph RGW 16: '],
  ['localstack', 'of LocalStack 4.14 with `S3_SKIP_SIGNATURE_VALIDATION=0`: '],
])('it names what is found of a good bucket of %s', (server, text) => {
  const gaps = Object.keys(DOCTOR_GAPS[server]?.fail ?? {}).map((id) => `\`${id}\``)
  expect(gaps.length).toBeGreaterThan(0)
  expect(docs).toContain(`- ${text}${gaps.join(', ')}`)
})
