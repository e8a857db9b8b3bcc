import { isImageType, type ImageType } from '../contract/image-rules.ts'
import { isId, isPositiveInteger, isText, plainObject } from '../contract/wire-value.ts'
import { type Bytes, fromBase64Url, toBase64Url, utf8 } from './bytes.ts'

/**
 * The longest life of a ticket, renewals included. Far below one day, after which the bucket's lifecycle rule
 * forgets staging objects: as long as a ticket lives, so does what it stands for.
 */
export const MAX_TICKET_SECONDS: number = 12 * 60 * 60

/** What request-url promises and confirm holds it to. Times in milliseconds since 1970. */
export interface TicketClaims {
  id: string
  /** Folder of the owner, not the id of the owner. */
  owner: string
  type: ImageType
  sizeBytes: number
  sha256: string
  /** When the first URL was asked for; a renewal keeps it. */
  requestedAtMs: number
  signedAtMs: number
  expiresAtMs: number
}

export interface Tickets {
  sign(claims: TicketClaims): Promise<string>
  /** The claims of a ticket that was signed here and has not expired; null for every other text. */
  verify(ticket: string): Promise<TicketClaims | null>
  /** The same, but also of a ticket that has expired. */
  recognise(ticket: string): Promise<TicketClaims | null>
}

/**
 * Tickets are `<key id>.<claims>.<HMAC-SHA-256>`, each in base64url: safe in a header, never put in a URL.
 *
 * Version, purpose and audience are part of what is signed without being sent: a ticket made for another bucket,
 * another purpose or another version of this format has the wrong signature here, and tells nothing about them.
 *
 * @param secrets The first one signs, all verify: so a secret is rotated by putting the new one in front.
 */
export function createTickets(secrets: readonly string[], audience: string, now: () => number): Tickets {
  const context = JSON.stringify(['react-profile-image-upload', 1, 'upload', audience])
  let imported: Promise<SigningKey[]> | null = null

  // Not at construction: a Web runtime may forbid asynchronous work in the module scope.
  function keys(): Promise<SigningKey[]> {
    imported ??= Promise.all(secrets.map(importKey))
    return imported
  }

  return {
    async sign(claims) {
      const [signer] = await keys()
      if (signer === undefined) throw new TypeError('createTickets needs a secret.')
      const payload = toBase64Url(utf8(JSON.stringify(claims)))
      const mac = await crypto.subtle.sign('HMAC', signer.key, utf8(`${context}.${payload}`))
      return `${signer.id}.${payload}.${toBase64Url(new Uint8Array(mac))}`
    },

    async verify(ticket) {
      const claims = await recognise(ticket)
      return claims !== null && now() < claims.expiresAtMs ? claims : null
    },

    recognise,
  }

  async function recognise(ticket: string): Promise<TicketClaims | null> {
    const [keyId, payload, mac, ...rest] = ticket.split('.')
    if (keyId === undefined || payload === undefined || mac === undefined || rest.length > 0) return null
    const signer = (await keys()).find((key) => key.id === keyId)
    const macBytes = fromBase64Url(mac)
    if (signer === undefined || macBytes === null) return null
    // WebCrypto compares in constant time.
    const isOurs = await crypto.subtle.verify('HMAC', signer.key, macBytes, utf8(`${context}.${payload}`))
    return isOurs ? parseClaims(fromBase64Url(payload)) : null
  }
}

interface SigningKey {
  id: string
  key: CryptoKey
}

async function importKey(secret: string): Promise<SigningKey> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', utf8(secret), hmac, false, ['sign', 'verify'])
  const label = await crypto.subtle.sign('HMAC', key, utf8('react-profile-image-upload key id'))
  return { id: toBase64Url(new Uint8Array(label)).slice(0, 8), key }
}

function parseClaims(payload: Bytes | null): TicketClaims | null {
  const claims = payload === null ? null : plainObject(JSON.parse(new TextDecoder().decode(payload)))
  if (claims === null) return null
  const { id, owner, type, sizeBytes, sha256, requestedAtMs, signedAtMs, expiresAtMs } = claims
  if (
    !isId(id) ||
    !isId(owner) ||
    !isImageType(type) ||
    !isPositiveInteger(sizeBytes) ||
    !isText(sha256, 44) ||
    !isPositiveInteger(requestedAtMs) ||
    !isPositiveInteger(signedAtMs) ||
    !isPositiveInteger(expiresAtMs)
  ) {
    return null
  }
  return { id, owner, type, sizeBytes, sha256, requestedAtMs, signedAtMs, expiresAtMs }
}
