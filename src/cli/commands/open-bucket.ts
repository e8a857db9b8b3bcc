import type { ObjectStore } from '../../server/object-store.ts'
import type { S3StoreOptions } from '../../server/s3/options.ts'
import { s3Store } from '../../server/s3/s3-store.ts'
import { type CommandHost, UsageError } from './command.ts'
import { type LiveBucket, liveBucket } from '../plans/live-bucket.ts'
import { regionOf, type SetupArguments, usageErrorOf } from './setup-arguments.ts'

/** A bucket that a command works on. */
export interface OpenedBucket {
  bucket: LiveBucket
  /** The same bucket, as the handler sees it. */
  store: ObjectStore
}

/** @throws {UsageError} for what is missing or makes no sense; nobody has been asked then. */
export function openBucket(
  given: SetupArguments,
  endpoint: string | undefined,
  host: CommandHost,
): OpenedBucket {
  const options = connection(given, endpoint, host)
  try {
    return { bucket: liveBucket(options), store: s3Store(options) }
  } catch (error) {
    throw usageErrorOf(error)
  }
}

/** Where the bucket is, and who asks. */
function connection(
  given: SetupArguments,
  endpoint: string | undefined,
  host: CommandHost,
): S3StoreOptions & Pick<CommandHost, 'fetch'> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = host.env
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new UsageError('No credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.')
  }
  const region = regionOf(given, host.env) ?? (endpoint === undefined ? undefined : 'us-east-1')
  if (region === undefined) throw new UsageError('--region is missing, e.g. --region eu-central-1')
  return {
    bucket: given.bucket ?? '',
    prefix: given.prefix,
    region,
    endpoint,
    forcePathStyle: endpoint !== undefined,
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      sessionToken: AWS_SESSION_TOKEN || undefined,
    },
    fetch: host.fetch,
  }
}
