import type { S3Credentials } from '../src/server/index.ts'

/** A bucket of a server that runs already, and keys for it. */
export interface S3Bucket {
  /** Scheme, host and port. For the backend, and for browsers. */
  endpoint: string
  region: string
  bucket: string
  credentials: S3Credentials
}

const NEEDED = ['S3_BUCKET', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const

/**
 * The bucket that S3_ENDPOINT, S3_BUCKET, S3_REGION (default us-east-1) and the AWS_* keys name; null without
 * S3_ENDPOINT.
 *
 * @throws {TypeError} that names what is missing
 */
export function readS3Environment(environment: NodeJS.Dict<string>): S3Bucket | null {
  // A variable that is set to nothing is as good as none.
  const read = (name: string) => environment[name]?.trim() || undefined
  const given = read('S3_ENDPOINT')
  if (given === undefined) return null
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
    throw new TypeError('S3_ENDPOINT must be an address such as http://localhost:4566.')
  }
  const { origin, pathname, search } = new URL(given)
  if (pathname !== '/' || search !== '') {
    throw new TypeError('S3_ENDPOINT must be scheme, host and port alone. The bucket is S3_BUCKET.')
  }
  const missing = NEEDED.filter((name) => read(name) === undefined)
  if (missing.length > 0) throw new TypeError(`With S3_ENDPOINT, the demo needs ${missing.join(', ')}, too.`)
  return {
    endpoint: origin,
    region: read('S3_REGION') ?? 'us-east-1',
    bucket: read('S3_BUCKET') ?? '',
    credentials: {
      accessKeyId: read('AWS_ACCESS_KEY_ID') ?? '',
      secretAccessKey: read('AWS_SECRET_ACCESS_KEY') ?? '',
      sessionToken: read('AWS_SESSION_TOKEN'),
    },
  }
}
