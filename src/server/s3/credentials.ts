import { s3Failure } from './failure.ts'

/** The shape of an AWS identity, so that the SDK's credential providers fit. */
export interface S3Credentials {
  /** Names the key. It shows in URLs: no secret. */
  accessKeyId: string
  /** Signs. It leaves the process by no way. */
  secretAccessKey: string
  /** Of temporary credentials. Default: none. */
  sessionToken?: string | undefined
  /** When temporary credentials end. A URL signed with them ends then, too. Default: never. */
  expiration?: Date | undefined
}

/** A value, or a function that is asked when needed. */
export type GivenCredentials = S3Credentials | (() => Promise<S3Credentials>)

/** Credentials that live for at least as many milliseconds more. */
export type CredentialsSource = (neededMs: number) => Promise<S3Credentials>

/** Time for the signature to travel, and for clocks that differ. */
const RESERVE_MS = 30_000

/**
 * Where the credentials come from: a value, a function, or the environment (`AWS_ACCESS_KEY_ID`,
 * `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`), read at each use.
 *
 * What a function answers is kept for as long as its `expiration` says, because each answer may cost a call to
 * STS; without one it is asked each time.
 *
 * The source throws UploadError `backend-unavailable` when even new credentials end too early (T-13), and
 * `storage-misconfigured` when there are none.
 */
export function credentialsSource(given: GivenCredentials | undefined, now: () => number): CredentialsSource {
  const ask = typeof given === 'function' ? given : async () => given ?? fromEnvironment()
  let kept: S3Credentials | null = null

  return async (neededMs) => {
    const endsTooEarly = ({ expiration }: S3Credentials) =>
      expiration && expiration.getTime() < now() + neededMs + RESERVE_MS
    if (!kept?.expiration || endsTooEarly(kept)) kept = await ask()
    // A function with a memory of its own may have answered from it: asked again, it can have noticed.
    if (endsTooEarly(kept)) kept = await ask()
    if (endsTooEarly(kept)) {
      throw s3Failure('backend-unavailable', 'The S3 credentials end too early. Use some that live longer.')
    }
    return kept
  }
}

function fromEnvironment(): S3Credentials {
  // Not every runtime has a process; types for Node are not part of this package's own.
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process?.env ?? {}
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw s3Failure(
      'storage-misconfigured',
      'No S3 credentials. Pass some, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    )
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    // Set to nothing is not set.
    sessionToken: AWS_SESSION_TOKEN || undefined,
  }
}
