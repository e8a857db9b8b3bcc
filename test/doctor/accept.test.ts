import { expect, test, vi } from 'vitest'
import { exitCode, formatReport } from '../../src/doctor/report.ts'
import { examineBackend } from './backend/planted-backend.ts'
import { examine, failing, type Plant } from './bucket/planted-bucket.ts'
import { ignoringConditions, lenient } from './weak-servers.ts'

// Some hundred requests for each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 })

const UNSIGNED: Plant = lenient((request) => request.headers.has('x-amz-meta-doctor'))
const accepting = (plant: Plant, ...accept: string[]) =>
  examine({ ...plant, options: { ...plant.options, accept } })

test('a failure that is accepted is told, and is none', async () => {
  const { report: strict } = await examine(UNSIGNED)
  expect([failing(strict), exitCode(strict)]).toEqual([['unsigned-header'], 1])
  const { report, left } = await accepting(UNSIGNED, 'unsigned-header')
  expect([failing(report), exitCode(report), report.acceptedInVain, left]).toEqual([[], 0, [], []])
  const told = strict.findings.find(({ id }) => id === 'unsigned-header')
  expect(report.findings).toContainEqual({ ...told, status: 'accepted', fix: null })
  expect(report.findings.length).toBe(strict.findings.length)
  expect(formatReport(report)).toMatch(/^accepted +unsigned-header +An x-amz-\* header .*\n(?! +change)/m)
  expect(formatReport(report)).toMatch(/\n\d+ passed, 0 failed, 1 accepted, \d+ cannot be told\.\n$/)
})

test('what is not accepted is a failure still', async () => {
  const { report } = await accepting({ before: ignoringConditions }, 'second-put')
  expect([failing(report), exitCode(report)]).toEqual([['tombstone'], 1])
  expect(report.findings.find(({ id }) => id === 'tombstone')?.fix).toContain('If-None-Match')
})

test('what is accepted without need is said, so that it can be taken away', async () => {
  const { report } = await accepting(UNSIGNED, 'tombstone', 'unsigned-header', 'cors-etag', 'tombstone')
  expect(report.acceptedInVain).toEqual(['tombstone', 'cors-etag'])
  expect(report.findings.find(({ id }) => id === 'tombstone')?.status).toBe('pass')
  expect(exitCode(report)).toBe(0)
  expect(formatReport(report)).toMatch(
    /told\.\nTake from --accept what is not needed: tombstone, cors-etag\.\n$/,
  )
})

test('without need is also what the profile does not promise or does not ask for, but not what cannot be told', async () => {
  const plant: Plant = { options: { profile: 'ceph' } }
  const { report } = await accepting(plant, 'wrong-bytes', 'cors-x-amz-checksum-sha256', 'object-lock')
  expect(report.findings.find(({ id }) => id === 'object-lock')?.status).toBe('cannot-tell')
  expect(report.acceptedInVain).toEqual(['wrong-bytes', 'cors-x-amz-checksum-sha256'])
})

test('a backend has its own', async () => {
  const cached = {
    async before(request: Request, handler: (request: Request) => Promise<Response>) {
      const answer = await handler(request)
      answer.headers.delete('cache-control')
      return answer
    },
  }
  expect(failing((await examineBackend(cached)).report)).toEqual(['no-store'])
  const { report } = await examineBackend({ ...cached, options: { accept: ['no-store', 'svg'] } })
  expect([failing(report), exitCode(report), report.acceptedInVain]).toEqual([[], 0, ['svg']])
})

test('a name that no check has is refused before anything is asked', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>()
  const says = (id: string) => `There is nothing to accept by the name "${id}"`
  for (const id of ['signatur-age', 'no-store', 'clean-up', ''])
    await expect(examine({ options: { fetch, accept: ['cors-etag', id] } })).rejects.toThrow(says(id))
  for (const id of ['signature-age', 'toString', ''])
    await expect(examineBackend({ options: { fetch, accept: [id] } })).rejects.toThrow(says(id))
  expect(fetch).not.toHaveBeenCalled()
})
