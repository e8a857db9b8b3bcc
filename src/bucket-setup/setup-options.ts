import { FOLDERS } from '../server/image/object-keys.ts'
import { s3Config } from '../server/s3/options.ts'
import { type S3Profile, s3Profile, type S3ProfileName } from '../server/s3/profile.ts'

/** What `bucketSetup` takes. Give the same bucket, prefix and life of URLs as to the store and the handler. */
export interface BucketSetupOptions {
  /** Its name alone. */
  bucket: string
  /** Origins of the pages that upload, e.g. "https://app.example.com". */
  origins: readonly string[]
  /** Folder in the bucket for everything, as given to the store. Default ''. */
  prefix?: string | undefined
  /** Life of an upload URL in seconds, as given to the handler, 120 to 900. Default 300. */
  uploadUrlExpiresInSeconds?: number | undefined
  /**
   * Who else than the server reads the images: the ARN of a CloudFront distribution with origin access control;
   * `presigned`, when `imageUrl` calls `signGet`; `public`, everybody straight from the bucket. Default `private`: nobody.
   */
  images?: 'private' | 'presigned' | 'public' | `arn:${string}` | undefined
  /** What the server keeps, as given to the store: which headers a page sends follows from it. Default `aws`. */
  profile?: S3ProfileName | S3Profile | undefined
  /** The part of AWS that the bucket is in. Default `aws`. */
  partition?: 'aws' | 'aws-cn' | 'aws-us-gov' | undefined
  /** False for a server without TLS, as in development. Default true. */
  requireTls?: boolean | undefined
}

/** The options with every default in its place, and the names that follow from them. */
export interface SetupConfig {
  bucket: string
  /** For what is made in the account: it names bucket and prefix. */
  name: string
  bucketArn: string
  origins: readonly string[]
  prefix: string
  uploadUrlExpiresInSeconds: number
  images: string
  uploadHeaders: readonly string[]
  partition: string
  requireTls: boolean
  /** The keys of one of the store's folders: '' or a folder that ends with a slash, and what follows it. */
  folders: Readonly<Record<keyof typeof FOLDERS, string>>
  /** ARN of everything under a folder. */
  within(folder: string): string
  /** A name of ours in the bucket's documents. Two prefixes share the bucket, and never a name. */
  sid(name: string): string
  /** The same for rules, whose names may hold any character. */
  ruleId(name: string): string
}

/** By it, our statements are told from those of others. */
export const SID_START = 'ProfileImage'

/** @throws {TypeError} for every option that is missing or makes no sense; the message names the fix. */
export function setupConfig(options: BucketSetupOptions): SetupConfig {
  const { uploadUrlExpiresInSeconds = 300, images = 'private', partition = 'aws' } = options
  const { requireTls = true } = options
  // The same names as the store takes.
  const { bucket, prefix } = s3Config({ bucket: options.bucket, region: 'any', prefix: options.prefix })
  if (!/^[\w!.'()/-]{0,100}$/.test(prefix)) {
    throw mistake(
      "prefix is too long, or has characters that mean something else in policies. Use at most 100 letters, digits and !-_.'()/ only.",
    )
  }
  const { origins } = options
  if (!Array.isArray(origins) || origins.length === 0) {
    throw mistake('origins is missing. Pass those of your pages, e.g. ["https://app.example.com"].')
  }
  for (const origin of origins) refuseOrigin(origin)
  const isLife = Number.isSafeInteger(uploadUrlExpiresInSeconds)
  if (!isLife || uploadUrlExpiresInSeconds < 120 || uploadUrlExpiresInSeconds > 900) {
    throw mistake(
      `uploadUrlExpiresInSeconds must be an integer from 120 to 900, not ${uploadUrlExpiresInSeconds}.`,
    )
  }
  if (!/^(?:private|presigned|public|arn:[\w-]+:cloudfront::\d{12}:distribution\/\w+)$/.test(images)) {
    throw mistake(
      'images must be "private", "presigned", "public", or the ARN of a CloudFront distribution, such as "arn:aws:cloudfront::111122223333:distribution/E1".',
    )
  }
  const bucketArn = `arn:${partition}:s3:::${bucket}`
  const place = prefix.slice(0, -1)
  // No two prefixes may share a name.
  const suffix = place.replace(/[^a-zA-Y0-9]/g, (sign) => `Z${sign.charCodeAt(0).toString(16)}Z`)
  return {
    bucket,
    name: [bucket.replaceAll('.', '-'), ...(suffix ? [suffix] : []), 'profile-images'].join('-'),
    bucketArn,
    origins: [...new Set(origins)],
    prefix,
    uploadUrlExpiresInSeconds,
    images,
    uploadHeaders: s3Profile(options.profile).browserHeaders,
    partition,
    requireTls,
    folders: {
      staging: prefix + FOLDERS.staging,
      images: prefix + FOLDERS.images,
      removed: prefix + FOLDERS.removed,
    },
    within: (folder) => `${bucketArn}/${folder}*`,
    sid: (name) => SID_START + name + (suffix && `For${suffix}`),
    ruleId: (name) => `profile-image ${name}${place && ` of ${place}`}`,
  }
}

function refuseOrigin(origin: unknown): void {
  const url = typeof origin === 'string' && URL.canParse(origin) ? new URL(origin) : null
  if (url !== null && /^https?:$/.test(url.protocol) && url.origin === origin && !origin.includes('*')) return
  throw mistake(
    `origins: ${JSON.stringify(origin)} is not an origin. Write scheme, host and port only, e.g. "https://app.example.com".`,
  )
}

function mistake(message: string): TypeError {
  return new TypeError(`bucketSetup: ${message}`)
}
