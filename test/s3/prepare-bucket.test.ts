import { afterAll, beforeEach, expect, test } from 'vitest'
import { prepareBucket } from '../../demo/prepare-bucket.ts'
import { createBucket, putConfiguration } from './create-bucket.ts'
import { skipKnownGap } from './known-gaps.ts'
import { callS3 } from './s3-client.ts'
import { newBucketName, openTarget } from './target.ts'

// What `npm run demo` does to the bucket that it is given.

const s3 = await openTarget()
beforeEach(skipKnownGap)
afterAll(() => s3.close())

const ORIGINS = ['http://localhost:5173', 'http://127.0.0.1:5173']
const prepare = (bucket: string, origins = ORIGINS) =>
  prepareBucket({ ...s3, bucket, credentials: s3 }, origins)

async function read(bucket: string, subresource: string): Promise<string> {
  return (await callS3(s3, 'GET', `${s3.endpoint}/${bucket}?${subresource}`)).text()
}

test('prepare.new: a bucket that is missing is made, lets the pages in, and shows what is under avatars/', async () => {
  const bucket = newBucketName()
  expect(await prepare(bucket)).toEqual([])
  const cors = await read(bucket, 'cors')
  for (const origin of ORIGINS) expect(cors).toContain(`<AllowedOrigin>${origin}</AllowedOrigin>`)
  const policy: unknown = JSON.parse(await read(bucket, 'policy'))
  expect(policy).toMatchObject({ Statement: [{ Resource: `arn:aws:s3:::${bucket}/avatars/*` }] })
})

test('prepare.again: once prepared, nothing changes', async () => {
  const bucket = newBucketName()
  await prepare(bucket)
  const before = [await read(bucket, 'cors'), await read(bucket, 'policy')]
  expect(await prepare(bucket)).toEqual([])
  expect([await read(bucket, 'cors'), await read(bucket, 'policy')]).toEqual(before)
})

test('prepare.cors: rules that keep the pages out stay, and the message says what to do', async () => {
  const bucket = newBucketName()
  const cors = { allowedOrigins: ['https://app.example'], allowedMethods: ['PUT'], allowedHeaders: ['*'] }
  await createBucket(s3, { bucket, cors })
  await expect(prepare(bucket)).rejects.toThrow(
    /rules that do not let http:\/\/localhost:5173 and .* upload. Add one for PUT/,
  )
  const xml = await read(bucket, 'cors')
  expect(xml).toContain('<AllowedOrigin>https://app.example</AllowedOrigin>')
  expect(xml).not.toContain('localhost')
})

test('prepare.policy: a policy that is there stays', async () => {
  const bucket = newBucketName()
  await createBucket(s3, { bucket })
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Ours',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:DeleteObject',
        Resource: `arn:aws:s3:::${bucket}/*`,
      },
    ],
  }
  await putConfiguration(s3, `${s3.endpoint}/${bucket}?policy`, JSON.stringify(policy))
  await prepare(bucket)
  expect(JSON.parse(await read(bucket, 'policy'))).toEqual(policy)
})

test('prepare.block: in a bucket that is there, the public access block stays, and its price is said', async () => {
  const bucket = newBucketName()
  await createBucket(s3, { bucket })
  const settings = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
  const xml = settings.map((name) => `<${name}>true</${name}>`).join('')
  await putConfiguration(
    s3,
    `${s3.endpoint}/${bucket}?publicAccessBlock`,
    `<PublicAccessBlockConfiguration>${xml}</PublicAccessBlockConfiguration>`,
  )
  expect(await prepare(bucket)).toEqual([expect.stringMatching(/refuses to be readable .*\(403\)/)])
  expect((await read(bucket, 'publicAccessBlock')).match(/>true</gi)).toHaveLength(4)
})

test('prepare.keys: keys that are wrong are named as what may be wrong', async () => {
  const stranger = { accessKeyId: s3.accessKeyId, secretAccessKey: 'wrong' }
  const prepared = prepareBucket({ ...s3, bucket: s3.bucket, credentials: stranger }, ORIGINS)
  await expect(prepared).rejects.toThrow(/answers 403 for the bucket .* are key, region and name right/)
})
