import { afterAll, beforeEach, expect, test } from 'vitest'
import { putConfiguration } from './create-bucket.ts'
import { skipKnownGap } from './known-gaps.ts'
import { newKey, randomBytes, sendOneShot, signOneShot } from './one-shot.ts'
import { callS3, objectUrl } from './s3-client.ts'
import { openTarget } from './target.ts'

const s3 = await openTarget()
beforeEach(skipKnownGap)
afterAll(() => s3.close())

async function tagsOf(url: string): Promise<[name: string, value: string][]> {
  const xml = await (await callS3(s3, 'GET', `${url}?tagging`)).text()
  const tags = xml.matchAll(/<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>/g)
  return Array.from(tags, ([, name = '', value = '']) => [name, value])
}

test('tag.put: tags that are signed into the URL of a PUT are the tags of its object', async () => {
  const oneShot = await signOneShot(s3, { headers: { 'x-amz-tagging': 'state=staging' } })
  expect((await sendOneShot(oneShot)).status).toBe(200)
  expect(await tagsOf(objectUrl(s3, s3.bucket, oneShot.key))).toEqual([['state', 'staging']])
})

test('tag.api: the tags of an object can be set, read and removed, and its bytes stay', async () => {
  const url = objectUrl(s3, s3.bucket, newKey())
  const body = randomBytes(10)
  await callS3(s3, 'PUT', url, { body })
  const xml = '<Tagging><TagSet><Tag><Key>state</Key><Value>final</Value></Tag></TagSet></Tagging>'
  expect((await putConfiguration(s3, `${url}?tagging`, xml)).status).toBe(200)
  expect(await tagsOf(url)).toEqual([['state', 'final']])
  expect((await callS3(s3, 'DELETE', `${url}?tagging`)).status).toBe(204)
  expect(await tagsOf(url)).toEqual([])
  const stored = await callS3(s3, 'GET', url)
  expect(new Uint8Array(await stored.arrayBuffer())).toEqual(body)
})
