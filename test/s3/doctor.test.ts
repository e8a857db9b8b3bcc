import { afterAll, expect, test } from 'vitest'
import { runBucketDoctor } from '../../src/doctor/bucket/run-bucket-doctor.ts'
import { goodSettings } from '../doctor/good-settings.ts'
import { createBucket } from './create-bucket.ts'
import { DOCTOR_GAPS } from './known-gaps.ts'
import { callS3, putConfiguration } from './s3-client.ts'
import { newBucketName, openTarget, SERVER } from './target.ts'

const s3 = await openTarget()
afterAll(() => s3.close())

const ORIGIN = 'https://app.example.com'

/** As docs/doctor.md wants it, as far as the server takes it. What it does not take, the doctor has to tell. */
async function createGoodBucket(): Promise<string> {
  const bucket = newBucketName()
  await createBucket(s3, {
    bucket,
    cors: {
      allowedOrigins: [ORIGIN],
      allowedMethods: ['PUT'],
      allowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-sha256'],
      exposeHeaders: ['ETag', 'x-amz-request-id'],
      maxAgeSeconds: 3000,
    },
  })
  for (const [name, text] of Object.entries(goodSettings(bucket))) {
    await putConfiguration(s3, `${s3.endpoint}/${bucket}?${name}`, text)
  }
  return bucket
}

test('doctor: of a good bucket it finds what this server is known to lack, nothing else, and leaves nothing', async () => {
  const bucket = await createGoodBucket()
  const { endpoint, region } = s3
  const { findings } = await runBucketDoctor({ bucket, origin: ORIGIN, credentials: s3, endpoint, region })
  const idsOf = (wanted: string) => findings.filter(({ status }) => status === wanted).map(({ id }) => id)
  const gaps = DOCTOR_GAPS[SERVER] ?? { fail: {}, 'cannot-tell': {} }
  expect(idsOf('fail')).toEqual(Object.keys(gaps.fail))
  expect(idsOf('cannot-tell')).toEqual(Object.keys(gaps['cannot-tell']))
  const listing = await callS3(s3, 'GET', `${endpoint}/${bucket}?list-type=2`)
  expect(await listing.text()).not.toContain('<Key>')
}, 30_000)
