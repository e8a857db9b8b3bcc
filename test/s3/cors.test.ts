import { afterAll, beforeEach, expect, test } from 'vitest'
import { createBucket, putCors } from './create-bucket.ts'
import { skipKnownGap } from './known-gaps.ts'
import { newKey, sendOneShot, signOneShot } from './one-shot.ts'
import { callS3, objectUrl, verdict } from './s3-client.ts'
import { newBucketName, openTarget } from './target.ts'

const s3 = await openTarget()
beforeEach(skipKnownGap)
afterAll(() => s3.close())

const ORIGIN = 'https://app.example.com'
const RULE = {
  allowedOrigins: [ORIGIN],
  allowedMethods: ['PUT'],
  allowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-sha256'],
  exposeHeaders: ['ETag'],
  maxAgeSeconds: 3000,
}
// AWS says AccessForbidden, RGW AccessDenied: what a browser acts on is the same.
const REFUSED = { status: 403, allowedOrigin: null }

const corsBucket = { ...s3, bucket: newBucketName() }
await createBucket(s3, { bucket: corsBucket.bucket, cors: RULE })

function preflight(
  asked: { bucket?: string; origin?: string; method?: string; headers?: string } = {},
): Promise<Response> {
  return fetch(objectUrl(s3, asked.bucket ?? corsBucket.bucket, newKey()), {
    method: 'OPTIONS',
    headers: {
      origin: asked.origin ?? ORIGIN,
      'access-control-request-method': asked.method ?? 'PUT',
      'access-control-request-headers': asked.headers ?? RULE.allowedHeaders.join(','),
    },
  })
}

async function refusal(call: Promise<Response>): Promise<{ status: number; allowedOrigin: string | null }> {
  const { status, headers } = await call
  return { status, allowedOrigin: headers.get('access-control-allow-origin') }
}

test('cors.none: a bucket without rules refuses every preflight', async () => {
  expect(await refusal(preflight({ bucket: s3.bucket }))).toEqual(REFUSED)
})

test('cors.put: rules can be set, read, and removed', async () => {
  const bucket = newBucketName()
  const url = `${s3.endpoint}/${bucket}?cors`
  await createBucket(s3, { bucket })
  expect((await putCors(s3, bucket, RULE)).status).toBe(200)
  const xml = await (await callS3(s3, 'GET', url)).text()
  expect(xml).toContain(`<AllowedOrigin>${ORIGIN}</AllowedOrigin>`)
  expect(xml).toContain('<AllowedMethod>PUT</AllowedMethod>')
  expect(xml).toContain('<AllowedHeader>if-none-match</AllowedHeader>')
  expect(xml).toContain('<ExposeHeader>ETag</ExposeHeader>')
  expect(xml).toContain('<MaxAgeSeconds>3000</MaxAgeSeconds>')
  expect((await callS3(s3, 'DELETE', url)).status).toBe(204)
  expect(await verdict(await callS3(s3, 'GET', url))).toEqual({
    status: 404,
    code: 'NoSuchCORSConfiguration',
  })
})

test('cors.preflight: what the rules allow is allowed', async () => {
  const { status, headers } = await preflight()
  expect(status).toBe(200)
  expect(headers.get('access-control-allow-origin')).toBe(ORIGIN)
  expect(headers.get('access-control-allow-methods')).toContain('PUT')
  const allowed = headers.get('access-control-allow-headers')?.toLowerCase().split(/, */).sort()
  expect(allowed).toEqual(RULE.allowedHeaders)
})

test('cors.preflight.strict: one of several origins is echoed, with the age to keep it', async () => {
  const other = 'http://localhost:5173'
  const bucket = newBucketName()
  await createBucket(s3, { bucket, cors: { ...RULE, allowedOrigins: [ORIGIN, 'http://localhost:*'] } })
  const { headers } = await preflight({ bucket, origin: other })
  expect(headers.get('access-control-allow-origin')).toBe(other)
  expect(headers.get('access-control-max-age')).toBe('3000')
  expect(headers.get('vary')).toMatch(/\borigin\b/i)
})

test('cors.origin: another origin is refused', async () => {
  expect(await refusal(preflight({ origin: `${ORIGIN}.evil` }))).toEqual(REFUSED)
})

test('cors.header: a header that is not listed is refused', async () => {
  expect(await refusal(preflight({ headers: 'content-type,x-amz-acl' }))).toEqual(REFUSED)
})

test('cors.method: a method that is not listed is refused', async () => {
  expect(await refusal(preflight({ method: 'DELETE' }))).toEqual(REFUSED)
})

test('cors.put.expose: the answer to a PUT can be read by its origin, with the exposed headers', async () => {
  const oneShot = await signOneShot(corsBucket)
  const { status, headers } = await sendOneShot(oneShot, {
    headers: { ...oneShot.headers, origin: ORIGIN },
  })
  expect(status).toBe(200)
  expect(headers.get('access-control-allow-origin')).toBe(ORIGIN)
  expect(headers.get('access-control-expose-headers')).toBe('ETag')
  const stranger = await signOneShot(corsBucket)
  const unread = await sendOneShot(stranger, {
    headers: { ...stranger.headers, origin: 'https://other.example' },
  })
  expect(unread.headers.get('access-control-allow-origin')).toBeNull()
})

test('cors.error: a refused PUT can be read by its origin, too', async () => {
  const oneShot = await signOneShot(corsBucket, { signedAtMs: s3.now() - 3_600_000 })
  const { status, headers } = await sendOneShot(oneShot, { headers: { ...oneShot.headers, origin: ORIGIN } })
  expect(status).toBe(403)
  expect(headers.get('access-control-allow-origin')).toBe(ORIGIN)
})
