import { fromBase64Url, toBase64Url, utf8 } from '../crypto/bytes.ts'
import { createHmac, type Hmac } from '../crypto/hmac.ts'
import { isUndo, type TicketClaims, type UndoClaims } from './ticket-claims.ts'

/** The tickets of one purpose. */
export interface Tickets<C extends TicketClaims = TicketClaims> {
  sign(claims: C): Promise<string>
  /** The claims of a ticket that was signed here for this purpose and has not expired; null for every other text. */
  verify(ticket: string): Promise<C | null>
  /** The same, but also of a ticket that has expired. */
  recognise(ticket: string): Promise<C | null>
}

export interface AllTickets {
  upload: Tickets
  undo: Tickets<UndoClaims>
}

/**
 * Tickets are `<key id>.<claims>.<HMAC-SHA-256>`, each in base64url: safe in a header, never put in a URL.
 *
 * Version, purpose and audience are part of what is signed without being sent: a ticket made for another bucket,
 * another purpose or another version of this format has the wrong signature here, and tells nothing about them.
 *
 * @param secrets The first one signs, all verify: so a secret is rotated by putting the new one in front.
 */
export function createTickets([newest, ...older]: Secrets, audience: string, now: () => number): AllTickets {
  let imported: Promise<[SigningKey, ...SigningKey[]]> | null = null

  // Not at construction: a Web runtime may forbid asynchronous work in the module scope.
  function keys(): Promise<[SigningKey, ...SigningKey[]]> {
    imported ??= Promise.all([importKey(newest), ...older.map(importKey)])
    return imported
  }

  function ticketsFor<C extends TicketClaims>(purpose: 'upload' | 'undo'): Tickets<C> {
    const context = JSON.stringify(['react-profile-image-upload', 1, purpose, audience])

    async function recognise(ticket: string): Promise<C | null> {
      const [keyId, payload = ''] = ticket.split('.')
      const signer = (await keys()).find((key) => key.id === keyId)
      if (signer === undefined || !isEqual(ticket, await ticketOf(signer, payload))) return null
      // From here on it is our own text: `sign` of this version and purpose has written it.
      const claims: C = JSON.parse(new TextDecoder().decode(fromBase64Url(payload)))
      return isUndo(claims) === (purpose === 'undo') ? claims : null
    }

    async function ticketOf({ id, hmac }: SigningKey, payload: string): Promise<string> {
      return `${id}.${payload}.${toBase64Url(await hmac(`${context}.${payload}`))}`
    }

    return {
      async sign(claims) {
        const [signer] = await keys()
        return ticketOf(signer, toBase64Url(utf8(JSON.stringify(claims))))
      },

      async verify(ticket) {
        const claims = await recognise(ticket)
        return claims !== null && now() < claims.expiresAtMs ? claims : null
      },

      recognise,
    }
  }

  return { upload: ticketsFor('upload'), undo: ticketsFor('undo') }
}

/** The first one signs, all verify. */
export type Secrets = readonly [string, ...string[]]

interface SigningKey {
  id: string
  hmac: Hmac
}

async function importKey(secret: string): Promise<SigningKey> {
  const hmac = createHmac(utf8(secret))
  const label = await hmac('react-profile-image-upload key id')
  return { id: toBase64Url(label).slice(0, 8), hmac }
}

/** Takes as long wherever they differ, so that nobody can find a signature byte by byte. */
function isEqual(given: string, ours: string): boolean {
  const [a, b] = [utf8(given), utf8(ours)]
  const difference = a.reduce((bits, byte, index) => bits | (byte ^ (b[index] ?? 0)), 0)
  return a.length === b.length && difference === 0
}
