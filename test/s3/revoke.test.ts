import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UploadGrant } from '../../src/index.ts'
import type { Revocation } from '../../src/server/index.ts'
import { jpeg } from '../picture/samples.ts'
import { type Hooks, openBackend, putPicture } from './backend.ts'
import { openTarget, type S3Target } from './target.ts'

// Revoking on a store that is an S3 server: before, during and after the PUT, during and after the confirm.

let target: S3Target
let picture: Uint8Array
beforeAll(async () => {
  target = await openTarget()
  picture = await jpeg({ width: 120, height: 90 })
})
afterAll(() => target.close())

const open = (hooks: Hooks = {}) => openBackend(target, 'ada', hooks)

async function put(grant: UploadGrant): Promise<number> {
  return (await putPicture(grant, picture)).status
}

/** Status and code. */
async function verdictOf(answer: Promise<Response>): Promise<[number, string | null]> {
  const response = await answer
  const { error = null } = (await response.json()) as { error?: { code: string } }
  return [response.status, error?.code ?? null]
}

/** A PUT of which half is on its way; `finish` sends the rest. */
async function startPut({ upload }: UploadGrant): Promise<{ finish(): Promise<number> }> {
  const headers = { ...upload.headers, 'content-length': String(picture.length) }
  const sending = httpRequest(upload.url, { method: 'PUT', headers })
  const status = new Promise<number>((resolve, reject) => {
    sending.once('error', reject).once('response', (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
  })
  const half = picture.length >> 1
  await new Promise((resolve) => sending.write(picture.subarray(0, half), resolve))
  return {
    finish() {
      sending.end(picture.subarray(half))
      return status
    },
  }
}

test('T-22: revoked before the PUT: it stores nothing, and nothing can be confirmed', async () => {
  const backend = open()
  const grant = await backend.request(picture)
  expect(await backend.revoke(grant.ticket)).toBe<Revocation>('revoked')
  expect(await put(grant)).toBe(412)
  expect(await verdictOf(backend.confirm(grant.ticket))).toEqual([410, 'revoked'])
  expect(backend.saved).toEqual([])
})

test('T-22: revoked during the PUT: it stores nothing, and nothing can be confirmed', async () => {
  const backend = open()
  const grant = await backend.request(picture)
  const sending = await startPut(grant)
  expect(await backend.revoke(grant.ticket)).toBe<Revocation>('revoked')
  expect(await sending.finish()).toBe(412)
  expect(await verdictOf(backend.confirm(grant.ticket))).toEqual([410, 'revoked'])
  expect(backend.saved).toEqual([])
})

test('T-22: revoked after the PUT: nothing can be confirmed, and the URL stays used', async () => {
  const backend = open()
  const grant = await backend.request(picture)
  expect(await put(grant)).toBe(200)
  expect(await backend.revoke(grant.ticket)).toBe<Revocation>('revoked')
  expect(await verdictOf(backend.confirm(grant.ticket))).toEqual([410, 'revoked'])
  expect(await put(grant)).toBe(412)
  expect(backend.saved).toEqual([])
})

test('T-22: revoked during the confirm, before the image is made: it never is', async () => {
  let outcome: Revocation | null = null
  const backend = open({
    async beforePromotion() {
      outcome ??= await backend.revoke(grant.ticket)
    },
  })
  const grant = await backend.request(picture)
  await put(grant)
  expect(await verdictOf(backend.confirm(grant.ticket))).toEqual([410, 'revoked'])
  expect(outcome).toBe<Revocation>('revoked')
  expect(await verdictOf(backend.confirm(grant.ticket))).toEqual([410, 'revoked'])
  expect(backend.saved).toEqual([])
})

test('T-22: revoked during the confirm, when the image is made: it is saved', async () => {
  let outcome: Revocation | null = null
  const backend = open({
    async beforeSaving() {
      outcome = await backend.revoke(grant.ticket)
    },
  })
  const grant = await backend.request(picture)
  await put(grant)
  expect(await verdictOf(backend.confirm(grant.ticket))).toEqual([200, null])
  expect(outcome).toBe<Revocation>('already-confirmed')
  expect(backend.saved.map(({ id }) => id)).toEqual([grant.id])
})

test('T-22: revoked after the confirm: the image stays, and so does the answer of confirm', async () => {
  const backend = open()
  const grant = await backend.request(picture)
  await put(grant)
  await backend.confirm(grant.ticket)
  expect(await backend.revoke(grant.ticket)).toBe<Revocation>('already-confirmed')
  expect(await verdictOf(backend.confirm(grant.ticket))).toEqual([200, null])
  expect((await backend.store.read(backend.saved[0]?.key ?? ''))?.bytes).toEqual(picture)
})

test('T-22: of a confirm and a revoke at once, one wins, and both say which', async () => {
  for (let round = 0; round < 8; round++) {
    const backend = open()
    const grant = await backend.request(picture)
    await put(grant)
    const [outcome, confirmed] = await Promise.all([
      backend.revoke(grant.ticket),
      verdictOf(backend.confirm(grant.ticket)),
    ])
    expect([outcome, ...confirmed]).toEqual(
      outcome === 'revoked' ? ['revoked', 410, 'revoked'] : ['already-confirmed', 200, null],
    )
    expect(backend.saved.length).toBe(outcome === 'revoked' ? 0 : 1)
  }
})
