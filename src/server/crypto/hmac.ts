import { type Bytes, utf8 } from './bytes.ts'
import { nodeCrypto } from './node-crypto.ts'

/** The HMAC-SHA-256 of a text under a key that is fixed. Without `node:crypto` it comes later. */
export type Hmac = (text: string) => Bytes | Promise<Bytes>

export function createHmac(key: Bytes): Hmac {
  if (nodeCrypto === null) return webHmac(key)
  const node = nodeCrypto
  // Made once: with bytes as its key, each HMAC takes five times as long.
  const secret = node.createSecretKey(key)
  return (text) => new Uint8Array(node.createHmac('sha256', secret).update(text).digest())
}

function webHmac(key: Bytes): Hmac {
  const imported = crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return async (text) => new Uint8Array(await crypto.subtle.sign('HMAC', await imported, utf8(text)))
}
