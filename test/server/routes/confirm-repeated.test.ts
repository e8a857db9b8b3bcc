import { describe, expect, test } from 'vitest'
import type { StoredImage } from '../../../src/server/index.ts'
import { createBackend, PICTURE, refusalOf } from '../backend.ts'
import { memoryStore } from '../memory-store.ts'

describe('T-43, I3: confirmed more than once', () => {
  test('twenty times in parallel: one object, one saveImage, twenty equal answers', async () => {
    const backend = createBackend()
    const { ticket } = await backend.upload()
    const answers = await Promise.all(Array.from({ length: 20 }, () => backend.confirm(ticket)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(backend.saved).toHaveLength(1)
    expect(backend.store.keys('avatars/')).toHaveLength(1)
  })

  test('with the ticket and with its renewal in parallel: one saveImage', async () => {
    const backend = createBackend()
    const { ticket } = await backend.upload()
    const renewal = await backend.requestUrl({ renew: ticket })
    const renewed = (renewal.json as { ticket: string }).ticket
    expect(renewed).not.toBe(ticket)
    const answers = await Promise.all([backend.confirm(ticket), backend.confirm(renewed)])
    expect(answers[0]?.text).toBe(answers[1]?.text)
    expect(backend.saved).toHaveLength(1)
  })

  test('again after a lost answer: the same answer, without saving again', async () => {
    const backend = createBackend()
    const { ticket } = await backend.upload()
    const first = await backend.confirm(ticket)
    expect((await backend.confirm(ticket)).text).toBe(first.text)
    expect(backend.saved).toHaveLength(1)
  })

  test('saveImage throws twice: 500, 500, 200, and no 200 before it has run', async () => {
    let failures = 2
    const saved: StoredImage[] = []
    const backend = createBackend({
      saveImage(_, image) {
        if (failures-- > 0) throw new Error('the database is away')
        if (image !== null) saved.push(image)
      },
    })
    const { ticket } = await backend.upload()
    expect(await backend.confirm(ticket)).toMatchObject({
      status: 500,
      json: { error: { code: 'unexpected' } },
    })
    expect(await backend.confirm(ticket)).toMatchObject({ status: 500 })
    expect(saved).toEqual([])
    expect(await backend.confirm(ticket)).toMatchObject({ status: 200 })
    expect(saved).toHaveLength(1)
    expect(backend.store.keys('avatars/')).toHaveLength(1)
  })

  test('a failed run fails every confirm that shared it, and none after it', async () => {
    let failures = 1
    const backend = createBackend({
      async saveImage({ id }) {
        if (id !== 'ada' || failures-- <= 0) return
        // Begun later and with more to do than the second confirm, so that this one has joined by now.
        await backend.confirm(later.ticket, 'eve')
        throw new Error('the database is away')
      },
    })
    const { ticket } = await backend.upload()
    const later = await backend.upload(PICTURE, 'image/jpeg', 'eve')
    const answers = await Promise.all([backend.confirm(ticket), backend.confirm(ticket)])
    expect(answers.map(({ status }) => status)).toEqual([500, 500])
    expect(await backend.confirm(ticket)).toMatchObject({ status: 200 })
  })

  test('in two processes at once: every saveImage has the same id, and there is one object', async () => {
    const store = memoryStore()
    const [one, two] = [createBackend({ store }), createBackend({ store })]
    const { id, ticket } = await one.upload()
    const answers = await Promise.all([one.confirm(ticket), two.confirm(ticket)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0]?.text).toBe(answers[1]?.text)
    expect([...one.saved, ...two.saved].map((image) => image.id)).toEqual([id, id])
    expect(store.keys('avatars/')).toHaveLength(1)
  })

  test('after a crash between promotion and saving: the next confirm saves', async () => {
    const store = memoryStore()
    const crashed = createBackend({ store, saveImage: () => Promise.reject(new Error('killed')) })
    const { id, ticket } = await crashed.upload()
    await crashed.confirm(ticket)
    expect(store.keys('avatars/')).toHaveLength(1)
    const restarted = createBackend({ store })
    expect(await restarted.confirm(ticket)).toMatchObject({ status: 200 })
    expect(restarted.saved.map((image) => image.id)).toEqual([id])
  })

  test('after another process has saved it while this one was promoting: no second saveImage', async () => {
    const store = memoryStore()
    const other = createBackend({ store })
    const column = other.column
    let isFirstLook = true
    const slow = createBackend({
      store,
      async loadImage({ id }) {
        const seen = column.get(id) ?? null
        if (isFirstLook) {
          isFirstLook = false
          await other.confirm(ticket)
        }
        return seen
      },
    })
    const { ticket } = await slow.upload()
    expect(await slow.confirm(ticket)).toMatchObject({ status: 200 })
    expect(other.saved).toHaveLength(1)
    expect(slow.saved).toEqual([])
  })

  test('a final key that was taken by a tombstone answers revoked', async () => {
    const backend = createBackend()
    const { ticket, stagingKey } = await backend.upload()
    const key = `${stagingKey.replace('staging', 'avatars')}.jpg`
    backend.store.place(key, new Uint8Array(), { type: 'application/octet-stream' })
    expect(refusalOf(await backend.confirm(ticket))).toMatchObject({ status: 410, code: 'revoked' })
    expect(backend.saved).toEqual([])
  })
})
