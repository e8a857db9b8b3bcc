import { afterAll, beforeEach, expect, test } from 'vitest'
import { skipKnownGap } from './known-gaps.ts'
import { newKey, randomBytes } from './one-shot.ts'
import { callS3, objectUrl, presign, verdict } from './s3-client.ts'
import { openTarget } from './target.ts'

const s3 = await openTarget()
beforeEach(skipKnownGap)
afterAll(() => s3.close())

async function putObject(
  body: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<string> {
  const url = objectUrl(s3, s3.bucket, newKey())
  const response = await callS3(s3, 'PUT', url, { body, headers })
  expect(response.status).toBe(200)
  return url
}

test('head: HeadObject tells length, type and ETag', async () => {
  const url = await putObject(randomBytes(123), { 'content-type': 'image/png' })
  const { status, headers } = await callS3(s3, 'HEAD', url)
  expect(status).toBe(200)
  expect(headers.get('content-length')).toBe('123')
  expect(headers.get('content-type')).toBe('image/png')
  expect(headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/)
})

test('head.404: what is missing is 404, with and without a body to say so', async () => {
  const url = objectUrl(s3, s3.bucket, newKey())
  expect(await verdict(await callS3(s3, 'HEAD', url))).toEqual({ status: 404, code: null })
  expect(await verdict(await callS3(s3, 'GET', url))).toEqual({ status: 404, code: 'NoSuchKey' })
  const elsewhere = objectUrl(s3, `${s3.bucket}-other`, newKey())
  expect(await verdict(await callS3(s3, 'GET', elsewhere))).toEqual({ status: 404, code: 'NoSuchBucket' })
})

test('get.range: a range from the start, to the end, and of the last bytes', async () => {
  const bytes = randomBytes(100)
  const url = await putObject(bytes)
  const ranges = [
    { range: 'bytes=0-11', first: 0, last: 11 },
    { range: 'bytes=90-', first: 90, last: 99 },
    { range: 'bytes=-5', first: 95, last: 99 },
    { range: 'bytes=95-200', first: 95, last: 99 },
  ]
  for (const { range, first, last } of ranges) {
    const response = await callS3(s3, 'GET', url, { headers: { range } })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/100`)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes.slice(first, last + 1))
  }
})

test('get.416: a range behind the end is refused', async () => {
  const url = await putObject(randomBytes(100))
  const response = await callS3(s3, 'GET', url, { headers: { range: 'bytes=100-' } })
  expect(await verdict(response)).toEqual({ status: 416, code: 'InvalidRange' })
})

test('get.304: what the reader has already is not sent again', async () => {
  const url = await putObject(randomBytes(100))
  const etag = (await callS3(s3, 'HEAD', url)).headers.get('etag') ?? ''
  const same = await callS3(s3, 'GET', url, { headers: { 'if-none-match': etag } })
  const other = await callS3(s3, 'GET', url, { headers: { 'if-none-match': '"0"' } })
  expect([same.status, other.status]).toEqual([304, 200])
})

test('get.presigned: a presigned GET reads, and labels the answer as signed', async () => {
  const bytes = randomBytes(100)
  const url = await presign(s3, await putObject(bytes), {
    method: 'GET',
    query: { 'response-content-disposition': 'attachment; filename="a b.png"' },
    signedAtMs: s3.now(),
  })
  const response = await fetch(url)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="a b.png"')
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
})

test('meta: metadata and Cache-Control are kept', async () => {
  const url = await putObject(randomBytes(1), {
    'x-amz-meta-upload': 'one',
    'x-amz-meta-width': '640',
    'cache-control': 'public, max-age=86400',
  })
  const { headers } = await callS3(s3, 'HEAD', url)
  expect(headers.get('x-amz-meta-upload')).toBe('one')
  expect(headers.get('x-amz-meta-width')).toBe('640')
  expect(headers.get('cache-control')).toBe('public, max-age=86400')
})

test('meta.unsigned: T-7: standard headers that were not signed are kept all the same', async () => {
  const url = objectUrl(s3, s3.bucket, newKey())
  const signed = await presign(s3, url, { signedAtMs: s3.now() })
  const added = { 'cache-control': 'max-age=9', 'content-disposition': 'inline', 'content-language': 'de' }
  expect((await fetch(signed, { method: 'PUT', headers: added, body: randomBytes(1) })).status).toBe(200)
  const { headers } = await callS3(s3, 'HEAD', url)
  expect(Object.fromEntries(headers)).toMatchObject(added)
})

test('delete: what is deleted is gone, and deleting it again is no error', async () => {
  const url = await putObject(randomBytes(1))
  expect((await callS3(s3, 'DELETE', url)).status).toBe(204)
  expect((await callS3(s3, 'HEAD', url)).status).toBe(404)
  expect((await callS3(s3, 'DELETE', url)).status).toBe(204)
})
