import { type Bytes, utf8 } from '../../../server/crypto/bytes.ts'

/** What SigV4 is made of: the HMAC-SHA-256 of a text. */
export async function hmacSha256(key: Bytes, message: string): Promise<Bytes> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const cryptoKey = await crypto.subtle.importKey('raw', key, hmac, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', cryptoKey, utf8(message)))
}
