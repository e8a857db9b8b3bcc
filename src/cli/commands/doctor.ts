import { runBackendDoctor } from '../../doctor/run-backend-doctor.ts'
import { runBucketDoctor } from '../../doctor/run-bucket-doctor.ts'
import { DoctorError } from '../../doctor/doctor-error.ts'
import { exitCode, formatJson, formatReport, type Report } from '../../doctor/report.ts'
import type { S3ProfileName } from '../../server/s3/profile.ts'
import { type Command, type CommandHost, UsageError } from './command.ts'
import { readOptions } from './read-options.ts'
import { regionOf, usageErrorOf } from './setup-arguments.ts'

const USAGE = `Of a bucket, with the credentials in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN:
  --bucket B          required: name of the bucket
  --origin O          required: origin of a page that uploads, e.g. https://app.example.com
  --s3-endpoint U     another server than AWS: scheme, host and port
  --region R          of the bucket; by default AWS_REGION or AWS_DEFAULT_REGION, then us-east-1
  --prefix P          folder in the bucket, as given to s3Store; none by default
Of a backend, in any language:
  --endpoint U        required: whole address of the handler, e.g. https://app.example.com/api/profile-image
  --header H          signs in a test user, for it uploads a picture: "authorization: Bearer …"; several times
  --other-header H    signs in another user, for the check that nobody confirms what is not theirs; several times
  --replace           although the user has an image already, which will be lost
Of both:
  --profile S         what the storage keeps, as given to s3Store: aws (default), r2, minio or ceph
  --accept IDS        checks whose failure is known, e.g. unsigned-header,signature-age: it is told, and is no failure
  --json              for programs
Exit status: 0 nothing failed but what is accepted, 1 something failed, 2 bad input, or nothing could be examined,
130 interrupted`

const OPTIONS = {
  bucket: { type: 'string' },
  origin: { type: 'string' },
  's3-endpoint': { type: 'string' },
  region: { type: 'string' },
  prefix: { type: 'string' },
  profile: { type: 'string' },
  endpoint: { type: 'string' },
  header: { type: 'string', multiple: true },
  'other-header': { type: 'string', multiple: true },
  replace: { type: 'boolean' },
  accept: { type: 'string' },
  json: { type: 'boolean' },
} as const

const OF_BUCKETS = ['bucket', 'origin', 's3-endpoint', 'region', 'prefix'] as const
const OF_BACKENDS = ['endpoint', 'header', 'other-header', 'replace'] as const

type Values = ReturnType<typeof readOptions<typeof OPTIONS>>

/** Tries what a page and a thief would, and names the line to change. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'examine a live bucket as a browser would, or a backend of any language',
  usage: USAGE,

  async run(args, host) {
    const values = readOptions(args, OPTIONS)
    const interruption = new AbortController()
    // The second one ends the process at once.
    const interrupt = () => interruption.abort()
    process.once('SIGINT', interrupt)
    try {
      const report = await examine(values, host.env, interruption.signal)
      host.print((values.json === true ? formatJson(report) : formatReport(report)).trimEnd())
      return interruption.signal.aborted ? 130 : exitCode(report)
    } catch (error) {
      if (!(error instanceof DoctorError)) throw usageErrorOf(error)
      host.complain(error.message)
      return 2
    } finally {
      process.off('SIGINT', interrupt)
    }
  },
}

function examine(values: Values, env: CommandHost['env'], signal: AbortSignal): Promise<Report> {
  const forBucket = OF_BUCKETS.filter((name) => values[name] !== undefined)
  const forBackend = OF_BACKENDS.filter((name) => values[name] !== undefined)
  const [stray] = forBackend
  const accept = values.accept?.split(',').map((id) => id.trim())
  // Judged where it is used.
  const profile = values.profile as S3ProfileName | undefined
  if (forBucket.length > 0 && stray !== undefined) {
    throw new UsageError(
      `--${stray} does not go with --${forBucket[0]}. Examine the bucket and the backend one by one.`,
    )
  }
  if (forBackend.length > 0) {
    return runBackendDoctor({
      endpoint: required(values, 'endpoint'),
      headers: headersOf(values.header),
      otherHeaders: values['other-header'] && headersOf(values['other-header']),
      profile,
      accept,
      replace: values.replace,
      signal,
    })
  }
  return runBucketDoctor({
    bucket: required(values, 'bucket'),
    origin: required(values, 'origin'),
    endpoint: values['s3-endpoint'],
    region: regionOf(values, env),
    prefix: values.prefix,
    profile,
    accept,
    credentials: credentialsOf(env),
    signal,
  })
}

function required(values: Values, name: 'bucket' | 'origin' | 'endpoint'): string {
  const value = values[name]
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing.`)
  return value
}

function credentialsOf({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN }: CommandHost['env']) {
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new UsageError('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.')
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN || undefined,
  }
}

/** @throws {UsageError} for a text that is no header. It may hold a token, so it is not repeated. */
function headersOf(given: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*([\x20-\x7e]*)$/.exec(text) ?? []
      if (name === undefined || value === undefined) {
        throw new UsageError('A header is a name, a colon and a value: --header "authorization: Bearer …".')
      }
      return [name.toLowerCase(), value.trim()]
    }),
  )
}
