import { afterAll, beforeEach, expect, test } from 'vitest'
import { s3Profile, s3Store } from '../../src/server/index.ts'
import { skipKnownGap } from './known-gaps.ts'
import { newKey, randomBytes, sendOneShot, signOneShot } from './one-shot.ts'
import { callS3, objectUrl } from './s3-client.ts'
import { openTarget, PROFILE } from './target.ts'

// The profile of the server under test says what that server does: no more, and no less.

const s3 = await openTarget()
const profile = s3Profile(PROFILE)
beforeEach(skipKnownGap)
afterAll(() => s3.close())

test('profile.create-only: a PUT on condition never overwrites', async () => {
  const oneShot = await signOneShot(s3)
  await sendOneShot(oneShot)
  expect((await sendOneShot(oneShot)).status === 412).toBe(profile.createOnly)
})

test('profile.body-hash: bytes are compared with the signed checksum', async () => {
  const oneShot = await signOneShot(s3)
  const { ok } = await sendOneShot(oneShot, { bytes: randomBytes(oneShot.bytes.length) })
  expect(ok ? 'none' : 'sha256').toBe(profile.bodyHash)
})

test('profile.etag: If-Match takes the ETag as the store tells it', async () => {
  const { bucket, region, endpoint } = s3
  const store = s3Store({
    bucket,
    region,
    endpoint,
    forcePathStyle: true,
    credentials: s3,
    profile: PROFILE,
  })
  const key = newKey()
  const url = objectUrl(s3, bucket, key)
  const put = (headers: Record<string, string>) => callS3(s3, 'PUT', url, { headers, body: randomBytes(10) })
  await put({})
  const etag = (await store.head(key))?.etag ?? ''
  expect((await put({ 'if-match': 'another' })).status).toBe(412)
  expect((await put({ 'if-match': etag })).status).toBe(200)
})
