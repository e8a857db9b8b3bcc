import { afterAll, beforeEach, expect, test } from 'vitest'
import { createBucket } from './create-bucket.ts'
import { skipKnownGap } from './known-gaps.ts'
import { newKey, randomBytes, sendOneShot, signOneShot } from './one-shot.ts'
import { callS3, objectUrl } from './s3-client.ts'
import { newBucketName, openTarget } from './target.ts'

const s3 = await openTarget()
beforeEach(skipKnownGap)
afterAll(() => s3.close())

test('bucket.create: a bucket can be created, and is there from then on', async () => {
  const bucket = newBucketName()
  const before = await callS3(s3, 'HEAD', `${s3.endpoint}/${bucket}`)
  await createBucket(s3, { bucket })
  const after = await callS3(s3, 'HEAD', `${s3.endpoint}/${bucket}`)
  expect([before.status, after.status]).toEqual([404, 200])
})

test('put.full: a URL with all five headers signed takes the bytes it was signed for', async () => {
  const oneShot = await signOneShot(s3)
  expect(new URL(oneShot.url).searchParams.get('X-Amz-SignedHeaders')).toBe(
    'content-length;content-type;host;if-none-match;x-amz-checksum-sha256',
  )
  const response = await sendOneShot(oneShot)
  expect(response.status).toBe(200)
  expect(response.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/)
  const stored = await callS3(s3, 'GET', objectUrl(s3, s3.bucket, oneShot.key))
  expect(new Uint8Array(await stored.arrayBuffer())).toEqual(oneShot.bytes)
})

test('put.aws4fetch: a PUT signed in its Authorization header is stored', async () => {
  const url = objectUrl(s3, s3.bucket, newKey())
  const body = randomBytes(10)
  const response = await callS3(s3, 'PUT', url, { body, headers: { 'content-type': 'image/png' } })
  expect(response.status).toBe(200)
  const stored = await callS3(s3, 'GET', url)
  expect(new Uint8Array(await stored.arrayBuffer())).toEqual(body)
})

test('put.keys: keys with spaces, signs and other scripts are stored under their own name', async () => {
  for (const name of ['a b', 'a+b', 'a%2Fb', "!'()*", 'ü/日本', 'a//b']) {
    const url = objectUrl(s3, s3.bucket, `${newKey()}/${name}`)
    const body = randomBytes(10)
    const { status } = await callS3(s3, 'PUT', url, { body })
    const stored = await callS3(s3, 'GET', url)
    const bytes = new Uint8Array(await stored.arrayBuffer())
    expect({ name, status, bytes }).toEqual({ name, status: 200, bytes: body })
  }
})
