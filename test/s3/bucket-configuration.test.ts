import { afterAll, beforeEach, expect, test } from 'vitest'
import { createBucket, publicReadPolicy, putConfiguration } from './create-bucket.ts'
import { skipKnownGap } from './known-gaps.ts'
import { randomBytes, sendOneShot, signOneShot } from './one-shot.ts'
import { callS3, objectUrl, verdict } from './s3-client.ts'
import { newBucketName, openTarget } from './target.ts'

// What sets up a bucket, and what the setup then does.

const s3 = await openTarget()
beforeEach(skipKnownGap)
afterAll(() => s3.close())

async function newBucket(): Promise<string> {
  const bucket = newBucketName()
  await createBucket(s3, { bucket })
  return bucket
}

const LIFECYCLE = `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>staging</ID><Filter><Prefix>staging/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule><Rule><ID>multipart</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>`

test('lifecycle: rules can be set, read, and removed', async () => {
  const url = `${s3.endpoint}/${await newBucket()}?lifecycle`
  const missing = { status: 404, code: 'NoSuchLifecycleConfiguration' }
  expect(await verdict(await callS3(s3, 'GET', url))).toEqual(missing)
  expect((await putConfiguration(s3, url, LIFECYCLE)).status).toBe(200)
  const xml = await (await callS3(s3, 'GET', url)).text()
  const [staging = '', multipart = ''] = xml
    .split('</Rule>')
    .toSorted((a, b) => Number(b.includes('<ID>staging')) - Number(a.includes('<ID>staging')))
  expect(staging).toContain('<Prefix>staging/</Prefix>')
  expect(staging).toContain('<Status>Enabled</Status>')
  expect(staging).toMatch(/<Expiration>\s*<Days>1<\/Days>/)
  expect(multipart).toContain('<ID>multipart</ID>')
  expect(multipart).toContain('<DaysAfterInitiation>1</DaysAfterInitiation>')
  expect((await callS3(s3, 'DELETE', url)).ok).toBe(true)
  expect(await verdict(await callS3(s3, 'GET', url))).toEqual(missing)
})

test('lifecycle.bad: rules that S3 does not know are refused, and those before stay', async () => {
  const url = `${s3.endpoint}/${await newBucket()}?lifecycle`
  await putConfiguration(s3, url, LIFECYCLE)
  const bad = LIFECYCLE.replace('Enabled', 'On')
  expect(await verdict(await putConfiguration(s3, url, bad))).toEqual({ status: 400, code: 'MalformedXML' })
  expect(await (await callS3(s3, 'GET', url)).text()).toContain('<ID>staging</ID>')
})

/** No presigned URL for a PUT is good for longer than six minutes. */
const freshUrls = (bucket: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'FreshUrls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${bucket}/*`,
      Condition: { NumericGreaterThan: { 's3:signatureAge': '360000' } },
    },
  ],
})

test('policy.put: a policy can be set, read as it is, and removed', async () => {
  const bucket = await newBucket()
  const url = `${s3.endpoint}/${bucket}?policy`
  const missing = { status: 404, code: 'NoSuchBucketPolicy' }
  expect(await verdict(await callS3(s3, 'GET', url))).toEqual(missing)
  const policy = freshUrls(bucket)
  expect((await putConfiguration(s3, url, JSON.stringify(policy))).ok).toBe(true)
  expect(await (await callS3(s3, 'GET', url)).json()).toEqual(policy)
  expect((await callS3(s3, 'DELETE', url)).ok).toBe(true)
  expect(await verdict(await callS3(s3, 'GET', url))).toEqual(missing)
})

// AWS says MalformedPolicy to what is no policy, RGW InvalidArgument.
test('policy.json: what is no JSON is refused', async () => {
  const url = `${s3.endpoint}/${await newBucket()}?policy`
  expect((await putConfiguration(s3, url, '{')).status).toBe(400)
})

test('policy.bad: a policy without statements is refused', async () => {
  const url = `${s3.endpoint}/${await newBucket()}?policy`
  expect((await putConfiguration(s3, url, '{"Version":"2012-10-17"}')).status).toBe(400)
})

test('policy.resource: a policy for another bucket is refused', async () => {
  const url = `${s3.endpoint}/${await newBucket()}?policy`
  const elsewhere = publicReadPolicy('another-bucket', 'avatars/')
  await callS3(s3, 'DELETE', url.replace('policy', 'publicAccessBlock'))
  const refusal = { status: 400, code: 'MalformedPolicy' }
  expect(await verdict(await putConfiguration(s3, url, elsewhere))).toEqual(refusal)
})

test('policy.anon: what a policy opens to anybody can be read without a signature, and nothing else', async () => {
  const bucket = await newBucket()
  await callS3(s3, 'DELETE', `${s3.endpoint}/${bucket}?publicAccessBlock`)
  const body = randomBytes(10)
  const urls = ['avatars/1', 'removed/1'].map((key) => objectUrl(s3, bucket, key))
  const statuses = () => Promise.all(urls.map(async (url) => (await fetch(url)).status))
  for (const url of urls) await callS3(s3, 'PUT', url, { body })
  expect(await statuses()).toEqual([403, 403])
  const policy = publicReadPolicy(bucket, 'avatars/')
  expect((await putConfiguration(s3, `${s3.endpoint}/${bucket}?policy`, policy)).ok).toBe(true)
  expect(await statuses()).toEqual([200, 403])
})

test('policy.sigage: a URL that is older than the policy allows is refused, whatever its own life', async () => {
  const bucket = await newBucket()
  await putConfiguration(s3, `${s3.endpoint}/${bucket}?policy`, JSON.stringify(freshUrls(bucket)))
  const statusAfter = async (ageMs: number) => {
    const signed = { signedAtMs: s3.now() - ageMs, expiresInSeconds: 900 }
    return (await sendOneShot(await signOneShot({ ...s3, bucket }, signed))).status
  }
  expect([await statusAfter(0), await statusAfter(400_000)]).toEqual([200, 403])
})

const block = (isOn: boolean) => {
  const names = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
  const settings = names.map((name) => `<${name}>${isOn}</${name}>`)
  return `<PublicAccessBlockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${settings.join('')}</PublicAccessBlockConfiguration>`
}

test('block.put: the public access block can be set and read', async () => {
  const url = `${s3.endpoint}/${await newBucket()}?publicAccessBlock`
  for (const isOn of [false, true]) {
    expect((await putConfiguration(s3, url, block(isOn))).status).toBe(200)
    const xml = await (await callS3(s3, 'GET', url)).text()
    expect(xml.match(/>(?:true|false)</gi)?.map((text) => text.toLowerCase())).toEqual(
      Array.from({ length: 4 }, () => `>${isOn}<`),
    )
  }
})

test('block.default: a new bucket has it on', async () => {
  const response = await callS3(s3, 'GET', `${s3.endpoint}/${await newBucket()}?publicAccessBlock`)
  expect((await response.text()).match(/>true</gi)).toHaveLength(4)
})

test('block.delete: it can be removed', async () => {
  const url = `${s3.endpoint}/${await newBucket()}?publicAccessBlock`
  await putConfiguration(s3, url, block(true))
  expect((await callS3(s3, 'DELETE', url)).ok).toBe(true)
  // AWS says that there is none, RGW that all of it is off.
  expect(await (await callS3(s3, 'GET', url)).text()).not.toMatch(/>true</i)
})

test('block.policy: it refuses a policy that opens the bucket', async () => {
  const bucket = await newBucket()
  await putConfiguration(s3, `${s3.endpoint}/${bucket}?publicAccessBlock`, block(true))
  const opening = publicReadPolicy(bucket, 'avatars/')
  const answer = await putConfiguration(s3, `${s3.endpoint}/${bucket}?policy`, opening)
  expect(await verdict(answer)).toEqual({ status: 403, code: 'AccessDenied' })
})
