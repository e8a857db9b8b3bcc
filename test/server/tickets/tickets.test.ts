import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createTickets, type Secrets } from '../../../src/server/tickets/ticket.ts'
import type { TicketClaims } from '../../../src/server/tickets/ticket-claims.ts'
import { createBackend, grantOf, PICTURE, refusalOf, SECRET } from '../backend.ts'
import { memoryStore } from '../memory-store.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const CLAIMS: TicketClaims = {
  id: '0195512a-8000-7000-8000-000000000000',
  owner: 'an-owner-of-22-letters',
  type: 'image/jpeg',
  sizeBytes: 1234,
  sha256: `${'A'.repeat(43)}=`,
  requestedAtMs: NOW,
  signedAtMs: NOW,
  expiresAtMs: NOW + 3_600_000,
}

const ticketsOf = (secrets: Secrets, audience = 'store', nowMs = NOW) =>
  createTickets(secrets, audience, () => nowMs).upload

test('a ticket carries its claims, and fits into a header', async () => {
  const ticket = await ticketsOf([SECRET]).sign(CLAIMS)
  expect(ticket).toMatch(/^[\w.-]{1,1024}$/)
  expect(await ticketsOf([SECRET]).verify(ticket)).toEqual(CLAIMS)
})

test('a ticket tells nothing of its audience or of the secret', async () => {
  const ticket = await ticketsOf([SECRET], 'http://minio:9000/private-bucket/').sign(CLAIMS)
  const text = ticket
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString())
    .join()
  expect(text).not.toMatch(/minio|private-bucket|secret/)
})

describe('T-42: a ticket that is not exactly what was signed here is unknown', () => {
  const mutations: [string, (ticket: string, parts: [string, string, string]) => string | Promise<string>][] =
    [
      ['nothing', () => ''],
      ['a word', () => 'ticket'],
      ['without signature', (_, [id, payload]) => `${id}.${payload}`],
      ['with an empty signature', (_, [id, payload]) => `${id}.${payload}.`],
      ['cut by one character', (ticket) => ticket.slice(0, -1)],
      ['longer by one character', (ticket) => `${ticket}A`],
      ['with a fourth part', (ticket) => `${ticket}.A`],
      [
        'with another spelling of the same signature bytes',
        (_, [id, payload, mac]) => `${id}.${payload}.${respell(mac)}`,
      ],
      ['with padding', (ticket) => `${ticket}=`],
      [
        'with one bit of the signature changed',
        (_, [id, payload, mac]) => `${id}.${payload}.${flipped(mac)}`,
      ],
      ['with one bit of the claims changed', (_, [id, payload, mac]) => `${id}.${flipped(payload)}.${mac}`],
      ['with another key id', (_, [id, payload, mac]) => `${flipped(id)}.${payload}.${mac}`],
      ['of another secret', () => ticketsOf([`other ${SECRET}`]).sign(CLAIMS)],
      ['of another audience', () => ticketsOf([SECRET], 'another store').sign(CLAIMS)],
      ['that has expired', () => ticketsOf([SECRET]).sign({ ...CLAIMS, expiresAtMs: NOW })],
    ]

  test.each(mutations)('%s', async (_, mutate) => {
    const tickets = ticketsOf([SECRET])
    const ticket = await tickets.sign(CLAIMS)
    const mutated = await mutate(ticket, partsOf(ticket))
    expect(mutated).not.toBe(ticket)
    expect(await tickets.verify(mutated)).toBeNull()
  })

  test.each([
    ['id', '0195512a-8000-7000-8000-000000000001'],
    ['owner', 'another-owner'],
    ['type', 'image/png'],
    ['sizeBytes', 1235],
    ['sha256', `${'B'.repeat(42)}A=`],
    ['requestedAtMs', NOW - 1],
    ['signedAtMs', NOW - 1],
    ['expiresAtMs', NOW + 7_200_000],
  ] as const)('T-41: with other claims under the same signature: %s', async (name, value) => {
    const tickets = ticketsOf([SECRET])
    const [keyId, , mac] = partsOf(await tickets.sign(CLAIMS))
    const [, payload] = partsOf(await tickets.sign({ ...CLAIMS, [name]: value }))
    expect(await tickets.verify(`${keyId}.${payload}.${mac}`)).toBeNull()
  })
})

describe('T-41: what is signed without being sent is bound as well', () => {
  /** A ticket signed by the rules of this format, with another context. */
  async function signedIn(...context: (string | number)[]): Promise<string> {
    const [keyId, payload] = partsOf(await ticketsOf([SECRET]).sign(CLAIMS))
    const text = `${JSON.stringify(context)}.${payload}`
    return `${keyId}.${payload}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`
  }

  test('with the very context it is the same ticket', async () => {
    const ticket = await signedIn('react-profile-image-upload', 1, 'upload', 'store')
    expect(ticket).toBe(await ticketsOf([SECRET]).sign(CLAIMS))
  })

  test.each([
    ['another version', ['react-profile-image-upload', 2, 'upload', 'store']],
    ['another purpose', ['react-profile-image-upload', 1, 'undo', 'store']],
    ['another audience', ['react-profile-image-upload', 1, 'upload', 'another store']],
    ['another package', ['another-package', 1, 'upload', 'store']],
    ['no context', []],
  ])('with %s it is unknown', async (_, context) => {
    expect(await ticketsOf([SECRET]).verify(await signedIn(...context))).toBeNull()
  })
})

describe('T-41: a ticket is of one purpose', () => {
  const { upload, undo } = createTickets([SECRET], 'store', () => NOW)
  const UNDO_CLAIMS = { ...CLAIMS, removedId: '0195512a-8000-7000-8000-000000000001' }

  test('an undo ticket is none of an upload, and the other way round', async () => {
    const ticket = await undo.sign(UNDO_CLAIMS)
    expect(await undo.verify(ticket)).toEqual(UNDO_CLAIMS)
    expect(await upload.verify(ticket)).toBeNull()
    expect(await upload.recognise(ticket)).toBeNull()
    // Not even with all that an undo ticket has to say.
    expect(await undo.verify(await upload.sign(UNDO_CLAIMS))).toBeNull()
  })

  test('an undo ticket that does not say what was removed is none', async () => {
    const { removedId: _, ...claims } = UNDO_CLAIMS
    for (const removedId of [undefined, null, '', '../x']) {
      const ticket = await undo.sign({ ...claims, removedId } as typeof UNDO_CLAIMS)
      expect(await undo.verify(ticket)).toBeNull()
    }
  })

  test('an undo ticket with other claims under the same signature is unknown', async () => {
    const [keyId, , mac] = partsOf(await undo.sign(UNDO_CLAIMS))
    const other = { ...UNDO_CLAIMS, removedId: '0195512a-8000-7000-8000-000000000002' }
    const [, payload] = partsOf(await undo.sign(other))
    expect(await undo.verify(`${keyId}.${payload}.${mac}`)).toBeNull()
  })
})

describe('a secret is rotated by putting the new one in front', () => {
  const old = `old ${SECRET}`

  test('the old one still verifies, the new one signs', async () => {
    const rotated = ticketsOf([SECRET, old])
    expect(await rotated.verify(await ticketsOf([old]).sign(CLAIMS))).toEqual(CLAIMS)
    const ticket = await rotated.sign(CLAIMS)
    expect(await ticketsOf([SECRET]).verify(ticket)).toEqual(CLAIMS)
    expect(await ticketsOf([old]).verify(ticket)).toBeNull()
  })

  test('and is unknown once it is taken off the list', async () => {
    expect(await ticketsOf([SECRET]).verify(await ticketsOf([old]).sign(CLAIMS))).toBeNull()
  })
})

describe('at the handler', () => {
  test('T-42: a ticket of the secret before still confirms, until that secret is taken off the list', async () => {
    const old = `old ${SECRET}`
    const before = createBackend({ ticketSecret: old })
    const [first, second] = [await before.upload(), await before.upload()]
    const rotated = createBackend({ store: before.store, ticketSecret: [SECRET, old] })
    expect(await rotated.confirm(first.ticket)).toMatchObject({ status: 200 })
    const renewed = grantOf(await rotated.requestUrl({ renew: second.ticket }))
    const after = createBackend({ store: before.store, ticketSecret: SECRET })
    expect(refusalOf(await after.confirm(second.ticket))).toMatchObject({
      status: 404,
      code: 'ticket-invalid',
    })
    expect(await after.confirm(renewed.ticket)).toMatchObject({ status: 200 })
  })

  test('T-41: an account switched in mid-upload gets no renewal and saves nothing', async () => {
    const backend = createBackend()
    const { ticket } = await backend.upload(PICTURE, 'image/jpeg', 'ada')
    const signedBefore = [...backend.store.calls]
    expect(refusalOf(await backend.requestUrl({ renew: ticket }, 'eve'))).toMatchObject({
      status: 403,
      code: 'forbidden',
    })
    expect(refusalOf(await backend.confirm(ticket, 'eve'))).toMatchObject({ status: 404 })
    expect(backend.store.calls).toEqual(signedBefore)
    expect(backend.saved).toEqual([])
    expect(await backend.confirm(ticket, 'ada')).toMatchObject({ status: 200 })
    expect([...backend.column.keys()]).toEqual(['ada'])
  })

  test('T-41: the ticket of another store is unknown, with the same secret', async () => {
    const x = createBackend()
    const y = createBackend({ store: memoryStore('memory/another-bucket/') })
    const { ticket } = await x.upload()
    expect(await y.confirm(ticket)).toMatchObject({
      status: 404,
      json: { error: { code: 'ticket-invalid' } },
    })
  })

  test('T-41: the ticket of another handler is unknown, over the same store with the same secret', async () => {
    const [users, teams] = [createBackend({ name: 'users' }), createBackend({ name: 'teams' })]
    const store = users.store
    const teamsToo = createBackend({ name: 'teams', store })
    const { ticket } = await users.upload()
    for (const other of [teamsToo, createBackend({ store })]) {
      expect(refusalOf(await other.confirm(ticket))).toMatchObject({ status: 404, code: 'ticket-invalid' })
      expect(refusalOf(await other.requestUrl({ renew: ticket }))).toMatchObject({ status: 404 })
      await expect(other.handler.revoke(ticket)).rejects.toMatchObject({ code: 'ticket-invalid' })
    }
    expect(teams.saved).toEqual([])
    const sameInAnotherProcess = createBackend({ name: 'users', store })
    expect(await sameInAnotherProcess.confirm(ticket)).toMatchObject({ status: 200 })
  })

  test('T-55: unknown, forged, expired and foreign tickets get one answer', async () => {
    let nowMs = NOW
    const backend = createBackend({ now: () => nowMs })
    const expired = await backend.upload()
    nowMs += 3_600_000
    const { ticket } = await backend.upload()
    const answers = [
      await backend.confirm('unknown'),
      await backend.confirm(flipped(ticket)),
      await backend.confirm(ticket.slice(0, -4)),
      await backend.confirm(expired.ticket),
      await backend.confirm(ticket, 'eve'),
    ]
    const bodies = answers.map(({ text }) => text.replace(/"requestId":"[\da-f-]{36}"/, ''))
    expect(new Set(bodies)).toEqual(new Set(['{"error":{"code":"ticket-invalid",}}']))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]))
    expect(backend.store.keys('avatars/')).toEqual([])
    expect(backend.errors).toEqual([])
  })
})

function partsOf(ticket: string): [string, string, string] {
  const [keyId = '', payload = '', mac = ''] = ticket.split('.')
  return [keyId, payload, mac]
}

/** Its first character is another one. */
function flipped(text: string): string {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
}

/** 32 bytes leave two bits of the last of 43 characters unused: set them. */
function respell(mac: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return mac.slice(0, -1) + alphabet.charAt(alphabet.indexOf(mac.slice(-1)) + 1)
}
