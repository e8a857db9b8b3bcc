import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ownerFolder } from '../../../src/server/image/object-keys.ts'
import { createBackend, grantOf, PICTURE, refusalOf, SECRET } from '../backend.ts'
import { memoryStore, sha256Of } from '../memory-store.ts'

const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) }
const KEY = /^staging\/[\w-]{22}\/[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

test('a grant names an id, a ticket, and the headers to send with the URL', async () => {
  const grant = grantOf(await createBackend().requestUrl(FACTS))
  expect(grant).toEqual({
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    ticket: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    upload: {
      url: expect.stringContaining(grant.id),
      headers: { 'content-type': 'image/jpeg', 'if-none-match': '*', 'x-amz-checksum-sha256': FACTS.sha256 },
      expiresInSeconds: 300,
    },
  })
})

describe('T-23: a key is made of a hash and an id, whatever the owner is called', () => {
  const ids = [
    '1',
    'user:42',
    '../../etc/passwd',
    '%2e%2e%2f',
    'a/b/../c',
    '\0',
    'line\r\nbreak',
    'ünïcödé 日本 🙈',
    '<script>',
    ' ',
    '-'.repeat(65_536),
    '__proto__',
    'looks-like-one-of-ours',
    ...Array.from({ length: 200 }, (_, seed) => pseudoRandomText(seed)),
  ]

  test('it matches the pattern, contains nothing of what they are called, and differs between owners', async () => {
    const seen = new Set<string>()
    for (const id of ids) {
      const backend = createBackend({ authorize: () => ({ id }) })
      const { stagingKey } = await backend.grant()
      expect(stagingKey).toMatch(KEY)
      // A shorter one may be in it by chance.
      expect(id.length > 5 && stagingKey.includes(id)).toBe(false)
      seen.add(stagingKey.split('/')[1] ?? '')
    }
    expect(seen.size).toBe(new Set(ids).size)
  })

  test('and so does the folder of each of 10,000 owners', async () => {
    const owners = Array.from({ length: 10_000 }, (_, seed) => `${seed} ${pseudoRandomText(seed)}`)
    const folders = await Promise.all(owners.map(ownerFolder))
    expect(folders.filter((folder) => !/^[\w-]{22}$/.test(folder))).toEqual([])
    expect(new Set(folders).size).toBe(owners.length)
  })

  test.each([[''], ['\ud800'], ['user:\udc00'], [undefined], [42]])(
    'an id that cannot be told apart from others is refused: %j',
    async (id) => {
      const backend = createBackend({ authorize: () => ({ id: id as string }) })
      expect(await backend.requestUrl(FACTS)).toMatchObject({ status: 500 })
      expect(backend.store.calls).toEqual([])
      expect(backend.errors).toEqual([expect.any(TypeError)])
    },
  )

  test('the folder of an owner is a hash of its id', async () => {
    const hash = createHash('sha256').update('ada').digest('base64url')
    expect((await createBackend().grant()).stagingKey.split('/')[1]).toBe(hash.slice(0, 22))
  })

  test('the folder of an owner survives a new secret', async () => {
    const folderOf = async (ticketSecret: string) =>
      (await createBackend({ ticketSecret }).grant()).stagingKey.split('/')[1]
    expect(await folderOf(SECRET)).toBe(await folderOf(`another ${SECRET}`))
  })
})

describe('what is announced is checked before anything is signed', () => {
  test.each([
    ['T-5: one byte more than allowed', { ...FACTS, sizeBytes: 5 * 1024 * 1024 + 1 }, 413],
    ['no bytes', { ...FACTS, sizeBytes: 0 }, 400],
    ['half a byte', { ...FACTS, sizeBytes: 1.5 }, 400],
    ['a size as text', { ...FACTS, sizeBytes: '100' }, 400],
    ['T-31: SVG', { ...FACTS, type: 'image/svg+xml' }, 400],
    ['a type that no rule accepts', { ...FACTS, type: 'image/gif' }, 400],
    ['a hash of 31 bytes', { ...FACTS, sha256: Buffer.alloc(31).toString('base64') }, 400],
    ['a hash in hexadecimal', { ...FACTS, sha256: 'ab'.repeat(32) }, 400],
    ['nothing', {}, 400],
    ['a list', [FACTS], 400],
    ['null', 'null', 400],
    ['no JSON', '{"type":', 400],
    ['T-47: a URL', { ...FACTS, url: 'http://169.254.169.254/' }, 400],
    ['T-47: an endpoint', { ...FACTS, endpoint: 'http://127.0.0.1' }, 400],
    ['T-47: a bucket', { ...FACTS, bucket: 'another' }, 400],
    ['T-47: a key', { ...FACTS, key: 'avatars/mine' }, 400],
    ['a prototype', `{"__proto__":{},"type":"image/jpeg","sizeBytes":1,"sha256":"${FACTS.sha256}"}`, 400],
    ['a renewal with facts', { ...FACTS, renew: 'ticket' }, 400],
  ])('%s', async (_, body, status) => {
    const backend = createBackend()
    const answer = await backend.requestUrl(body)
    expect(refusalOf(answer)).toEqual({ status, code: 'request-rejected', reason: expect.any(String) })
    expect(backend.store.calls).toEqual([])
  })

  test('5 MiB are not too many', async () => {
    expect(await createBackend().requestUrl({ ...FACTS, sizeBytes: 5 * 1024 * 1024 })).toMatchObject({
      status: 200,
    })
  })
})

describe('a renewal', () => {
  test('keeps id, key and order, and signs the same facts anew', async () => {
    let nowMs = Date.parse('2026-03-01T12:00:00Z')
    const backend = createBackend({ now: () => nowMs })
    const first = await backend.grant()
    nowMs += 301_000
    const second = grantOf(await backend.requestUrl({ renew: first.ticket }))
    expect(second.id).toBe(first.id)
    expect(second.upload.headers).toEqual(first.upload.headers)
    expect(second.upload.url).not.toBe(first.upload.url)
    expect(backend.store.calls).toEqual([
      `signPut ${first.stagingKey}`,
      `head ${first.stagingKey}`,
      `signPut ${first.stagingKey}`,
    ])
    backend.store.place(first.stagingKey, PICTURE, { type: 'image/jpeg' })
    expect(await backend.confirm(second.ticket)).toMatchObject({ status: 200 })
    expect(backend.saved[0]?.requestedAt).toEqual(new Date('2026-03-01T12:00:00Z'))
  })

  test('lengthens the life of a ticket, but not beyond 12 hours', async () => {
    const startMs = Date.parse('2026-03-01T12:00:00Z')
    let nowMs = startMs
    const backend = createBackend({ now: () => nowMs })
    let { ticket } = await backend.grant()
    while (nowMs < startMs + 12 * 3_600_000 - 3_000_000) {
      nowMs += 3_000_000
      ticket = grantOf(await backend.requestUrl({ renew: ticket })).ticket
    }
    nowMs = startMs + 12 * 3_600_000
    expect(await backend.requestUrl({ renew: ticket })).toMatchObject({ status: 404 })
  })

  test('is forbidden when another account has signed in meanwhile', async () => {
    const backend = createBackend()
    const { ticket } = await backend.grant()
    expect(await backend.requestUrl({ renew: ticket }, 'eve')).toMatchObject({
      status: 403,
      json: { error: { code: 'forbidden' } },
    })
  })

  test('needs a ticket that is valid', async () => {
    let nowMs = Date.parse('2026-03-01T12:00:00Z')
    const backend = createBackend({ now: () => nowMs })
    const { ticket } = await backend.grant()
    const foreign = await createBackend({ store: memoryStore('another/bucket/') }).grant()
    expect(await backend.requestUrl({ renew: foreign.ticket })).toMatchObject({ status: 404 })
    nowMs += 3_600_000
    expect(await backend.requestUrl({ renew: ticket })).toMatchObject({ status: 404 })
  })
})

/** xorshift32 over the first 0x3000 code points, the same ones each time. */
function pseudoRandomText(seed: number): string {
  let state = seed + 1
  return Array.from({ length: 1 + (seed % 40) }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return String.fromCodePoint((state >>> 0) % 0x3000)
  }).join('')
}
