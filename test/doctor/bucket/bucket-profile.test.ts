import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { S3Profile } from '../../../src/server/index.ts'
import { examine, failing, GOOD_RULE, type Plant } from './planted-bucket.ts'
import { ignoringConditions, lenient } from '../weak-servers.ts'

// Some hundred requests for each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 })

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))
afterEach(() => vi.restoreAllMocks())

const OVERWRITES: S3Profile = { createOnly: false, bodyHash: 'sha256', quotesEtags: true }

const under = (profile: NonNullable<Plant['options']>['profile'], plant: Plant): Plant => ({
  ...plant,
  options: { profile },
})

type Weakness = [what: string, plant: Plant, profile: 'ceph' | S3Profile, ids: string[]]

const WEAKNESSES: Weakness[] = [
  ['does not compare checksums', lenient(() => true, 'BadDigest'), 'ceph', ['wrong-bytes']],
  ['ignores If-None-Match', { before: ignoringConditions }, OVERWRITES, ['second-put', 'tombstone']],
]

test.each(WEAKNESSES)('a server that %s fails without its profile, and not with it', async (...weakness) => {
  const [, plant, profile, ids] = weakness
  expect(failing((await examine(plant)).report)).toEqual(ids)
  const { report, left } = await examine(under(profile, plant))
  expect(failing(report)).toEqual([])
  expect(left).toEqual([])
  for (const id of ids) {
    const finding = report.findings.find((each) => each.id === id)
    expect(finding).toMatchObject({
      status: 'not-promised',
      detail: expect.stringContaining('does not sign'),
      fix: null,
    })
  }
})

test.each<['aws' | 'ceph' | S3Profile, string[]]>([
  ['aws', []],
  ['ceph', ['wrong-bytes']],
  [OVERWRITES, ['left-out-condition', 'second-put', 'tombstone']],
])('of the profile %j, no more and no less is not promised', async (profile, ids) => {
  const { report } = await examine(under(profile, {}))
  const unpromised = report.findings.filter(({ status }) => status === 'not-promised')
  expect(unpromised.map(({ id }) => id)).toEqual(ids)
  expect(failing(report)).toEqual([])
})

test('what a profile promises is still a failure where it is missing', async () => {
  const unsigned = lenient((request) => request.headers.has('x-amz-meta-doctor'))
  expect(failing((await examine(under('ceph', unsigned))).report)).toEqual(['unsigned-header'])
  const overwriting = { before: ignoringConditions }
  expect(failing((await examine(under('ceph', overwriting))).report)).toEqual(['second-put', 'tombstone'])
  const corrupting = lenient(() => true, 'BadDigest')
  expect(failing((await examine(under(OVERWRITES, corrupting))).report)).toEqual(['wrong-bytes'])
})

test('CORS has to allow the headers of the profile, and no others; and the report is all that is said of it', async () => {
  const plant: Plant = { cors: [{ ...GOOD_RULE, allowedHeaders: ['content-type', 'if-none-match'] }] }
  expect(failing((await examine(plant)).report)).toEqual(['cors-x-amz-checksum-sha256'])
  const { report } = await examine(under('ceph', plant))
  expect(failing(report)).toEqual([])
  expect(report.findings.map(({ id }) => id)).not.toContain('cors-x-amz-checksum-sha256')
  expect(console.warn).not.toHaveBeenCalled()
})
