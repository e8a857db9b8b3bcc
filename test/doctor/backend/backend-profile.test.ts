import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { S3Profile, S3ProfileName } from '../../../src/server/index.ts'
import { examineBackend } from './planted-backend.ts'
import { failing } from '../bucket/planted-bucket.ts'

// Some hundred requests for each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 })

// The store says what the profile costs.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))
afterEach(() => vi.restoreAllMocks())

const OVERWRITES: S3Profile = { createOnly: false, bodyHash: 'sha256', quotesEtags: true }

type Profile = S3ProfileName | S3Profile

test.each<[profile: Profile, unsigned: string]>([
  ['ceph', 'x-amz-checksum-sha256'],
  [OVERWRITES, 'if-none-match'],
])('a backend over a storage of %j fails without its profile, and not with it', async (profile, unsigned) => {
  const without = (await examineBackend({ profile })).report
  expect(failing(without)).toEqual(['signed-headers'])
  const { report, saved } = await examineBackend({ profile, options: { profile } })
  expect(report.findings.filter(({ status }) => status !== 'pass')).toEqual([
    expect.objectContaining({
      id: 'signed-headers',
      status: 'not-promised',
      detail: `The profile does not sign ${unsigned}: docs/s3-servers.md says what that costs.`,
      fix: null,
    }),
  ])
  expect(saved).toEqual([])
})

test('a backend that signs more than the profile has no failure', async () => {
  const { report } = await examineBackend({ options: { profile: 'ceph' } })
  expect(report.findings.filter(({ status }) => status !== 'pass')).toEqual([])
})

test('what a profile promises is still a failure where it is missing, and the change is that of the profile', async () => {
  const { report } = await examineBackend({ profile: OVERWRITES, options: { profile: 'ceph' } })
  expect(report.findings.find(({ id }) => id === 'signed-headers')).toMatchObject({
    status: 'fail',
    detail: expect.stringContaining('does not cover if-none-match:'),
    fix: expect.stringMatching(/^X-Amz-SignedHeaders=content-length;content-type;host;if-none-match /),
  })
})

test('a header that is signed although the profile does not promise it has to be told to the page', async () => {
  const { report } = await examineBackend({
    options: { profile: 'ceph' },
    async before(request, handler) {
      const answer = await handler(request)
      if (!answer.ok || !request.url.endsWith('/request-url')) return answer
      const { upload, ...grant } = await answer.json()
      const { 'x-amz-checksum-sha256': _, ...headers } = upload.headers
      return new Response(JSON.stringify({ ...grant, upload: { ...upload, headers } }), answer)
    },
  })
  expect(failing(report)).toEqual(['signed-headers', 'send'])
})
