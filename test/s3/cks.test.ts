import { afterAll, beforeEach, expect, test } from 'vitest'
import { skipKnownGap } from './known-gaps.ts'
import { answerTo, MISMATCH, newKey, randomBytes, sendOneShot, signOneShot, without } from './one-shot.ts'
import { base64Sha256, callS3, objectUrl, presign } from './s3-client.ts'
import { openTarget } from './target.ts'

const s3 = await openTarget()
beforeEach(skipKnownGap)
afterAll(() => s3.close())

test('cks.mismatch: T-2: other bytes than the signed checksum says are refused and not stored', async () => {
  const oneShot = await signOneShot(s3)
  const bytes = oneShot.bytes.with(500, (oneShot.bytes[500] ?? 0) ^ 1)
  const refusal = { status: 400, code: 'BadDigest', isStored: false }
  expect(await answerTo(s3, oneShot, { bytes })).toEqual(refusal)
})

test('cks.header: T-4: the checksum cannot be exchanged along with the bytes', async () => {
  const oneShot = await signOneShot(s3)
  const bytes = randomBytes(oneShot.bytes.length)
  const headers = { ...oneShot.headers, 'x-amz-checksum-sha256': base64Sha256(bytes) }
  expect(await answerTo(s3, oneShot, { bytes, headers })).toEqual(MISMATCH)
})

test('cks.missing: T-4: the signed checksum cannot be left out', async () => {
  const oneShot = await signOneShot(s3)
  const headers = without(oneShot.headers, 'x-amz-checksum-sha256')
  expect(await answerTo(s3, oneShot, { headers })).toEqual(MISMATCH)
})

test('cks.hoisted: a checksum in the query protects nothing: other bytes are stored', async () => {
  const key = newKey()
  const query = { 'x-amz-checksum-sha256': base64Sha256(randomBytes(10)) }
  const url = await presign(s3, objectUrl(s3, s3.bucket, key), { signedAtMs: s3.now(), query })
  expect((await fetch(url, { method: 'PUT', body: randomBytes(10) })).status).toBe(200)
})

test('cks.stored: HeadObject returns the checksum of the upload when asked for it', async () => {
  const oneShot = await signOneShot(s3)
  await sendOneShot(oneShot)
  const url = objectUrl(s3, s3.bucket, oneShot.key)
  const asked = await callS3(s3, 'HEAD', url, { headers: { 'x-amz-checksum-mode': 'ENABLED' } })
  expect(asked.headers.get('x-amz-checksum-sha256')).toBe(base64Sha256(oneShot.bytes))
  const plain = await callS3(s3, 'HEAD', url)
  expect(plain.headers.get('x-amz-checksum-sha256')).toBeNull()
})
