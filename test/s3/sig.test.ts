import { afterAll, beforeEach, expect, test } from 'vitest'
import { skipKnownGap } from './known-gaps.ts'
import { newKey, sendOneShot, signOneShot } from './one-shot.ts'
import { callS3, objectUrl, presign, verdict } from './s3-client.ts'
import { sendRaw } from './send-raw.ts'
import { openTarget } from './target.ts'

const s3 = await openTarget()
beforeEach(skipKnownGap)
afterAll(() => s3.close())

const DENIED = { status: 403, code: 'AccessDenied' }
const MISMATCH = { status: 403, code: 'SignatureDoesNotMatch' }
const MALFORMED = { status: 400, code: 'AuthorizationQueryParametersError' }
const HOUR_MS = 60 * 60 * 1000
const PARAMETERS = ['Algorithm', 'Credential', 'Date', 'Expires', 'Signature', 'SignedHeaders'].map(
  (name) => `X-Amz-${name}`,
)

async function isStored(key: string): Promise<boolean> {
  return (await callS3(s3, 'HEAD', objectUrl(s3, s3.bucket, key))).ok
}

function withQuery(url: string, name: string, change: (value: string) => string): string {
  const changed = new URL(url)
  changed.searchParams.set(name, change(changed.searchParams.get(name) ?? ''))
  return changed.href
}

test('sig.tampered: a tampered signature is refused, and nothing is stored', async () => {
  const oneShot = await signOneShot(s3)
  const url = withQuery(oneShot.url, 'X-Amz-Signature', (hex) =>
    hex.replace(/.$/, hex.endsWith('0') ? '1' : '0'),
  )
  expect(await verdict(await sendOneShot(oneShot, { url }))).toEqual(MISMATCH)
  expect(await isStored(oneShot.key)).toBe(false)
})

test('sig.query: T-9: a changed or an added query parameter is refused', async () => {
  const oneShot = await signOneShot(s3)
  const urls = [
    withQuery(oneShot.url, 'X-Amz-Expires', () => '3600'),
    withQuery(oneShot.url, 'X-Amz-SignedHeaders', () => 'host'),
    withQuery(oneShot.url, 'X-Amz-Date', (date) =>
      date.replace(/\dZ$/, (end) => (end === '0Z' ? '1Z' : '0Z')),
    ),
    withQuery(oneShot.url, 'x-id', () => 'PutObject'),
    withQuery(oneShot.url, 'acl', () => ''),
    withQuery(oneShot.url, 'x-amz-acl', () => 'public-read'),
  ]
  const answers = await Promise.all(urls.map((url) => sendOneShot(oneShot, { url })))
  expect(answers.map(({ status }) => status)).toEqual(urls.map(() => 403))
  expect(await isStored(oneShot.key)).toBe(false)
})

test('sig.query.each: T-9: each parameter is needed, as it was signed', async () => {
  const oneShot = await signOneShot(s3)
  const names = [...new URL(oneShot.url).searchParams.keys()]
  expect(names.sort()).toEqual(PARAMETERS)
  const urls = names.flatMap((name) => {
    const left = new URL(oneShot.url)
    left.searchParams.delete(name)
    return [left.href, withQuery(oneShot.url, name, (value) => `${value}0`)]
  })
  const answers = await Promise.all(urls.map((url) => sendOneShot(oneShot, { url })))
  // What is malformed is 400, what is well-formed and wrong is 403.
  expect(answers.filter(({ status }) => status < 400)).toEqual([])
  expect(await isStored(oneShot.key)).toBe(false)
})

test('sig.query.twice: T-9: a parameter that is there twice is refused', async () => {
  const oneShot = await signOneShot(s3)
  const urls = PARAMETERS.map((name) => {
    const twice = new URL(oneShot.url)
    twice.searchParams.append(name, `${twice.searchParams.get(name)}0`)
    return twice.href
  })
  const answers = await Promise.all(urls.map((url) => sendOneShot(oneShot, { url })))
  expect(answers.filter(({ status }) => status < 400)).toEqual([])
  expect(await isStored(oneShot.key)).toBe(false)
})

test('sig.query.more: T-9: no parameter makes another operation of it, or a longer life', async () => {
  const oneShot = await signOneShot(s3)
  const urls = [
    withQuery(oneShot.url, 'X-Amz-Expires', () => '604800'),
    withQuery(oneShot.url, 'tagging', () => ''),
    withQuery(oneShot.url, 'uploadId', () => '1'),
    withQuery(oneShot.url, 'versionId', () => 'null'),
    withQuery(oneShot.url, 'x-amz-copy-source', () => `/${s3.bucket}/other`),
    withQuery(oneShot.url, 'X-Amz-Security-Token', () => 'token'),
  ]
  const answers = await Promise.all(urls.map((url) => sendOneShot(oneShot, { url })))
  expect(answers.map(({ status }) => status)).toEqual(urls.map(() => 403))
  expect(await isStored(oneShot.key)).toBe(false)
})

test('sig.badkey: an unknown access key is refused', async () => {
  const stranger = { ...s3, accessKeyId: 'UNKNOWNACCESSKEYID' }
  const response = await sendOneShot(await signOneShot(stranger))
  expect(await verdict(response)).toEqual({ status: 403, code: 'InvalidAccessKeyId' })
})

test('sig.header: a call that is signed in its header by a wrong secret is refused, and nothing is stored', async () => {
  const key = newKey()
  const url = objectUrl(s3, s3.bucket, key)
  const response = await callS3({ ...s3, secretAccessKey: 'wrong' }, 'PUT', url, { body: new Uint8Array(1) })
  expect(await verdict(response)).toEqual(MISMATCH)
  expect(await isStored(key)).toBe(false)
})

test('sig.anon: an anonymous PUT is refused', async () => {
  const oneShot = await signOneShot(s3)
  const url = objectUrl(s3, s3.bucket, oneShot.key)
  const headers = { 'content-type': 'image/png' }
  expect(await verdict(await sendOneShot(oneShot, { url, headers }))).toEqual(DENIED)
})

test('sig.expired: a URL that has expired is refused', async () => {
  const oneShot = await signOneShot(s3, { signedAtMs: s3.now() - HOUR_MS, expiresInSeconds: 300 })
  expect(await verdict(await sendOneShot(oneShot))).toEqual(DENIED)
  expect(await isStored(oneShot.key)).toBe(false)
})

test('sig.expired.live: a URL that expires before it is used is refused', async () => {
  const oneShot = await signOneShot(s3, { expiresInSeconds: 2 })
  await s3.passTime(3200)
  expect(await verdict(await sendOneShot(oneShot))).toEqual(DENIED)
})

test('sig.future: T-14: a URL signed by a clock that is an hour fast is refused', async () => {
  const oneShot = await signOneShot(s3, { signedAtMs: s3.now() + HOUR_MS })
  expect(await verdict(await sendOneShot(oneShot))).toEqual(DENIED)
})

test('sig.maxttl: a URL for more than seven days is refused', async () => {
  const oneShot = await signOneShot(s3, { expiresInSeconds: 604_801 })
  expect(await verdict(await sendOneShot(oneShot))).toEqual(MALFORMED)
})

test('sig.method: T-10: a URL for PUT opens neither GET, HEAD, DELETE nor POST', async () => {
  const url = await presign(s3, objectUrl(s3, s3.bucket, newKey()), { signedAtMs: s3.now() })
  expect((await fetch(url, { method: 'PUT', body: new Uint8Array(1) })).status).toBe(200)
  const answers = await Promise.all(['GET', 'HEAD', 'DELETE', 'POST'].map((method) => fetch(url, { method })))
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
})

test('sig.method.full: T-10: nor does one with all five headers signed, whether they are sent or not', async () => {
  const oneShot = await signOneShot(s3)
  const { url, headers, bytes, key } = oneShot
  expect((await sendOneShot(oneShot)).status).toBe(200)
  const length = { 'content-length': String(bytes.length) }
  const answers = await Promise.all([
    ...['GET', 'HEAD', 'DELETE'].map((method) => fetch(url, { method })),
    ...['GET', 'HEAD', 'DELETE'].map((method) =>
      sendRaw(url, { method, headers: { ...headers, ...length } }, bytes),
    ),
    fetch(url, { method: 'POST', headers, body: bytes }),
  ])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403))
  expect(await isStored(key)).toBe(true)
})

test('sig.otherkey: a URL for one key opens no other', async () => {
  const oneShot = await signOneShot(s3)
  const url = oneShot.url.replace(oneShot.key, newKey())
  expect(await verdict(await sendOneShot(oneShot, { url }))).toEqual(MISMATCH)
})

test('sig.region: a URL signed for another region is refused', async () => {
  const response = await sendOneShot(await signOneShot({ ...s3, region: 'mars-north-1' }))
  expect(await verdict(response)).toEqual(MALFORMED)
})
