import { describe, expect, test } from 'vitest'
import type { StoredImage } from '../../../src/server/index.ts'
import { jpeg } from '../../picture/samples.ts'
import { createBackend, imageOf, refusalOf } from '../backend.ts'
import { untilIdle } from '../until-idle.ts'

describe('T-46: the upload that was asked for later wins', () => {
  test.each([
    ['its key', (image: StoredImage) => image.key],
    ['its URL', (image: StoredImage) => image.url],
    [
      'a signed URL of it',
      (image: StoredImage) => `https://storage.example/${image.key}?X-Amz-Signature=0#x`,
    ],
  ])('when the app has saved %s', async (_, textOf) => {
    const backend = createBackend({
      saveImage({ id }, image) {
        if (image !== null) backend.column.set(id, textOf(image))
      },
    })
    const older = await backend.upload()
    const newer = await backend.upload(await jpeg({ width: 20 }))
    await backend.confirm(newer.ticket)
    const current = backend.column.get('ada')
    expect(refusalOf(await backend.confirm(older.ticket))).toMatchObject({ status: 409, code: 'superseded' })
    expect(backend.column.get('ada')).toBe(current)
    expect(backend.store.keys('avatars/').filter((key) => key.includes(older.id))).toEqual([])
  })

  test('in the usual order the newer one replaces the older one', async () => {
    const backend = createBackend()
    const older = await backend.upload()
    const newer = await backend.upload()
    await backend.confirm(older.ticket)
    expect(imageOf(await backend.confirm(newer.ticket)).id).toBe(newer.id)
    expect(backend.saved.map(({ id }) => id)).toEqual([older.id, newer.id])
  })

  test('by a clock that was turned back, too, in one process', async () => {
    let nowMs = Date.parse('2026-03-01T12:00:00Z')
    const backend = createBackend({ now: () => nowMs })
    const older = await backend.upload()
    nowMs -= 60_000
    const newer = await backend.upload()
    await backend.confirm(newer.ticket)
    expect(await backend.confirm(older.ticket)).toMatchObject({ status: 409 })
  })

  test.each([
    ['a picture of somebody else', 'https://gravatar.example/avatar/1'],
    ['an image of another owner', 'avatars/0123456789012345678901/ffffffff-ffff-7fff-bfff-ffffffffffff.jpg'],
    ['a text that is no address', 'not an address'],
    ['nothing', null],
  ])('but %s never stands in the way', async (_, current) => {
    const backend = createBackend({ loadImage: () => current })
    const { ticket } = await backend.upload()
    expect(await backend.confirm(ticket)).toMatchObject({ status: 200 })
    expect(backend.saved).toHaveLength(1)
  })
})

describe('T-46: in one process, the savings of an owner take turns', () => {
  /** A backend that saves the first image of Ada only when it is told to. */
  function slowBackend() {
    const [entered, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const order: string[] = []
    let isFirst = true
    const backend = createBackend({
      async saveImage({ id: owner }, image) {
        if (owner === 'ada' && isFirst) {
          isFirst = false
          entered.resolve()
          await released.promise
        }
        if (image === null) return
        order.push(image.id)
        backend.column.set(owner, image.key)
      },
    })
    return { backend, order, entered: entered.promise, release: released.resolve, fail: released.reject }
  }

  test('a slow saving of the older picture never ends after that of the newer one', async () => {
    const { backend, order, entered, release } = slowBackend()
    const older = await backend.upload()
    const newer = await backend.upload()
    const first = backend.confirm(older.ticket)
    await entered
    const second = backend.confirm(newer.ticket)
    await untilIdle()
    release()
    expect(await first).toMatchObject({ status: 200 })
    expect(await second).toMatchObject({ status: 200 })
    expect(order).toEqual([older.id, newer.id])
    expect(backend.column.get('ada')).toContain(newer.id)
  })

  test('a slow saving of the newer picture makes the older one superseded', async () => {
    const { backend, order, entered, release } = slowBackend()
    const older = await backend.upload()
    const newer = await backend.upload()
    const first = backend.confirm(newer.ticket)
    await entered
    const second = backend.confirm(older.ticket)
    await untilIdle()
    release()
    expect(await first).toMatchObject({ status: 200 })
    expect(await second).toMatchObject({ status: 409, json: { error: { code: 'superseded' } } })
    expect(order).toEqual([newer.id])
  })

  test('a saving that fails lets the next one have its turn', async () => {
    const { backend, order, entered, fail } = slowBackend()
    const older = await backend.upload()
    const newer = await backend.upload()
    const first = backend.confirm(older.ticket)
    await entered
    const second = backend.confirm(newer.ticket)
    await untilIdle()
    fail(new Error('the database is away'))
    expect(await first).toMatchObject({ status: 500 })
    expect(await second).toMatchObject({ status: 200 })
    expect(order).toEqual([newer.id])
  })

  test('nobody waits for the savings of somebody else', async () => {
    const { backend, entered, release } = slowBackend()
    const slow = backend.confirm((await backend.upload()).ticket)
    await entered
    const { ticket } = await backend.upload(undefined, 'image/jpeg', 'eve')
    expect(await backend.confirm(ticket, 'eve')).toMatchObject({ status: 200 })
    release()
    expect(await slow).toMatchObject({ status: 200 })
  })
})
