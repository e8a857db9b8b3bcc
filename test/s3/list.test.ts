import { afterAll, beforeEach, expect, test } from 'vitest'
import { s3Store } from '../../src/server/index.ts'
import { createBucket } from './create-bucket.ts'
import { skipKnownGap } from './known-gaps.ts'
import { callS3, objectUrl, verdict } from './s3-client.ts'
import { newBucketName, openTarget } from './target.ts'

const s3 = await openTarget()
beforeEach(skipKnownGap)
afterAll(() => s3.close())

const bucket = newBucketName()
await createBucket(s3, { bucket })
// Not in this order, with characters that XML and URLs have a meaning for, and with two that UTF-16 orders otherwise.
const KEYS = ['b/2', 'a/3', 'b/5', 'b/1', 'b/3', 'b/4', 'b/a b&c+d', 'u/ü', 'u/🙈', 'u/1', 'u/～', 'c/1', 'b']
for (const key of KEYS) await callS3(s3, 'PUT', objectUrl(s3, bucket, key), { body: new Uint8Array(3) })
const UNDER_B = ['b/1', 'b/2', 'b/3', 'b/4', 'b/5', 'b/a b&c+d']
const UNDER_U = ['u/1', 'u/ü', 'u/～', 'u/🙈']

async function list(parameters: Record<string, string>): Promise<Response> {
  const query = new URLSearchParams({ 'list-type': '2', 'encoding-type': 'url', ...parameters })
  return callS3(s3, 'GET', `${s3.endpoint}/${bucket}?${query}`)
}

async function page(parameters: Record<string, string>) {
  const xml = await (await list(parameters)).text()
  const texts = (name: string) =>
    Array.from(xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g')), ([, text = '']) => text)
  return {
    keys: texts('Key').map((text) => decodeURIComponent(text.replaceAll('+', ' '))),
    sizes: texts('Size'),
    lastModified: texts('LastModified'),
    isTruncated: texts('IsTruncated')[0],
    token: texts('NextContinuationToken')[0],
  }
}

test('list: ListObjectsV2 names what is under a prefix, in order, with size and time', async () => {
  const { keys, sizes, lastModified, isTruncated, token } = await page({ prefix: 'b/' })
  expect(keys).toEqual(UNDER_B)
  expect(sizes).toEqual(UNDER_B.map(() => '3'))
  expect(new Set(lastModified.map((text) => Math.abs(Date.parse(text) - s3.now()) < 60_000))).toEqual(
    new Set([true]),
  )
  expect({ isTruncated, token }).toEqual({ isTruncated: 'false', token: undefined })
})

test('list.pages: pages of three, by the token of the page before, are all there is', async () => {
  const first = await page({ prefix: 'b/', 'max-keys': '3' })
  expect(first).toMatchObject({ keys: UNDER_B.slice(0, 3), isTruncated: 'true' })
  const second = await page({ prefix: 'b/', 'max-keys': '3', 'continuation-token': first.token ?? '' })
  expect(second).toMatchObject({ keys: UNDER_B.slice(3), isTruncated: 'false', token: undefined })
})

test('list.after: a list can start after a key, whether there is one or not', async () => {
  expect((await page({ prefix: 'b/', 'start-after': 'b/2' })).keys).toEqual(UNDER_B.slice(2))
  expect((await page({ prefix: 'b/', 'start-after': 'b/20' })).keys).toEqual(UNDER_B.slice(2))
})

test('list.scripts: keys in all scripts come in the order of their bytes, also after one of them', async () => {
  expect((await page({ prefix: 'u/' })).keys).toEqual(UNDER_U)
  const { keys, token = '' } = await page({ prefix: 'u/', 'max-keys': '2' })
  expect(keys).toEqual(UNDER_U.slice(0, 2))
  expect((await page({ prefix: 'u/', 'continuation-token': token })).keys).toEqual(UNDER_U.slice(2))
  expect((await page({ prefix: 'u/', 'start-after': 'u/ü' })).keys).toEqual(UNDER_U.slice(2))
})

test('list.none: under a prefix that nothing has is nothing', async () => {
  expect(await page({ prefix: 'nowhere/' })).toMatchObject({ keys: [], isTruncated: 'false' })
})

test('list.bucket: a bucket that is missing is an error, and not empty', async () => {
  const url = `${s3.endpoint}/${bucket}-other?list-type=2`
  expect(await verdict(await callS3(s3, 'GET', url))).toEqual({ status: 404, code: 'NoSuchBucket' })
})

test('list.store: the store lists under its own folder, beyond the end of a page', async () => {
  const store = s3Store({ ...s3, bucket, forcePathStyle: true, credentials: s3 })
  expect(await store.list?.('b/', 'b/1', 10)).toEqual(UNDER_B.slice(1))
  expect(await store.list?.('b/', 'b/1', 2)).toEqual(['b/2', 'b/3'])
  const inFolder = s3Store({ ...s3, bucket, forcePathStyle: true, credentials: s3, prefix: 'b' })
  expect(await inFolder.list?.('a', '', 10)).toEqual(['a b&c+d'])
})
