/// <reference types="node" />
import { parseArgs } from 'node:util'
import { runBackendDoctor } from '../doctor/backend/run-backend-doctor.ts'
import { runBucketDoctor } from '../doctor/bucket/run-bucket-doctor.ts'
import { DoctorError } from '../doctor/doctor-error.ts'
import { exitCode, formatJson, formatReport, type Report } from '../doctor/report.ts'

/** What a command needs of the process that runs it. */
export interface DoctorIo {
  out(text: string): void
  err(text: string): void
  env: Readonly<Record<string, string | undefined>>
}

const USAGE = `Usage:
  doctor --bucket NAME --origin ORIGIN [--s3-endpoint URL] [--region REGION] [--prefix FOLDER] [--json]
  doctor --endpoint URL [--header "NAME: VALUE"]… [--other-header "NAME: VALUE"]… [--replace] [--json]

The first examines a bucket, with the credentials in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
The second examines a backend, as the user whom the headers sign in: a test user, for it uploads a picture.
Exit code: 0 nothing failed, 1 something failed, 2 nothing could be examined, 130 interrupted.
`

const OPTIONS = {
  bucket: { type: 'string' },
  origin: { type: 'string' },
  's3-endpoint': { type: 'string' },
  region: { type: 'string' },
  prefix: { type: 'string' },
  endpoint: { type: 'string' },
  header: { type: 'string', multiple: true },
  'other-header': { type: 'string', multiple: true },
  replace: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const OF_BUCKETS = ['bucket', 'origin', 's3-endpoint', 'region', 'prefix'] as const
const OF_BACKENDS = ['endpoint', 'header', 'other-header', 'replace'] as const

type Values = ReturnType<typeof parse>

/**
 * The command `doctor`. Never rejects for what a user can do wrong.
 *
 * @returns the exit code.
 */
export async function doctor(args: string[], io: DoctorIo): Promise<number> {
  const interruption = new AbortController()
  // The second one ends the process at once.
  const interrupt = () => interruption.abort()
  process.once('SIGINT', interrupt)
  try {
    const values = parse(args)
    if (values.help === true) {
      io.out(USAGE)
      return 0
    }
    const report = await examine(values, io.env, interruption.signal)
    io.out(values.json === true ? formatJson(report) : formatReport(report))
    return interruption.signal.aborted ? 130 : exitCode(report)
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DoctorError)) throw error
    io.err(`doctor: ${error.message}\n`)
    if (error instanceof TypeError) io.err('See doctor --help.\n')
    return 2
  } finally {
    process.off('SIGINT', interrupt)
  }
}

/** @throws {TypeError} for an option that does not exist, or that lacks its value: by its message. */
function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: false }).values
}

function examine(values: Values, env: DoctorIo['env'], signal: AbortSignal): Promise<Report> {
  const forBucket = OF_BUCKETS.filter((name) => values[name] !== undefined)
  const forBackend = OF_BACKENDS.filter((name) => values[name] !== undefined)
  const [stray] = forBackend
  if (forBucket.length > 0 && stray !== undefined) {
    throw new TypeError(
      `--${stray} does not go with --${forBucket[0]}. Examine the bucket and the backend one by one.`,
    )
  }
  if (forBackend.length > 0) {
    return runBackendDoctor({
      endpoint: required(values, 'endpoint'),
      headers: headersOf(values.header),
      otherHeaders: values['other-header'] && headersOf(values['other-header']),
      replace: values.replace,
      signal,
    })
  }
  return runBucketDoctor({
    bucket: required(values, 'bucket'),
    origin: required(values, 'origin'),
    endpoint: values['s3-endpoint'],
    region: values.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'],
    prefix: values.prefix,
    credentials: credentialsOf(env),
    signal,
  })
}

function required(values: Values, name: 'bucket' | 'origin' | 'endpoint'): string {
  const value = values[name]
  if (value === undefined || value === '') throw new TypeError(`--${name} is missing.`)
  return value
}

function credentialsOf({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN }: DoctorIo['env']) {
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new TypeError('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.')
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN || undefined,
  }
}

/** @throws {TypeError} for a text that is no header. It may hold a token, so it is not repeated. */
function headersOf(given: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*([\x20-\x7e]*)$/.exec(text) ?? []
      if (name === undefined || value === undefined) {
        throw new TypeError('A header is a name, a colon and a value: --header "authorization: Bearer …".')
      }
      return [name.toLowerCase(), value.trim()]
    }),
  )
}
