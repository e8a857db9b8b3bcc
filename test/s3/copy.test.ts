import { afterAll, beforeEach, expect, test } from 'vitest'
import { skipKnownGap } from './known-gaps.ts'
import { newKey, randomBytes } from './one-shot.ts'
import { callS3, objectUrl, verdict } from './s3-client.ts'
import { openTarget } from './target.ts'

// Why promotion is no CopyObject: what servers make of its conditions.

const s3 = await openTarget()
beforeEach(skipKnownGap)
afterAll(() => s3.close())

const body = randomBytes(10)
const source = newKey()
await callS3(s3, 'PUT', objectUrl(s3, s3.bucket, source), { body, headers: { 'content-type': 'image/png' } })

function copyTo(key: string, headers: Record<string, string> = {}): Promise<Response> {
  const from = { 'x-amz-copy-source': `/${s3.bucket}/${source}` }
  return callS3(s3, 'PUT', objectUrl(s3, s3.bucket, key), { headers: { ...from, ...headers } })
}

test('copy: an object can be copied, with its type', async () => {
  const key = newKey()
  expect((await copyTo(key)).status).toBe(200)
  const copied = await callS3(s3, 'GET', objectUrl(s3, s3.bucket, key))
  expect(copied.headers.get('content-type')).toBe('image/png')
  expect(new Uint8Array(await copied.arrayBuffer())).toEqual(body)
})

test('copy.ifmatch: a copy of what has changed is refused', async () => {
  const answer = await copyTo(newKey(), { 'x-amz-copy-source-if-match': '"0"' })
  expect(await verdict(answer)).toEqual({ status: 412, code: 'PreconditionFailed' })
})

test('copy.inm: a copy that may only create is refused when there is an object', async () => {
  const key = newKey()
  expect((await copyTo(key, { 'if-none-match': '*' })).status).toBe(200)
  expect((await copyTo(key, { 'if-none-match': '*' })).status).toBe(412)
})
