import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Listener, listen } from '../../../src/testing/node.ts'
import { createBackend, PICTURE } from '../backend.ts'
import { sha256Of } from '../memory-store.ts'

const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) }

/** Whoever goes where a client points comes by here. */
const visits: string[] = []
let canary: Listener
beforeAll(async () => {
  canary = await listen(async (request) => {
    visits.push(`${request.method} ${request.url}`)
    return new Response()
  })
})
afterAll(() => canary.close())

test('T-47: no address that a client writes anywhere in a request is gone to', async () => {
  const { url } = canary
  const host = new URL(url).host
  // What the app had saved before may be anybody's address, too.
  const backend = createBackend({ loadImage: () => `${url}/avatars/saved.jpg` })
  const { ticket } = await backend.upload()
  const names = ['url', 'endpoint', 'bucket', 'key', 'host', 'imageUrl', 'callback']
  const beside = (fields: object) => names.map((name) => Object.assign({ [name]: url }, fields))
  const headers = { host, origin: url, referer: url, 'x-forwarded-host': host, forwarded: `host=${host}` }
  const heads: Record<string, string>[] = Object.entries(headers).map(([name, value]) => ({ [name]: value }))
  for (const body of [{ ticket: url }, ...beside({ ticket }), { ticket }]) {
    for (const head of [{}, ...heads]) await backend.call({ path: '/confirm', body, headers: head })
  }
  for (const body of [{ renew: url }, { ...FACTS, type: url }, ...beside(FACTS)]) {
    for (const head of [{}, ...heads]) await backend.call({ path: '/request-url', body, headers: head })
  }
  for (const head of [{}, ...heads]) await backend.call({ method: 'GET', headers: head })
  // Some of it was good, and somebody is there: so it means something that nobody came.
  expect(backend.saved.length).toBeGreaterThan(0)
  expect(visits).toEqual([])
  await fetch(url)
  expect(visits).toHaveLength(1)
})
