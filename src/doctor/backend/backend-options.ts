import type { S3Profile, S3ProfileName } from '../../server/s3/profile.ts'

/** What `runBackendDoctor` takes. */
export interface BackendDoctorOptions {
  /** Where the backend is mounted, e.g. "https://app.example.com/api/profile-image". */
  endpoint: string
  /** Sign in a test user: cookies, a bearer token. Default: none. */
  headers?: Readonly<Record<string, string>> | undefined
  /** Sign in another user, whose tickets have to be foreign to the first. Default: none; then that is not tried. */
  otherHeaders?: Readonly<Record<string, string>> | undefined
  /** What the storage of the backend keeps, as that of `s3Store`: what it does not promise is no failure. Default `aws`. */
  profile?: S3ProfileName | S3Profile | undefined
  /** Goes on although the user has an image, which is lost by it. Default false. */
  replace?: boolean | undefined
  /** Ids of checks whose failure is known, and accepted. Default: none. */
  accept?: readonly string[] | undefined
  /** Default `globalThis.fetch`. For tests. */
  fetch?: typeof globalThis.fetch | undefined
  /** Ends the examination early. The picture that was saved is removed nevertheless. Default: never. */
  signal?: AbortSignal | undefined
}

/**
 * The endpoint without a slash at its end.
 *
 * @throws {TypeError} for an address that is none.
 */
export function parseEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new TypeError(
      'endpoint must be a whole address without ? and #, e.g. "https://app.example.com/api/profile-image".',
    )
  }
  return url.href.replace(/\/+$/, '')
}
