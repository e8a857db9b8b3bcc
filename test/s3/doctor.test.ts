import { afterAll, expect, test } from 'vitest'
import { runBucketDoctor } from '../../src/doctor/bucket/run-bucket-doctor.ts'
import { createBucket } from './create-bucket.ts'
import { DOCTOR_GAPS } from './known-gaps.ts'
import { base64Sha256, callS3 } from './s3-client.ts'
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
  const rule = (id: string, prefix: string, action: string) =>
    `<Rule><ID>${id}</ID><Filter><Prefix>${prefix}</Prefix></Filter><Status>Enabled</Status>${action}</Rule>`
  const day = '<Expiration><Days>1</Days></Expiration>'
  const parts =
    '<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>'
  const rules = rule('staging', 'staging/', day) + rule('removed', 'removed/', day) + rule('parts', '', parts)
  await configure(bucket, 'lifecycle', `<LifecycleConfiguration>${rules}</LifecycleConfiguration>`)
  const statement = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: `arn:aws:s3:::${bucket}/*`,
    Condition: { NumericGreaterThan: { 's3:signatureAge': '360000' } },
  }
  await configure(bucket, 'policy', JSON.stringify({ Version: '2012-10-17', Statement: [statement] }))
  // Without BlockPublicAcls: with it, RGW 16 refuses every PUT.
  const block = ['IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
    .map((name) => `<${name}>true</${name}>`)
    .join('')
  await configure(
    bucket,
    'publicAccessBlock',
    `<PublicAccessBlockConfiguration>${block}</PublicAccessBlockConfiguration>`,
  )
  return bucket
}

async function configure(bucket: string, name: string, text: string): Promise<void> {
  const body = new TextEncoder().encode(text)
  const headers = { 'x-amz-checksum-sha256': base64Sha256(body) }
  await callS3(s3, 'PUT', `${s3.endpoint}/${bucket}?${name}`, { body, headers })
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
