import { type BucketSetup, bucketSetup } from '../../bucket-setup/bucket-setup.ts'
import type { BucketSetupOptions } from '../../bucket-setup/setup-options.ts'
import type { S3ProfileName } from '../../server/s3/profile.ts'
import { type CommandHost, UsageError } from './command.ts'

// The options of every command that is about the documents of a bucket.

export const SETUP_OPTIONS = {
  bucket: { type: 'string' },
  origin: { type: 'string', multiple: true },
  prefix: { type: 'string' },
  images: { type: 'string' },
  profile: { type: 'string' },
  'upload-url-expires-in-seconds': { type: 'string' },
  region: { type: 'string' },
} as const

export const SETUP_USAGE = `  --bucket B      required: name of the bucket
  --origin O      required: origin of the pages that upload, e.g. https://app.example.com; may be given several times
  --prefix P      folder in the bucket, as given to s3Store; none by default
  --images WHO    who reads the images, beside the server: private (default), presigned, public, or the ARN of a
                  CloudFront distribution
  --profile S     what the server keeps, as given to s3Store: aws (default), r2, minio or ceph
  --upload-url-expires-in-seconds N    as given to the handler; 300 by default`

export interface SetupArguments {
  bucket?: string | undefined
  origin?: string[] | undefined
  prefix?: string | undefined
  images?: string | undefined
  profile?: string | undefined
  'upload-url-expires-in-seconds'?: string | undefined
  region?: string | undefined
}

/** @throws {UsageError} for what is missing or makes no sense. */
export function setupOf(given: SetupArguments, host: CommandHost, requireTls = true): BucketSetup {
  const { bucket, origin, prefix, images, profile, 'upload-url-expires-in-seconds': seconds } = given
  if (bucket === undefined) throw new UsageError('--bucket is missing.')
  if (origin === undefined) throw new UsageError('--origin is missing, e.g. --origin https://app.example.com')
  try {
    return bucketSetup({
      bucket,
      origins: origin,
      prefix,
      images: images as BucketSetupOptions['images'],
      profile: profile as S3ProfileName | undefined,
      uploadUrlExpiresInSeconds: seconds === undefined ? undefined : integerOf(seconds),
      partition: partitionOf(regionOf(given, host.env) ?? ''),
      requireTls,
    })
  } catch (error) {
    throw usageErrorOf(error)
  }
}

function integerOf(seconds: string): number {
  if (/^\d{1,6}$/.test(seconds)) return Number(seconds)
  throw new UsageError(`--upload-url-expires-in-seconds must be an integer, such as 300, not "${seconds}".`)
}

export function regionOf(
  { region }: Pick<SetupArguments, 'region'>,
  env: CommandHost['env'],
): string | undefined {
  return region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined)
}

/** A programmer's mistake is one of who has written the command. */
export function usageErrorOf(error: unknown): unknown {
  return error instanceof TypeError ? new UsageError(error.message.replace(/^\w+: /, '')) : error
}

function partitionOf(region: string): NonNullable<BucketSetupOptions['partition']> {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
