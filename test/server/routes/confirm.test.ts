import { describe, expect, test } from 'vitest'
import { UploadError } from '../../../src/server/index.ts'
import { jpeg, png, webp } from '../../picture/samples.ts'
import { createBackend, imageOf, refusalOf } from '../backend.ts'
import { memoryStore, sha256Of } from '../memory-store.ts'

describe('a confirmed upload', () => {
  test('lies at its final key with metadata of ours, is saved, and is told without its key', async () => {
    const backend = createBackend({ now: () => Date.parse('2026-03-01T12:00:00Z') })
    const picture = await jpeg({ width: 40, height: 30, orientation: 6 })
    const { id, ticket, stagingKey } = await backend.upload(picture)
    const image = imageOf(await backend.confirm(ticket))

    const key = `${stagingKey.replace('staging', 'avatars')}.jpg`
    const facts = { id, type: 'image/jpeg', width: 30, height: 40, sizeBytes: picture.length }
    expect(image).toEqual({ ...facts, url: `https://img.example.com/${key}` })
    expect(backend.saved).toEqual([
      { ...image, key, sha256: sha256Of(picture), requestedAt: new Date('2026-03-01T12:00:00Z') },
    ])
    expect(backend.store.objects.get(key)).toEqual({
      bytes: picture,
      type: 'image/jpeg',
      contentEncoding: null,
      cacheControl: 'public, max-age=86400',
      metadata: { upload: id, sha256: sha256Of(picture), width: '30', height: '40' },
    })
  })

  test('gets its URL from a function of the key, when there is one', async () => {
    const backend = createBackend({ imageUrl: async (key) => `https://signed.example/${key}?expires=soon` })
    const { ticket } = await backend.upload()
    expect(imageOf(await backend.confirm(ticket)).url).toBe(
      `https://signed.example/${backend.saved[0]?.key}?expires=soon`,
    )
  })

  test.each([
    ['image/jpeg', 'jpg', jpeg],
    ['image/png', 'png', png],
    ['image/webp', 'webp', webp],
  ])('T-26: the extension of %s is %s, from its bytes', async (type, extension, make) => {
    const backend = createBackend()
    const { ticket } = await backend.upload(await make(), type)
    await backend.confirm(ticket)
    expect(backend.saved[0]?.key).toMatch(
      new RegExp(String.raw`^avatars/[\w-]{22}/[\da-f-]{36}\.${extension}$`),
    )
  })

  test('T-45: its staging object stays, because deleting it would re-open the URL', async () => {
    const backend = createBackend()
    const { ticket, stagingKey } = await backend.upload()
    await backend.confirm(ticket)
    expect(backend.store.keys('staging/')).toEqual([stagingKey])
    expect(backend.store.calls.filter((call) => call.startsWith('delete'))).toEqual([])
  })
})

describe('the verbs of the app may refuse', () => {
  test('saveImage with an error of the contract', async () => {
    const backend = createBackend({
      saveImage() {
        throw new UploadError('confirm-rejected', { details: { reason: 'No cats.' } })
      },
    })
    const { ticket } = await backend.upload()
    expect(refusalOf(await backend.confirm(ticket))).toEqual({
      status: 422,
      code: 'confirm-rejected',
      reason: 'No cats.',
    })
    expect(backend.errors).toEqual([])
  })

  test.each([
    ['storage-misconfigured', 500],
    ['backend-unavailable', 503],
  ] as const)('T-40: the store with %s, which operators learn of', async (code, status) => {
    const failure = new UploadError(code)
    const store = memoryStore()
    const backend = createBackend({ store: { ...store, read: () => Promise.reject(failure) } })
    const { ticket } = await backend.upload()
    expect(refusalOf(await backend.confirm(ticket))).toMatchObject({ status, code })
    expect(backend.errors).toEqual([failure])
    expect(store.keys('avatars/')).toEqual([])
  })
})
