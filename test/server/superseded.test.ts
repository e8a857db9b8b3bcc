import { describe, expect, test } from 'vitest'
import type { StoredImage } from '../../src/server/index.ts'
import { jpeg } from '../picture/samples.ts'
import { createBackend, imageOf, refusalOf } from './backend.ts'

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
