import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PublicImage, UploadGrant } from '../../src/index.ts'
import { createProfileImageHandler, s3Store, type StoredImage } from '../../src/server/index.ts'
import { jpeg } from '../picture/samples.ts'
import { base64Sha256 } from './s3-client.ts'
import { openTarget, type S3Target } from './target.ts'

// The handler over a store that is an S3 server: what no memory of ours can vouch for.

let target: S3Target
beforeAll(async () => {
  target = await openTarget()
})
afterAll(() => target.close())

function openBackend(owner: string) {
  const saved: StoredImage[] = []
  const handler = createProfileImageHandler({
    store: s3Store({
      bucket: target.bucket,
      region: target.region,
      endpoint: target.endpoint,
      forcePathStyle: true,
      credentials: target,
    }),
    ticketSecret: 'a secret that is at least 32 bytes long',
    imageUrl: 'https://img.example',
    authorize: () => ({ id: owner }),
    loadImage: () => saved.at(-1)?.key ?? null,
    async saveImage(_owner, image) {
      if (image !== null) saved.push(image)
    },
  })
  const post = (step: string, body: unknown) =>
    handler(
      new Request(`https://app.example/api/photo/${step}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-profile-image': '1',
          'sec-fetch-site': 'same-origin',
        },
        body: JSON.stringify(body),
      }),
    )
  return {
    saved,
    async request(picture: Uint8Array): Promise<UploadGrant> {
      const facts = { type: 'image/jpeg', sizeBytes: picture.length, sha256: base64Sha256(picture) }
      const answer = await post('request-url', facts)
      expect(answer.status).toBe(200)
      return answer.json()
    },
    confirm: (ticket: string) => post('confirm', { ticket }),
  }
}

const put = ({ upload }: UploadGrant, body: Uint8Array, headers: Record<string, string> = {}) =>
  fetch(upload.url, { method: 'PUT', headers: { ...upload.headers, ...headers }, body: new Uint8Array(body) })

test('T-43: twenty parallel confirms make one object, one saveImage and twenty equal answers', async () => {
  const backend = openBackend('parallel')
  const picture = await jpeg({ width: 300, height: 200 })
  const grant = await backend.request(picture)
  expect((await put(grant, picture)).status).toBe(200)

  const answers = await Promise.all(Array.from({ length: 20 }, () => backend.confirm(grant.ticket)))
  const bodies = await Promise.all(answers.map((answer) => answer.text()))
  expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 200))
  expect(new Set(bodies).size).toBe(1)
  expect(backend.saved.length).toBe(1)

  const image: PublicImage = JSON.parse(bodies[0] ?? '')
  expect(image).toMatchObject({
    id: grant.id,
    type: 'image/jpeg',
    width: 300,
    height: 200,
    sizeBytes: picture.length,
  })
})

test('T-43: confirms in two processes agree on one object, and save the same image', async () => {
  const [one, other] = [openBackend('processes'), openBackend('processes')]
  const picture = await jpeg()
  const grant = await one.request(picture)
  await put(grant, picture)
  const answers = await Promise.all([one.confirm(grant.ticket), other.confirm(grant.ticket)])
  const [first, second] = await Promise.all(answers.map((answer) => answer.text()))
  expect(second).toBe(first)
  expect([...one.saved, ...other.saved].map(({ id }) => id)).toEqual([grant.id, grant.id])
})

test('T-1, T-45: a URL that was used and confirmed stays used: 412, and the image is as it was', async () => {
  const backend = openBackend('replay')
  const picture = await jpeg()
  const grant = await backend.request(picture)
  await put(grant, picture)
  await backend.confirm(grant.ticket)
  expect((await put(grant, picture)).status).toBe(412)
  expect((await backend.confirm(grant.ticket)).status).toBe(200)
})

test('T-2: other bytes of the same length never become an image', async () => {
  const backend = openBackend('swap')
  const picture = await jpeg()
  const grant = await backend.request(picture)
  const other = Uint8Array.from(picture, (byte, index) => (index === picture.length - 3 ? byte ^ 1 : byte))
  const stored = await put(grant, other)
  const answer = await backend.confirm(grant.ticket)
  // A store that does not check the digest keeps the bytes; then confirm does not take them.
  const code = stored.ok ? 'changed' : 'not-uploaded'
  expect(answer.status).toBe(409)
  expect(await answer.json()).toMatchObject({ error: { code } })
  expect(backend.saved).toEqual([])
})

test('T-4, T-6: a wrong type, a longer body and a missing condition are refused, and nothing can be confirmed', async () => {
  const backend = openBackend('wrong')
  const picture = await jpeg()
  const grant = await backend.request(picture)
  const { 'if-none-match': _, ...unconditional } = grant.upload.headers
  const attempts = [
    await put(grant, picture, { 'content-type': 'text/html' }),
    await put(grant, new Uint8Array([...picture, 0])),
    await fetch(grant.upload.url, { method: 'PUT', headers: unconditional, body: new Uint8Array(picture) }),
  ]
  expect(attempts.map(({ status }) => status)).toEqual([403, 403, 403])
  expect((await backend.confirm(grant.ticket)).status).toBe(409)
})

test('T-40: confirm before the upload answers that nothing was uploaded, and the upload may follow', async () => {
  const backend = openBackend('early')
  const picture = await jpeg()
  const grant = await backend.request(picture)
  expect(await (await backend.confirm(grant.ticket)).json()).toMatchObject({
    error: { code: 'not-uploaded' },
  })
  expect((await put(grant, picture)).status).toBe(200)
  expect((await backend.confirm(grant.ticket)).status).toBe(200)
})

test('T-7: what the uploader adds to its PUT does not reach the final object', async () => {
  const backend = openBackend('headers')
  const picture = await jpeg()
  const grant = await backend.request(picture)
  await put(grant, picture, { 'cache-control': 'max-age=900000000', 'content-disposition': 'attachment' })
  await backend.confirm(grant.ticket)
  const [image] = backend.saved
  const store = s3Store({
    bucket: target.bucket,
    region: target.region,
    endpoint: target.endpoint,
    forcePathStyle: true,
    credentials: target,
  })
  const final = await fetch(await store.signGet(image?.key ?? '', 60))
  expect(final.headers.get('cache-control')).toBe('public, max-age=86400')
  expect(final.headers.get('content-disposition')).toBeNull()
  expect(final.headers.get('content-type')).toBe('image/jpeg')
  expect(final.headers.get('x-amz-meta-upload')).toBe(grant.id)
  expect(new Uint8Array(await final.arrayBuffer())).toEqual(picture)
})
