import { afterAll, beforeEach, expect, test } from 'vitest'
import { skipKnownGap } from './known-gaps.ts'
import { answerTo, MISMATCH, sendOneShot, signOneShot, without } from './one-shot.ts'
import { callS3, objectUrl, verdict } from './s3-client.ts'
import { openTarget } from './target.ts'

const s3 = await openTarget()
beforeEach(skipKnownGap)
afterAll(() => s3.close())

const TAKEN = { status: 412, code: 'PreconditionFailed' }

test('inm.replay: T-1: a URL creates once; its replay is refused and changes nothing', async () => {
  const oneShot = await signOneShot(s3)
  const first = await sendOneShot(oneShot)
  expect(first.status).toBe(200)
  expect(await verdict(await sendOneShot(oneShot))).toEqual(TAKEN)
  const stored = await callS3(s3, 'HEAD', objectUrl(s3, s3.bucket, oneShot.key))
  expect(stored.headers.get('etag')).toBe(first.headers.get('etag'))
})

test('inm.omit: T-4: the signed condition cannot be left out', async () => {
  const oneShot = await signOneShot(s3)
  const headers = without(oneShot.headers, 'if-none-match')
  expect(await answerTo(s3, oneShot, { headers })).toEqual(MISMATCH)
})

test('inm.change: T-4: nor be exchanged for another one', async () => {
  const oneShot = await signOneShot(s3)
  const headers = { ...oneShot.headers, 'if-none-match': '"an-etag"' }
  expect(await answerTo(s3, oneShot, { headers })).toEqual(MISMATCH)
})

test('inm.race: of eight parallel PUTs with one URL exactly one is stored', async () => {
  const oneShot = await signOneShot(s3)
  const responses = await Promise.all(Array.from({ length: 8 }, () => sendOneShot(oneShot)))
  const statuses = responses.map(({ status }) => status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  expect(statuses.filter((status) => status === 412)).toHaveLength(7)
})

test('inm.tombstone: T-22: an object written first makes a URL for its key worthless', async () => {
  const oneShot = await signOneShot(s3)
  const url = objectUrl(s3, s3.bucket, oneShot.key)
  const tombstone = await callS3(s3, 'PUT', url, {
    body: new Uint8Array(),
    headers: { 'if-none-match': '*' },
  })
  expect(tombstone.status).toBe(200)
  expect(await verdict(await sendOneShot(oneShot))).toEqual(TAKEN)
  const stored = await callS3(s3, 'HEAD', url)
  expect(stored.headers.get('content-length')).toBe('0')
})
