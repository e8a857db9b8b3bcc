import { afterAll, expect, test } from 'vitest'
import { runBucketDoctor } from '../../src/doctor/run-bucket-doctor.ts'
import type { BucketDoctorOptions } from '../../src/doctor/bucket/bucket-options.ts'
import { exitCode, type Report } from '../../src/doctor/report.ts'
import { goodSettings } from '../doctor/bucket/good-settings.ts'
import type { Status } from '../../src/doctor/finding.ts'
import type { S3ProfileName } from '../../src/server/index.ts'
import { createBucket } from './create-bucket.ts'
import { DOCTOR_GAPS } from './known-gaps.ts'
import { callS3, putConfiguration } from './s3-client.ts'
import { newBucketName, openTarget, PROFILE, SERVER } from './target.ts'

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

function report(bucket: string, how: Pick<BucketDoctorOptions, 'profile' | 'accept'>): Promise<Report> {
  const { endpoint, region } = s3
  return runBucketDoctor({ bucket, origin: ORIGIN, credentials: s3, endpoint, region, ...how })
}

/** The ids of the checks that ended so. */
type Examined = (status: Status) => string[]

async function examine(bucket: string, profile?: S3ProfileName): Promise<Examined> {
  const { findings } = await report(bucket, { profile })
  return (wanted) => findings.filter(({ status }) => status === wanted).map(({ id }) => id)
}

const gaps = DOCTOR_GAPS[SERVER] ?? { fail: {}, 'cannot-tell': {} }

test('doctor: of a good bucket it finds what this server is known to lack, nothing else, and leaves nothing', async () => {
  const bucket = await createGoodBucket()
  const { endpoint } = s3
  const idsOf = await examine(bucket)
  expect(idsOf('fail')).toEqual(Object.keys(gaps.fail))
  expect(idsOf('cannot-tell')).toEqual(Object.keys(gaps['cannot-tell']))
  expect(idsOf('not-promised')).toEqual([])
  const listing = await callS3(s3, 'GET', `${endpoint}/${bucket}?list-type=2`)
  expect(await listing.text()).not.toContain('<Key>')
}, 30_000)

test('doctor: by the profile of this server, what that does not promise is no failure, and the rest remains', async () => {
  const idsOf = await examine(await createGoodBucket(), PROFILE)
  const unpromised = PROFILE === 'ceph' ? ['wrong-bytes'] : []
  expect(idsOf('not-promised')).toEqual(unpromised)
  expect(idsOf('fail')).toEqual(Object.keys(gaps.fail).filter((id) => !unpromised.includes(id)))
  expect(idsOf('cannot-tell')).toEqual(Object.keys(gaps['cannot-tell']))
}, 30_000)

test('doctor: when the rest is accepted by name, a pipeline on this server can go on, and nothing is accepted in vain', async () => {
  const accept = Object.keys(gaps.fail).filter((id) => !(PROFILE === 'ceph' && id === 'wrong-bytes'))
  const accepted = await report(await createGoodBucket(), { profile: PROFILE, accept })
  expect([exitCode(accepted), accepted.acceptedInVain]).toEqual([0, []])
}, 30_000)

test('doctor: the change of public-access-block ends no upload, whatever was there', async () => {
  const bucket = await createGoodBucket()
  const names = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
  const put = (texts: readonly string[]) =>
    putConfiguration(
      s3,
      `${s3.endpoint}/${bucket}?publicAccessBlock`,
      `<PublicAccessBlockConfiguration>${texts.join('')}</PublicAccessBlockConfiguration>`,
    )
  const known = Object.keys(gaps.fail)
  await put(names.map((name) => `<${name}>${name === 'BlockPublicPolicy'}</${name}>`))
  const { findings } = await report(bucket, {})
  const failed = findings.filter(({ status, id }) => status === 'fail' && !known.includes(id))
  expect(failed.map(({ id }) => id)).toEqual(['public-access-block'])
  const changes = (failed[0]?.fix ?? '').matchAll(/(\w+)=(true|false)/g)
  const texts = Array.from(changes, ([, name, value]) => `<${name}>${value}</${name}>`)
  expect(texts).toHaveLength(names.length)
  await put(texts)
  expect((await examine(bucket))('fail')).toEqual(known)
}, 30_000)
