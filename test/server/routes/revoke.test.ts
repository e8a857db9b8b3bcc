import { describe, expect, test } from 'vitest'
import { UploadError } from '../../../src/server/index.ts'
import { createBackend, grantOf, PICTURE, refusalOf, SECRET } from '../backend.ts'
import { failureOf } from '../failure.ts'
import { memoryStore } from '../memory-store.ts'

// What revoking does to an upload at each moment of its life is in test/s3/revoke.test.ts, on real stores.

const HOUR_MS = 3_600_000

describe('T-22: revoke', () => {
  test('answers the same when it is called again, and buries nothing twice', async () => {
    const backend = createBackend()
    const early = await backend.grant()
    const late = await backend.upload()
    for (const { ticket } of [early, early, late, late]) {
      expect(await backend.handler.revoke(ticket)).toBe('revoked')
    }
    expect(backend.store.keys('avatars/')).toEqual([`${late.stagingKey.replace('staging', 'avatars')}.jpg`])
    for (const { ticket } of [early, late]) {
      expect(refusalOf(await backend.confirm(ticket))).toMatchObject({ status: 410, code: 'revoked' })
    }
    expect(backend.saved).toEqual([])
  })

  test('by an old ticket ends the upload for its renewed one', async () => {
    let nowMs = Date.parse('2026-03-01T12:00:00Z')
    const backend = createBackend({ now: () => nowMs })
    const { ticket } = await backend.upload()
    nowMs += HOUR_MS - 1
    const renewed = grantOf(await backend.requestUrl({ renew: ticket }))
    nowMs += 1
    expect(await backend.handler.revoke(ticket)).toBe('revoked')
    expect(await backend.confirm(renewed.ticket)).toMatchObject({ status: 410 })
  })

  test('before the PUT ends it for good: its tickets get no other URL', async () => {
    const backend = createBackend()
    const { ticket } = await backend.grant()
    await backend.handler.revoke(ticket)
    const signed = () => backend.store.calls.filter((call) => call.startsWith('signPut')).length
    const signedBefore = signed()
    expect(refusalOf(await backend.requestUrl({ renew: ticket }))).toMatchObject({
      status: 410,
      code: 'revoked',
    })
    expect(signed()).toBe(signedBefore)
  })

  test('of an image whose staging object is long gone tells that it is confirmed', async () => {
    let nowMs = Date.parse('2026-03-01T12:00:00Z')
    const backend = createBackend({ now: () => nowMs })
    const { ticket, stagingKey } = await backend.upload()
    await backend.confirm(ticket)
    backend.store.objects.delete(stagingKey)
    nowMs += 48 * HOUR_MS
    expect(await backend.handler.revoke(ticket)).toBe('already-confirmed')
    expect(backend.store.objects.get(backend.saved[0]?.key ?? '')?.bytes).toEqual(PICTURE)
  })

  test('is for tickets of this handler alone', async () => {
    const backend = createBackend()
    const { ticket } = await createBackend({ store: memoryStore('another/bucket/') }).grant()
    const other = await createBackend({ ticketSecret: `another ${SECRET}` }).grant()
    for (const foreign of [ticket, other.ticket, 'no ticket', '']) {
      expect((await failureOf(backend.handler.revoke(foreign))).code).toBe('ticket-invalid')
    }
    expect(backend.store.calls).toEqual([])
  })

  test('fails when the store does, and can be called again', async () => {
    const store = memoryStore()
    let failures = 1
    const backend = createBackend({
      store: {
        ...store,
        create: (...given) =>
          failures-- > 0 ? Promise.reject(new UploadError('backend-unavailable')) : store.create(...given),
      },
    })
    const { ticket } = await backend.grant()
    expect((await failureOf(backend.handler.revoke(ticket))).code).toBe('backend-unavailable')
    expect(await backend.handler.revoke(ticket)).toBe('revoked')
  })

  test('needs no `this`', async () => {
    const { revoke } = createBackend().handler
    expect((await failureOf(revoke('no ticket'))).code).toBe('ticket-invalid')
  })
})
