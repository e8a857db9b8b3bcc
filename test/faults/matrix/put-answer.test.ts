import { expect } from 'vitest'
import type { S3Fault } from '../../../src/testing/index.ts'
import { type Cell, testCells } from './cells.ts'
import { pageMsBetweenPuts } from '../page/page-entry.ts'

const keyPrefix = 'staging/'

/** The storage answers the first PUTs so, and the next ones as it should. */
const answered = (
  fault: string,
  what: S3Fault,
  rest: Pick<Cell, 'ends'> & Partial<Cell> & { times?: number },
): Cell => {
  const { times = 1, ...cell } = rest
  return {
    fault,
    before({ scene }) {
      scene.s3.fail('PutObject', what, { keyPrefix, times })
    },
    ...cell,
  }
}

const EXPIRED = { error: 'AccessDenied', message: 'Request has expired' } as const

testCells('PUT, its answer', [
  answered('400 BadDigest', { error: 'BadDigest' }, { ends: 'checksum-mismatch', calls: { put: 1 } }),
  answered('411', { error: 'MissingContentLength' }, { ends: 'storage-rejected', calls: { put: 1 } }),
  answered('501', { error: 'NotImplemented' }, { ends: 'storage-rejected', calls: { put: 1, confirm: 0 } }),
  answered(
    'T-60: 403 for a wrong signature',
    { error: 'SignatureDoesNotMatch' },
    {
      ends: 'signature-mismatch',
      calls: { requestUrl: 1, put: 1, confirm: 0 },
    },
  ),
  answered(
    'T-60: 403 for the clock of the signer once: one renewal',
    { error: 'RequestTimeTooSkewed' },
    {
      ends: 'success',
      calls: { requestUrl: 2, put: 2 },
    },
  ),
  answered(
    'T-60: 403 for the clock of the signer each time',
    { error: 'RequestTimeTooSkewed' },
    {
      times: Infinity,
      ends: 'clock-skew',
      calls: { requestUrl: 2, put: 2 },
    },
  ),
  answered('T-60: 403 "Request has expired" once: one renewal', EXPIRED, {
    ends: 'success',
    calls: { requestUrl: 2, put: 2, confirm: 1 },
  }),
  answered('T-60: 403 "Request has expired" each time: one renewal', EXPIRED, {
    times: Infinity,
    ends: 'url-expired',
    calls: { requestUrl: 2, put: 2, confirm: 0 },
  }),
  answered(
    'T-60: ExpiredToken once: one renewal',
    { error: 'ExpiredToken' },
    {
      ends: 'success',
      calls: { requestUrl: 2, put: 2 },
    },
  ),
  answered(
    'T-60: ExpiredToken each time',
    { error: 'ExpiredToken' },
    {
      times: Infinity,
      ends: 'credentials-expired',
      calls: { requestUrl: 2, put: 2 },
    },
  ),
  answered(
    'T-60: 403 that the page may not read, once',
    { error: 'AccessDenied', withoutCors: true },
    {
      ends: 'success',
      calls: { put: 2 },
    },
  ),
  answered(
    'T-60: 403 that the page may not read, each time',
    { error: 'AccessDenied', withoutCors: true },
    {
      times: Infinity,
      ends: 'network',
      calls: { put: 4 },
    },
  ),
  answered(
    'T-61: 409 ConditionalRequestConflict',
    { error: 'ConditionalRequestConflict' },
    {
      ends: 'success',
      calls: { requestUrl: 1, put: 2, confirm: 1 },
    },
  ),
  answered(
    'T-61: 409 although it was stored',
    { error: 'ConditionalRequestConflict', afterEffect: true },
    {
      ends: 'success',
      calls: { requestUrl: 1, put: 2, confirm: 1 },
    },
  ),
  answered(
    '412 although nothing is there',
    { error: 'PreconditionFailed' },
    {
      ends: 'success',
      calls: { requestUrl: 1, put: 2, confirm: 5 },
    },
  ),
  answered(
    '412 because it is there',
    { error: 'PreconditionFailed', afterEffect: true },
    {
      ends: 'success',
      calls: { requestUrl: 1, put: 1, confirm: 1 },
    },
  ),
  answered('500', { error: 'InternalError' }, { ends: 'success', calls: { put: 2, confirm: 1 } }),
  answered(
    '500 although it was stored',
    { error: 'InternalError', afterEffect: true },
    {
      ends: 'success',
      calls: { put: 2, confirm: 1 },
    },
  ),
  ...[1, 2, 3].map((times) =>
    answered(
      `T-59: 503 SlowDown, ${times} of them`,
      { error: 'SlowDown' },
      {
        times,
        ends: 'success',
        calls: { requestUrl: 1, put: times + 1, confirm: 1 },
      },
    ),
  ),
  ...[4, 5, 6].map((times) =>
    answered(
      `T-59: 503 SlowDown, ${times} of them`,
      { error: 'SlowDown' },
      {
        times,
        ends: 'storage-busy',
        calls: { requestUrl: 1, put: 4, confirm: 0 },
      },
    ),
  ),
  answered(
    'T-59: 503 that says to come back in 10 s',
    { error: 'SlowDown', retryAfterSeconds: 10 },
    {
      ends: 'success',
      calls: { put: 2 },
      // Unless the bucket exposes it, no page may read Retry-After.
      options: { exposeRetryAfter: true },
      after(record) {
        expect(pageMsBetweenPuts(record.entries)[0]).toBeGreaterThanOrEqual(10_000)
      },
    },
  ),
  answered(
    'T-59: 503 that says to come back in 90 s',
    { error: 'SlowDown', retryAfterSeconds: 90 },
    {
      ends: 'storage-busy',
      calls: { put: 1 },
      options: { exposeRetryAfter: true },
    },
  ),
  {
    fault: 'T-49: 307 to another server: it gets bytes, and the page no success from it',
    ends: 'redirected',
    calls: { requestUrl: 1, put: 1, confirm: 1 },
    before({ scene }) {
      scene.s3.fail('PutObject', { redirectedTo: scene.elsewhere.url }, { keyPrefix, times: Infinity })
    },
    after(record, { scene }) {
      expect(scene.elsewhere.hits.filter((hit) => hit.startsWith('PUT')).length).toBe(1)
      expect(record.objects).toEqual([])
    },
  },
  answered('200 without ETag', { withoutHeaders: ['etag'] }, { ends: 'success', calls: { put: 1 } }),
  answered(
    '200, and other bytes are there',
    { swappedFor: new Uint8Array(300) },
    {
      ends: 'success',
      calls: { requestUrl: 2, put: 2, confirm: 2 },
      after(record) {
        expect(new Set(record.grants.map(({ id }) => id)).size).toBe(2)
      },
    },
  ),
  answered(
    '200, and other bytes are there each time',
    { swappedFor: new Uint8Array(300) },
    {
      times: Infinity,
      ends: 'changed',
      calls: { requestUrl: 2, put: 2, confirm: 2 },
    },
  ),
  {
    fault: 'T-18: the URL that Resource Timing keeps stores nothing any more',
    ends: 'success',
    // The clock that replaces the page's own also empties its performance entries.
    options: { hasFakeClock: false },
    async after(_record, { page, scene }) {
      const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
      const kept = urls.find((url) => url.includes('X-Amz-Signature')) ?? ''
      const { headers } = scene.grants.find(({ upload }) => upload.url === kept)?.upload ?? { headers: {} }
      const before = scene.s3.objects(scene.bucket)
      const body = before.find(({ key }) => key.startsWith(keyPrefix))?.bytes ?? null
      expect(body).not.toBeNull()
      const answer = await fetch(kept, { method: 'PUT', headers, body })
      expect(answer.status).toBe(412)
      expect(scene.s3.objects(scene.bucket)).toEqual(before)
    },
  },
])
