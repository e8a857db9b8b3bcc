/** Today's and, around midnight, yesterday's; and those of the credentials before a rotation. */
const MAX_KEYS = 4

/**
 * What the signer derives from a secret access key for one day: with it, a signature costs one HMAC instead of five.
 * Bounded, because credentials rotate, and a process must not keep every secret that it has ever had.
 */
export class SigningKeys extends Map<string, ArrayBuffer> {
  override set(name: string, key: ArrayBuffer): this {
    if (this.size >= MAX_KEYS) this.clear()
    return super.set(name, key)
  }
}
