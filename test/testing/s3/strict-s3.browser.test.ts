import { expect, test } from 'vitest'
import { createStrictS3 } from '../../../src/testing/index.ts'
import { CREDENTIALS, signedRequest } from './signed-request.ts'

test('a signed PUT is checked and stored inside a browser, which sends neither Host nor Content-Length', async () => {
  const s3 = createStrictS3({
    buckets: [{ name: 'pictures' }],
    credentials: { [CREDENTIALS.accessKeyId]: CREDENTIALS.secretAccessKey },
  })
  const bytes = crypto.getRandomValues(new Uint8Array(1000))
  const signing = {
    body: bytes,
    expiresInSeconds: 300,
    headers: { 'content-type': 'image/png', 'content-length': '1000', 'if-none-match': '*' },
  }
  const request = await signedRequest('/pictures/a', signing)
  expect(request.headers.has('content-length')).toBe(false)
  const changed = new Request(request.url, { method: 'PUT', headers: request.headers, body: bytes.slice(1) })
  const replay = request.clone()

  expect((await s3.fetch(changed)).status).toBe(403)
  expect((await s3.fetch(request)).status).toBe(200)
  expect((await s3.fetch(replay)).status).toBe(412)
  expect(s3.objects('pictures')).toMatchObject([
    { key: 'a', bytes, headers: { 'content-type': 'image/png' } },
  ])
})
