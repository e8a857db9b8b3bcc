import { afterAll, beforeAll, expect, test } from 'vitest'
import { runBucketDoctor } from '../../src/doctor/run-bucket-doctor.ts'
import { run } from '../cli/run.ts'
import { jpeg } from '../picture/samples.ts'
import { openBackend, putPicture } from './backend.ts'
import { DOCTOR_GAPS } from './known-gaps.ts'
import { callS3, objectUrl } from './s3-client.ts'
import { openTarget, type S3Target, SERVER } from './target.ts'

// `setup` on a store that is an S3 server, and an upload in the bucket that it has made ready.

const ORIGIN = 'https://app.example.com'

let target: S3Target
beforeAll(async () => {
  target = await openTarget()
})
afterAll(() => target.close())

const setup = (...args: string[]) =>
  run(
    [
      ['setup', '--bucket', target.bucket, '--origin', ORIGIN],
      ['--s3-endpoint', target.endpoint, '--region', target.region],
      args,
    ].flat(),
    {
      env: { AWS_ACCESS_KEY_ID: target.accessKeyId, AWS_SECRET_ACCESS_KEY: target.secretAccessKey },
      fetch,
    },
  )

async function kept(document: string): Promise<string> {
  const url = `${target.endpoint}/${target.bucket}?${document}`
  return (await callS3(target, 'GET', url)).text()
}

test('setup: a bucket is set up once, and then there is nothing to change', async () => {
  const first = await setup()
  expect(first).toMatchObject({ status: 0, complaints: '' })
  expect(first.output).toMatch(/cors: written\nlifecycle: written\npolicy: written/)
  const again = await setup()
  expect(again).toMatchObject({ status: 0, complaints: '' })
  expect(again.output).not.toMatch(/to change:|written/)
  expect(await kept('cors')).toContain(ORIGIN)
  expect(await kept('lifecycle')).toContain('staging/')
  expect(JSON.parse(await kept('policy'))).toMatchObject({ Version: '2012-10-17' })
})

test('setup: what would loosen it is refused', async () => {
  await setup()
  const before = await kept('policy')
  const refused = await setup('--upload-url-expires-in-seconds', '900')
  expect(refused.status).toBe(1)
  expect(refused.complaints).toContain('OldUploadUrls')
  expect(await kept('policy')).toBe(before)
})

test('setup: pages of the origin may send what is signed, and an image lives from its upload to its removal', async () => {
  await setup()
  const backend = openBackend(target, 'after-setup')
  const picture = await jpeg({ width: 64 })
  const grant = await backend.request(picture)
  const preflight = await fetch(grant.upload.url, {
    method: 'OPTIONS',
    headers: {
      origin: ORIGIN,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': Object.keys(grant.upload.headers).join(','),
    },
  })
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN])
  expect((await putPicture(grant, picture)).status).toBe(200)
  expect((await backend.confirm(grant.ticket)).status).toBe(200)
  const url = objectUrl(target, target.bucket, backend.column.key ?? '')
  expect((await callS3(target, 'GET', url)).status).toBe(200)
  expect((await backend.remove()).status).toBe(200)
  expect((await callS3(target, 'GET', url)).status).toBe(404)
})

test('setup: the doctor finds nothing in the bucket but what this server is known to lack', async () => {
  await setup()
  const { bucket, endpoint, region } = target
  const { findings } = await runBucketDoctor({
    bucket,
    origin: ORIGIN,
    credentials: target,
    endpoint,
    region,
  })
  // Which setup leaves alone on servers that are not AWS.
  const failed = findings.filter(({ id, status }) => status === 'fail' && id !== 'public-access-block')
  expect(failed.map(({ id }) => id)).toEqual(Object.keys(DOCTOR_GAPS[SERVER]?.fail ?? {}))
}, 30_000)
