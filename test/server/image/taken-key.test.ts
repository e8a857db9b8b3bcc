import { expect, test } from 'vitest'
import { jpeg } from '../../picture/samples.ts'
import { createBackend, PICTURE, refusalOf } from '../backend.ts'

// Keys are random, so this does not happen. If it does, nobody may lose a picture, or get somebody else's.

test.each(['ada', 'eve'])(
  'T-24, I1: a final key that is taken stays as it is, and is nobody else’s image (%s)',
  async (user) => {
    const backend = createBackend()
    const theirs = await jpeg({ width: 33 })
    const { ticket, stagingKey } = await backend.upload(PICTURE, 'image/jpeg', user)
    const key = `${stagingKey.replace('staging', 'avatars')}.jpg`
    backend.store.place(key, theirs, { type: 'image/jpeg' })
    expect(refusalOf(await backend.confirm(ticket, user))).toMatchObject({ status: 409, code: 'changed' })
    expect(backend.store.objects.get(key)?.bytes).toBe(theirs)
    expect(backend.saved).toEqual([])
  },
)

test('T-24, I1: a taken final key with another picture of the same length is not taken for this one', async () => {
  const backend = createBackend()
  const { ticket, stagingKey } = await backend.upload()
  const key = `${stagingKey.replace('staging', 'avatars')}.jpg`
  backend.store.place(key, PICTURE.with(PICTURE.length - 3, 7), { type: 'image/jpeg' })
  expect(refusalOf(await backend.confirm(ticket))).toMatchObject({ status: 409, code: 'changed' })
  expect(backend.saved).toEqual([])
})
