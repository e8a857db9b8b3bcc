import { nodeCrypto } from './node-crypto.ts'

/** Bytes that WebCrypto takes: never backed by shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>

/** More bytes than these are hashed beside the event loop. */
const MAX_AT_ONCE = 16_384

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(
    nodeCrypto !== null && bytes.length <= MAX_AT_ONCE
      ? nodeCrypto.hash('sha256', bytes, 'buffer')
      : await crypto.subtle.digest('SHA-256', bytes),
  )
}

const encoder = new TextEncoder()

export function utf8(text: string): Bytes {
  return encoder.encode(text)
}

export function toHex(bytes: Bytes): string {
  return bytes.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '')
}

/** For hashes and tickets: of more than some 10,000 bytes, a call cannot have each as an argument. */
export function toBase64(bytes: Bytes): string {
  // Not spread into the call: that takes seven times as long.
  return btoa(Reflect.apply(String.fromCharCode, null, bytes))
}

/** The alphabet that headers, URLs and object keys take as it is, without padding. */
export function toBase64Url(bytes: Bytes): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Back again: only for what `toBase64Url` has made. */
export function fromBase64Url(text: string): Bytes {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
