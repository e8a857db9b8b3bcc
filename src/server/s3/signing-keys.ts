import { utf8 } from '../crypto/bytes.ts'
import { createHmac, type Hmac } from '../crypto/hmac.ts'

/** Today's and, around midnight, yesterday's; those of two roles; and those of the credentials before a rotation. */
const MAX_KEYS = 8

/** The key by which SigV4 signs on one day (YYYYMMDD) with one secret access key. */
export type SigningKeyOf = (secretAccessKey: string, day: string) => Promise<Hmac>

/**
 * Derives the keys of one region, and keeps the last ones: with a kept key a signature costs one HMAC instead of five.
 * Bounded, because credentials rotate, and a process must not keep every secret that it has ever had.
 *
 * @param kept What is kept, by day and secret.
 */
export function signingKeys(region: string, kept: Map<string, Hmac> = new Map()): SigningKeyOf {
  return async (secretAccessKey, day) => {
    const name = `${day} ${secretAccessKey}`
    const known = kept.get(name)
    if (known !== undefined) return known
    let key = createHmac(utf8(`AWS4${secretAccessKey}`))
    for (const part of [day, region, 's3', 'aws4_request']) key = createHmac(await key(part))
    if (kept.size >= MAX_KEYS) kept.clear()
    kept.set(name, key)
    return key
  }
}
