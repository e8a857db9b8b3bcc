import { credentialsSource, type GivenCredentials, type S3Credentials } from './credentials.ts'
import { type SigningKeyOf, signingKeys } from './signing-keys.ts'

/** Who signs, where and when. */
export interface Signer {
  credentials: S3Credentials
  region: string
  signingKeyOf: SigningKeyOf
  nowMs: number
}

/** Signs now, with credentials that live for at least as many milliseconds more. */
export type SignerSource = (neededMs: number) => Promise<Signer>

/** It throws what `credentialsSource` does. */
export function signerSource(
  given: GivenCredentials | undefined,
  region: string,
  now: () => number,
): SignerSource {
  const credentials = credentialsSource(given, now)
  const signingKeyOf = signingKeys(region)
  return async (neededMs) => ({
    credentials: await credentials(neededMs),
    region,
    signingKeyOf,
    nowMs: now(),
  })
}
