import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PublicImage } from '../../src/index.ts'
import { jpeg } from '../picture/samples.ts'
import { openBackend, putPicture } from './backend.ts'
import { callS3, objectUrl } from './s3-client.ts'
import { openTarget, type S3Target } from './target.ts'

// The handler over a store that is an S3 server: what no memory of ours can vouch for.

let target: S3Target
beforeAll(async () => {
  target = await openTarget()
})
afterAll(() => target.close())

test('T-43, I3: twenty parallel confirms make one object, one saveImage and twenty equal answers', async () => {
  const backend = openBackend(target, 'parallel')
  const picture = await jpeg({ width: 300, height: 200 })
  const grant = await backend.request(picture)
  expect((await putPicture(grant, picture)).status).toBe(200)

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

test('T-43, I3: confirms in two processes agree on one object, and save the same image', async () => {
  const [one, other] = [openBackend(target, 'processes'), openBackend(target, 'processes')]
  const picture = await jpeg()
  const grant = await one.request(picture)
  await putPicture(grant, picture)
  const answers = await Promise.all([one.confirm(grant.ticket), other.confirm(grant.ticket)])
  const [first, second] = await Promise.all(answers.map((answer) => answer.text()))
  expect(second).toBe(first)
  expect([...one.saved, ...other.saved].map(({ id }) => id)).toEqual([grant.id, grant.id])
})

test('T-43: ended between promotion and saving, the next confirm saves the image that is there', async () => {
  let crashes = 1
  const backend = openBackend(target, 'crash', {
    async beforeSaving() {
      if (crashes-- > 0) throw new Error('killed')
    },
  })
  const picture = await jpeg()
  const grant = await backend.request(picture)
  await putPicture(grant, picture)
  expect((await backend.confirm(grant.ticket)).status).toBe(500)
  expect(backend.saved).toEqual([])
  expect((await backend.confirm(grant.ticket)).status).toBe(200)
  expect(backend.saved.map(({ id }) => id)).toEqual([grant.id])
  expect((await backend.store.read(backend.saved[0]?.key ?? ''))?.bytes).toEqual(picture)
})

test('T-1, T-45, I11: a URL that was used and confirmed stays used: 412, and the image is as it was', async () => {
  const backend = openBackend(target, 'replay')
  const picture = await jpeg()
  const grant = await backend.request(picture)
  await putPicture(grant, picture)
  await backend.confirm(grant.ticket)
  const image = () => backend.store.read(backend.saved[0]?.key ?? '')
  const before = await image()
  expect(before?.bytes).toEqual(picture)
  expect((await putPicture(grant, picture)).status).toBe(412)
  expect((await backend.confirm(grant.ticket)).status).toBe(200)
  expect((await putPicture(grant, picture)).status).toBe(412)
  expect(await image()).toEqual(before)
})

test('T-2: other bytes of the same length never become an image', async () => {
  const backend = openBackend(target, 'swap')
  const picture = await jpeg()
  const grant = await backend.request(picture)
  const other = Uint8Array.from(picture, (byte, index) => (index === picture.length - 3 ? byte ^ 1 : byte))
  const stored = await putPicture(grant, other)
  const answer = await backend.confirm(grant.ticket)
  // A store that does not check the digest keeps the bytes; then confirm does not take them.
  const code = stored.ok ? 'changed' : 'not-uploaded'
  expect(answer.status).toBe(409)
  expect(await answer.json()).toMatchObject({ error: { code } })
  expect(backend.saved).toEqual([])
})

test('T-4, T-6: a wrong type, a longer body and a missing condition are refused, and nothing can be confirmed', async () => {
  const backend = openBackend(target, 'wrong')
  const picture = await jpeg()
  const grant = await backend.request(picture)
  const { 'if-none-match': _, ...unconditional } = grant.upload.headers
  const attempts = [
    await putPicture(grant, picture, { 'content-type': 'text/html' }),
    await putPicture(grant, new Uint8Array([...picture, 0])),
    await fetch(grant.upload.url, { method: 'PUT', headers: unconditional, body: new Uint8Array(picture) }),
  ]
  expect(attempts.map(({ status }) => status)).toEqual([403, 403, 403])
  expect((await backend.confirm(grant.ticket)).status).toBe(409)
})

test('T-40: confirm before the upload answers that nothing was uploaded, and the upload may follow', async () => {
  const backend = openBackend(target, 'early')
  const picture = await jpeg()
  const grant = await backend.request(picture)
  expect(await (await backend.confirm(grant.ticket)).json()).toMatchObject({
    error: { code: 'not-uploaded' },
  })
  expect((await putPicture(grant, picture)).status).toBe(200)
  expect((await backend.confirm(grant.ticket)).status).toBe(200)
})

test('T-7, I12: what the uploader adds to its PUT does not reach the final object', async () => {
  const backend = openBackend(target, 'headers')
  const picture = await jpeg()
  const grant = await backend.request(picture)
  await putPicture(grant, picture, {
    'cache-control': 'max-age=900000000',
    'content-disposition': 'attachment',
  })
  await backend.confirm(grant.ticket)
  const [image] = backend.saved
  const final = await fetch(await backend.store.signGet(image?.key ?? '', 60))
  expect(final.headers.get('cache-control')).toBe('public, max-age=86400')
  expect(final.headers.get('content-disposition')).toBeNull()
  expect(final.headers.get('content-type')).toBe('image/jpeg')
  expect(final.headers.get('x-amz-meta-upload')).toBe(grant.id)
  expect(new Uint8Array(await final.arrayBuffer())).toEqual(picture)
})

test.each([
  ['swapped', new TextEncoder().encode('something else entirely')],
  ['swapped for a tombstone', new Uint8Array()],
])('T-44, I1: %s right after it was read, the picture is what was verified', async (_, other) => {
  const backend = openBackend(target, 'swapped', {
    async beforePromotion(stagingKey) {
      // As an operator, or a thief of the server's own keys, can: without the condition.
      await callS3(target, 'PUT', objectUrl(target, target.bucket, stagingKey), { body: other })
    },
  })
  const picture = await jpeg()
  const grant = await backend.request(picture)
  await putPicture(grant, picture)
  expect((await backend.confirm(grant.ticket)).status).toBe(200)
  expect((await backend.store.read(backend.saved[0]?.key ?? ''))?.bytes).toEqual(picture)
})

test('T-24: a staging key that is taken answers 412, its object stays, and is no image of whoever met it', async () => {
  const backend = openBackend(target, 'collision')
  const [picture, theirs] = [await jpeg(), await jpeg({ width: 77 })]
  const grant = await backend.request(picture)
  // The name of the bucket is the first part of the path.
  const taken = new URL(grant.upload.url).pathname.split('/').slice(2).join('/')
  await callS3(target, 'PUT', objectUrl(target, target.bucket, taken), {
    body: new Uint8Array(theirs),
  })
  expect((await putPicture(grant, picture)).status).toBe(412)
  const answer = await backend.confirm(grant.ticket)
  expect([answer.status, await answer.json()]).toMatchObject([409, { error: { code: 'changed' } }])
  expect((await backend.store.read(taken))?.bytes).toEqual(theirs)
  expect(backend.saved).toEqual([])

  const again = await backend.request(picture)
  expect(again.id).not.toBe(grant.id)
  expect((await putPicture(again, picture)).status).toBe(200)
  expect((await backend.confirm(again.ticket)).status).toBe(200)
})
