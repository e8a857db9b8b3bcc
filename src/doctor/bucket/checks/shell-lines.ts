import type { BucketContext } from '../bucket-context.ts'

// Changes that can be pasted into a shell: they reach the bucket that was examined, and no other.

/** The command that brings the bucket to what it needs, beside what others have there. */
export function setupLine({ given, found }: Pick<BucketContext, 'given' | 'found'>): string {
  return line('npx react-profile-image-upload setup', {
    bucket: given.bucket,
    origin: given.origin,
    's3-endpoint': given.endpoint,
    region: found.region,
    prefix: given.prefix,
    profile: given.profileName,
  })
}

/** A call of the AWS CLI that is about the bucket. */
export function s3apiLine(
  { given }: Pick<BucketContext, 'given'>,
  call: string,
  options: Readonly<Record<string, string>>,
): string {
  return line(`aws s3api ${call}`, { bucket: given.bucket, 'endpoint-url': given.endpoint, ...options })
}

/** Options without a value are left out. */
function line(command: string, options: Readonly<Record<string, string | null | undefined>>): string {
  const words = Object.entries(options).flatMap(([name, value]) =>
    value ? [`--${name} ${word(value)}`] : [],
  )
  return [command, ...words].join(' ')
}

/** For a shell: nothing between single quotes means anything. */
function word(text: string): string {
  return /^[\w./:=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
