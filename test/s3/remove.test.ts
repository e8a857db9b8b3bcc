import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PublicImage, RemovedImage, UploadGrant } from '../../src/index.ts'
import { jpeg } from '../picture/samples.ts'
import { openBackend, putPicture } from './backend.ts'
import { skipKnownGap } from './known-gaps.ts'
import { objectUrl } from './s3-client.ts'
import { openTarget, type S3Target } from './target.ts'

// Removing, undoing and replacing on a store that is an S3 server, in a bucket where anybody may read avatars/.

type Backend = ReturnType<typeof openBackend>

let target: S3Target
let [picture, otherPicture]: Uint8Array[] = []
beforeAll(async () => {
  target = await openTarget({ publicReadPrefix: 'avatars/' })
  picture = await jpeg({ width: 120, height: 90 })
  otherPicture = await jpeg({ width: 60 })
})
beforeEach(skipKnownGap)
afterAll(() => target.close())

/** An upload from its first request to its confirm. */
async function upload(backend: Backend, bytes: Uint8Array = picture ?? new Uint8Array()) {
  const grant = await backend.request(bytes)
  expect((await putPicture(grant, bytes)).status).toBe(200)
  const confirmed = await backend.confirm(grant.ticket)
  expect(confirmed.status).toBe(200)
  return { grant, image: (await confirmed.json()) as PublicImage, key: backend.column.key ?? '' }
}

async function remove(backend: Backend): Promise<string> {
  const answer = await backend.remove()
  expect(answer.status).toBe(200)
  return ((await answer.json()) as RemovedImage).undoTicket ?? ''
}

/** As everybody reads it: the bytes, or the status of the refusal. */
async function readAnonymously(key: string): Promise<Uint8Array | number> {
  const answer = await fetch(objectUrl(target, target.bucket, key))
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return answer.ok ? bytes : answer.status
}

/** Without the right to list, S3 answers 403 for what is not there. */
const GONE = expect.toSatisfy((status: unknown) => status === 403 || status === 404)

async function verdictOf(answer: Promise<Response>): Promise<[number, string | null]> {
  const response = await answer
  const { error = null } = (await response.json()) as { error?: { code: string } }
  return [response.status, error?.code ?? null]
}

async function replay(grant: UploadGrant): Promise<number> {
  return (await putPicture(grant, picture ?? new Uint8Array())).status
}

test('T-45, T-46: removed, a picture cannot be read, its URL stays used, and its ticket brings nothing back', async () => {
  const backend = openBackend(target, 'removing')
  const { grant, key } = await upload(backend)
  expect(await readAnonymously(key)).toEqual(picture)
  await remove(backend)
  expect(backend.column.key).toBeNull()
  expect(await readAnonymously(key)).toEqual(GONE)
  expect(await replay(grant)).toBe(412)
  expect(await verdictOf(backend.confirm(grant.ticket))).toEqual([410, 'revoked'])
  expect(await replay(grant)).toBe(412)
  expect(await readAnonymously(key)).toEqual(GONE)
  // And once more is no different.
  expect(await (await backend.remove()).json()).toEqual({ undoTicket: null })
})

test('removed.private: T-46: nobody reads the copy of a removed picture without a signature', async () => {
  const backend = openBackend(target, 'private')
  const { key } = await upload(backend)
  await remove(backend)
  const copy = key.replace('avatars', 'removed')
  expect((await backend.store.read(copy))?.bytes).toEqual(picture)
  expect(await readAnonymously(copy)).toBe(403)
})

test('an undo brings the picture back to another address, and repeated it answers the same', async () => {
  const backend = openBackend(target, 'undoing')
  const { image, key } = await upload(backend)
  const undo = await remove(backend)
  const first = await (await backend.confirm(undo)).text()
  const restored = JSON.parse(first) as PublicImage
  const newKey = backend.column.key ?? ''
  expect(restored.id > image.id).toBe(true)
  expect(restored).toEqual({ ...image, id: restored.id, url: `https://img.example/${newKey}` })
  expect(newKey).not.toBe(key)
  expect(await readAnonymously(newKey)).toEqual(picture)
  expect(await readAnonymously(key)).toEqual(GONE)
  const final = await fetch(objectUrl(target, target.bucket, newKey))
  expect(final.headers.get('content-type')).toBe('image/jpeg')
  expect(final.headers.get('cache-control')).toBe('public, max-age=86400')
  expect(final.headers.get('x-amz-meta-upload')).toBe(restored.id)

  expect(await (await backend.confirm(undo)).text()).toBe(first)
  expect(backend.saved).toHaveLength(2)
})

test('T-55: an undo of somebody else, and one whose image was removed again, get the one 404', async () => {
  const backend = openBackend(target, 'ada')
  await upload(backend)
  const undo = await remove(backend)
  expect(await verdictOf(openBackend(target, 'eve').confirm(undo))).toEqual([404, 'ticket-invalid'])
  expect(await verdictOf(backend.confirm(undo))).toEqual([200, null])
  const key = backend.column.key ?? ''
  const second = await remove(backend)
  expect(await verdictOf(backend.confirm(undo))).toEqual([404, 'ticket-invalid'])
  expect(await readAnonymously(key)).toEqual(GONE)
  expect(await verdictOf(backend.confirm(second))).toEqual([200, null])
})

test('T-46: an outdated undo is superseded, and the newer picture stays', async () => {
  const backend = openBackend(target, 'outdated')
  await upload(backend)
  const undo = await remove(backend)
  const newer = await upload(backend, otherPicture)
  expect(await verdictOf(backend.confirm(undo))).toEqual([409, 'superseded'])
  expect(backend.column.key).toBe(newer.key)
  expect(await readAnonymously(newer.key)).toEqual(otherPicture)
})

test('T-46: a picture that was replaced cannot be read, and its URL stays used', async () => {
  const backend = openBackend(target, 'replacing')
  const older = await upload(backend)
  const newer = await upload(backend, otherPicture)
  expect(await readAnonymously(older.key)).toEqual(GONE)
  expect(await readAnonymously(newer.key)).toEqual(otherPicture)
  expect(await replay(older.grant)).toBe(412)
  expect(await verdictOf(backend.confirm(older.grant.ticket))).toEqual([409, 'superseded'])
  const copy = await backend.store.read(older.key.replace('avatars', 'removed'))
  expect(copy).toMatchObject({ bytes: picture, type: 'image/jpeg', metadata: { upload: older.image.id } })
})

test('T-46: a superseded upload leaves nothing that can be read, as far as it had got', async () => {
  let crashes = 1
  const backend = openBackend(target, 'superseded', {
    async beforeSaving() {
      if (crashes-- > 0) throw new Error('killed')
    },
  })
  const late = await backend.request(picture ?? new Uint8Array())
  await putPicture(late, picture ?? new Uint8Array())
  expect((await backend.confirm(late.ticket)).status).toBe(500)
  const newer = await upload(backend, otherPicture)
  const lateKey = newer.key.replace(newer.grant.id, late.id)
  expect(await readAnonymously(lateKey)).toEqual(picture)
  expect(await verdictOf(backend.confirm(late.ticket))).toEqual([409, 'superseded'])
  expect(await readAnonymously(lateKey)).toEqual(GONE)
})

test('twenty removals at once have one effect, and all give the same undo', async () => {
  const backend = openBackend(target, 'parallel-removals')
  const { key } = await upload(backend)
  const answers = await Promise.all(Array.from({ length: 20 }, () => backend.remove()))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  expect(new Set(texts).size).toBe(1)
  expect(await readAnonymously(key)).toEqual(GONE)
  const { undoTicket } = JSON.parse(texts[0] ?? '') as RemovedImage
  expect(await verdictOf(backend.confirm(undoTicket ?? ''))).toEqual([200, null])
})

test('removals and undos in two processes at once all succeed, and leave one state', async () => {
  const one = openBackend(target, 'two-processes')
  const other = openBackend(target, 'two-processes', {}, one.column)
  const { key } = await upload(one)
  const removals = await Promise.all([one.remove(), other.remove()])
  expect(removals.map(({ status }) => status)).toEqual([200, 200])
  expect(one.column.key).toBeNull()
  expect(await readAnonymously(key)).toEqual(GONE)

  const tickets = await Promise.all(removals.map(async (answer) => (await answer.json()) as RemovedImage))
  const undo = tickets.flatMap(({ undoTicket }) => undoTicket ?? [])[0] ?? ''
  const undone = await Promise.all([one.confirm(undo), other.confirm(undo)])
  const [first, second] = await Promise.all(undone.map((answer) => answer.text()))
  expect(undone.map(({ status }) => status)).toEqual([200, 200])
  expect(second).toBe(first)
  expect(await readAnonymously(one.column.key ?? '')).toEqual(picture)
})

test('cut off after the app has let go of it, a removal is ended by the next, which gives the undo', async () => {
  let isKilled = true
  const backend = openBackend(target, 'cut-off')
  const { key } = await upload(backend)
  const mortal = openBackend(
    target,
    'cut-off',
    {
      async beforeSaving() {
        if (!isKilled) return
        isKilled = false
        backend.column.key = null
        throw new Error('killed')
      },
    },
    backend.column,
  )
  expect((await mortal.remove()).status).toBe(500)
  expect(await readAnonymously(key)).toEqual(picture)
  const undo = await remove(backend)
  expect(await readAnonymously(key)).toEqual(GONE)
  expect(await verdictOf(backend.confirm(undo))).toEqual([200, null])
  expect(await readAnonymously(backend.column.key ?? '')).toEqual(picture)
})
