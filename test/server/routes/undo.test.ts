import { describe, expect, test } from 'vitest'
import { UploadError } from '../../../src/server/index.ts'
import { jpeg } from '../../picture/samples.ts'
import { createBackend, imageOf, PICTURE, refusalOf, undoTicketOf } from '../backend.ts'
import { failureOf } from '../failure.ts'
import { memoryStore, sha256Of } from '../memory-store.ts'

const NOON = Date.parse('2026-03-01T12:00:00Z')
const DAY_MS = 86_400_000

/** A backend with an image that was removed; `undo` confirms the ticket of that. */
async function removedImage(options: Parameters<typeof createBackend>[0] = {}) {
  const clock = { nowMs: NOON }
  const backend = createBackend({ now: () => clock.nowMs, ...options })
  const upload = await backend.image(await jpeg({ width: 40, height: 30 }))
  clock.nowMs += 60_000
  const ticket = undoTicketOf(await backend.remove())
  backend.events.length = 0
  return { backend, clock, upload, ticket, undo: (user?: string) => backend.confirm(ticket, user) }
}

const UNKNOWN = { status: 404, code: 'ticket-invalid' }

describe('an undo', () => {
  test('brings the picture back as a new image, which is the newest', async () => {
    const { backend, upload, undo } = await removedImage()
    const image = imageOf(await undo())
    const { id, url } = image
    const key = backend.column.get('ada') ?? ''
    expect(id > upload.id).toBe(true)
    expect(image).toEqual({ ...upload.image, id, url: `https://img.example.com/${key}` })
    expect(backend.saved.at(-1)).toEqual({
      ...image,
      key,
      sha256: backend.saved[0]?.sha256,
      requestedAt: new Date(NOON + 60_000),
    })
    expect((await backend.current()).json).toMatchObject({ id, url })
    const bytes = await jpeg({ width: 40, height: 30 })
    expect(backend.store.keys('avatars/')).toEqual([key])
    expect(backend.store.objects.get(key)).toEqual({
      bytes,
      type: 'image/jpeg',
      contentEncoding: null,
      cacheControl: 'public, max-age=86400',
      metadata: { upload: id, sha256: sha256Of(bytes), width: '40', height: '30' },
    })
  })

  test('makes an event of its own', async () => {
    const { backend, undo } = await removedImage()
    const { id } = imageOf(await undo())
    expect(backend.events).toMatchObject([{ type: 'restored', step: 'confirm', uploadId: id, code: null }])
  })

  test('that is repeated answers the same, and saves once', async () => {
    const { backend, undo } = await removedImage()
    const first = await undo()
    expect((await undo()).text).toBe(first.text)
    expect(backend.saved).toHaveLength(2)
  })

  test('twenty times in parallel makes one image', async () => {
    const { backend, undo } = await removedImage()
    const answers = await Promise.all(Array.from({ length: 20 }, () => undo()))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(backend.saved).toHaveLength(2)
  })

  test('in two processes at once makes one image', async () => {
    const { backend, clock, ticket, undo } = await removedImage()
    const other = createBackend({ store: backend.store, now: () => clock.nowMs })
    const answers = await Promise.all([undo(), other.confirm(ticket)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0]?.text).toBe(answers[1]?.text)
    expect(backend.store.keys('avatars/')).toHaveLength(1)
  })

  test('can be removed and undone itself, again and again', async () => {
    const { backend, undo } = await removedImage()
    let { id } = imageOf(await undo())
    for (let time = 0; time < 3; time++) {
      const again = imageOf(await backend.confirm(undoTicketOf(await backend.remove())))
      expect(again.id > id).toBe(true)
      expect(backend.store.keys('avatars/')).toEqual([backend.column.get('ada')])
      id = again.id
    }
  })

  test('that the app refuses leaves nothing saved, and may be repeated', async () => {
    const column = new Map<string, string>()
    let isRefused = false
    const { backend, undo } = await removedImage({
      loadImage: ({ id }) => column.get(id) ?? null,
      saveImage({ id }, image) {
        if (isRefused) throw new UploadError('confirm-rejected', { details: { reason: 'Not today.' } })
        if (image === null) column.delete(id)
        else column.set(id, image.key)
      },
    })
    isRefused = true
    expect(refusalOf(await undo())).toMatchObject({ status: 422, reason: 'Not today.' })
    isRefused = false
    const { url } = imageOf(await undo())
    expect((await backend.current()).json).toMatchObject({ url })
  })
})

describe('T-55: an undo that cannot be gets the answer of an unknown ticket', () => {
  test('of somebody else', async () => {
    const { undo } = await removedImage()
    expect(refusalOf(await undo('eve'))).toMatchObject(UNKNOWN)
    expect(await undo('ada')).toMatchObject({ status: 200 })
  })

  test('that has expired', async () => {
    const { clock, undo } = await removedImage()
    clock.nowMs += DAY_MS
    expect(refusalOf(await undo())).toMatchObject(UNKNOWN)
    clock.nowMs -= 1
    expect(await undo()).toMatchObject({ status: 200 })
  })

  test('that has expired by the option', async () => {
    const { clock, undo } = await removedImage({ undoExpiresInSeconds: 60 })
    clock.nowMs += 60_000
    expect(refusalOf(await undo())).toMatchObject(UNKNOWN)
    clock.nowMs -= 1
    expect(await undo()).toMatchObject({ status: 200 })
  })

  test('whose copy the lifecycle rule has deleted', async () => {
    const { backend, undo } = await removedImage()
    for (const key of backend.store.keys('removed/')) backend.store.objects.delete(key)
    expect(refusalOf(await undo())).toMatchObject(UNKNOWN)
    expect(backend.store.keys('avatars/')).toEqual([])
  })

  test('T-46: whose image was removed meanwhile', async () => {
    const { backend, undo } = await removedImage()
    await undo()
    const second = undoTicketOf(await backend.remove())
    expect(refusalOf(await undo())).toMatchObject(UNKNOWN)
    expect(await backend.current()).toMatchObject({ json: null })
    expect(backend.store.keys('avatars/')).toEqual([])
    expect(await backend.confirm(second)).toMatchObject({ status: 200 })
  })

  test('at another handler, or as a renewal', async () => {
    const { backend, ticket } = await removedImage()
    const teams = createBackend({ name: 'teams', store: backend.store })
    expect(refusalOf(await teams.confirm(ticket))).toMatchObject(UNKNOWN)
    expect(refusalOf(await backend.requestUrl({ renew: ticket }))).toMatchObject(UNKNOWN)
  })

  test('with one text for all of them', async () => {
    const { backend, clock, undo } = await removedImage()
    const answers = [await backend.confirm('unknown'), await undo('eve')]
    clock.nowMs += DAY_MS
    answers.push(await undo())
    const texts = answers.map(({ text }) => text.replace(/"requestId":"[\da-f-]{36}"/, ''))
    expect(new Set(texts)).toEqual(new Set(['{"error":{"code":"ticket-invalid",}}']))
    expect(backend.errors).toEqual([])
  })
})

describe('T-46: what was chosen later wins over an undo', () => {
  test('a picture that was uploaded after the removal', async () => {
    const { backend, clock, undo } = await removedImage()
    clock.nowMs += 1000
    const newer = await backend.image()
    expect(refusalOf(await undo())).toMatchObject({ status: 409, code: 'superseded' })
    expect((await backend.current()).json).toMatchObject({ id: newer.id })
    expect(backend.store.keys('avatars/')).toEqual([backend.column.get('ada')])
  })

  test('within the same millisecond, too', async () => {
    const { backend, undo } = await removedImage()
    await backend.image()
    expect(refusalOf(await undo())).toMatchObject({ status: 409, code: 'superseded' })
  })

  test('but not an upload that was begun before it: the undo replaces that', async () => {
    const backend = createBackend()
    await backend.image()
    const slow = await backend.upload()
    const ticket = undoTicketOf(await backend.remove())
    await backend.confirm(slow.ticket)
    const { id } = imageOf(await backend.confirm(ticket))
    expect((await backend.current()).json).toMatchObject({ id })
    expect(backend.store.keys('avatars/')).toEqual([backend.column.get('ada')])
  })

  test('and not a picture of somebody else, of which nobody knows the age', async () => {
    const { backend, undo } = await removedImage()
    backend.column.set('ada', 'https://gravatar.example/avatar/1')
    expect(await undo()).toMatchObject({ status: 200 })
  })
})

test('an undo whose copy was changed brings nothing back', async () => {
  const { backend, undo } = await removedImage()
  const [copy = ''] = backend.store.keys('removed/')
  backend.store.place(copy, PICTURE, { type: 'image/jpeg' })
  expect(refusalOf(await undo())).toMatchObject({ status: 409, code: 'changed' })
  expect(backend.store.keys('avatars/')).toEqual([])
})

describe('T-22: revoke, of an undo', () => {
  test('before it is confirmed: it brings nothing back', async () => {
    const { backend, ticket, undo } = await removedImage()
    expect(await backend.handler.revoke(ticket)).toBe('revoked')
    expect(await backend.handler.revoke(ticket)).toBe('revoked')
    expect(refusalOf(await undo())).toMatchObject({ status: 410, code: 'revoked' })
    expect(await backend.current()).toMatchObject({ json: null })
  })

  test('while it is confirmed: whoever makes the final object first wins', async () => {
    const store = memoryStore()
    let outcome: unknown = null
    const { backend, ticket, undo } = await removedImage({
      store: {
        ...store,
        async read(key) {
          const object = await store.read(key)
          if (key.startsWith('removed/')) outcome = await backend.handler.revoke(ticket)
          return object
        },
      },
    })
    expect(refusalOf(await undo())).toMatchObject({ status: 410, code: 'revoked' })
    expect(outcome).toBe('revoked')
    expect(backend.saved).toHaveLength(1)
  })

  test('after it was confirmed: the image stays', async () => {
    const { backend, ticket, undo } = await removedImage()
    const { id } = imageOf(await undo())
    expect(await backend.handler.revoke(ticket)).toBe('already-confirmed')
    expect((await backend.current()).json).toMatchObject({ id })
  })
})

describe('handler.confirm, for code that has a ticket', () => {
  test('does what the route does, and tells all of the image', async () => {
    const backend = createBackend()
    const { id, ticket } = await backend.upload()
    backend.events.length = 0
    const { confirm } = backend.handler
    expect(await confirm({ id: 'ada' }, ticket)).toEqual(backend.saved[0])
    expect(backend.saved[0]).toMatchObject({ id, key: backend.column.get('ada') })
    expect(backend.events).toMatchObject([{ type: 'confirmed', step: 'confirm', uploadId: id }])
  })

  test('takes the ticket of a removal, too', async () => {
    const { backend, ticket } = await removedImage()
    const { key } = await backend.handler.confirm({ id: 'ada' }, ticket)
    expect(backend.column.get('ada')).toBe(key)
  })

  test('throws what the route would have answered with, and it is told', async () => {
    const backend = createBackend()
    const { ticket } = await backend.upload()
    backend.events.length = 0
    expect((await failureOf(backend.handler.confirm({ id: 'eve' }, ticket))).code).toBe('ticket-invalid')
    expect(backend.events).toMatchObject([{ type: 'refused', step: 'confirm', code: 'ticket-invalid' }])
  })

  test('throws a TypeError for an owner without an id', async () => {
    const { handler } = createBackend()
    await expect(handler.confirm({ id: '' }, 'ticket')).rejects.toThrow(/owner must be \{ id \}/)
  })
})
