import { describe, expect, test } from 'vitest'
import { run } from './run.ts'

// A command line that makes no sense: a message that says what to write, status 2, and nobody is asked anything.

const ENV = { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-central-1' }
const NEEDED = ['--bucket', 'my-pictures', '--origin', 'https://app.example.com']

const WITHOUT_ORIGIN = NEEDED.slice(0, 2)
const WITHOUT_BUCKET = NEEDED.slice(2)

const OF_BOTH: Readonly<Record<string, [args: string[], says: RegExp]>> = {
  'no bucket': [WITHOUT_BUCKET, /^--bucket is missing/],
  'an empty bucket': [['--bucket', '', ...WITHOUT_BUCKET], /^bucket must be the name alone/],
  'a bucket with a path': [
    ['--bucket', 'my-pictures/a', ...WITHOUT_BUCKET],
    /^bucket must be the name alone/,
  ],
  'no origin': [WITHOUT_ORIGIN, /^--origin is missing/],
  'every origin': [[...WITHOUT_ORIGIN, '--origin', '*'], /^origins: "\*" is not an origin/],
  'an origin without scheme': [[...WITHOUT_ORIGIN, '--origin', 'example.com'], /is not an origin/],
  'one of several origins': [[...NEEDED, '--origin', 'https://b.example.com/path'], /is not an origin/],
  'a prefix that climbs': [[...NEEDED, '--prefix', '../a'], /^prefix must be a folder/],
  'a prefix that is a pattern': [[...NEEDED, '--prefix', '*'], /^prefix is too long, or has characters/],
  'another word for images': [[...NEEDED, '--images', 'all'], /^images must be "private"/],
  'a server that nobody knows': [[...NEEDED, '--profile', 'swift'], /^profile must be "aws"/],
  'a life that is no number': [
    [...NEEDED, '--upload-url-expires-in-seconds', 'long'],
    /^--upload-url-expires-in-seconds must be an integer, such as 300, not "long"/,
  ],
  'an empty life': [[...NEEDED, '--upload-url-expires-in-seconds', ''], /must be an integer, .*not ""/],
  'a life of a day': [
    [...NEEDED, '--upload-url-expires-in-seconds', '86400'],
    /must be an integer from 120 to 900/,
  ],
  'an unknown option': [[...NEEDED, '--buckets', 'a'], /Unknown option '--buckets'/],
  'an option without its value': [[...NEEDED, '--prefix'], /--prefix.* argument missing/],
  'a second bucket': [[...NEEDED, '--bucket', 'other'], /^--bucket is given twice/],
  'a word that belongs to no option': [[...NEEDED, 'staging'], /Unexpected argument 'staging'/],
}

const OF_POLICIES: typeof OF_BOTH = {
  'another format': [[...NEEDED, '--format', 'pulumi'], /^--format must be one of json, aws-cli/],
  'a format by the name of a method': [[...NEEDED, '--format', 'toString'], /^--format must be one of/],
  'an option of setup': [[...NEEDED, '--dry-run'], /Unknown option '--dry-run'/],
}

const OF_SETUP: typeof OF_BOTH = {
  'an endpoint with a path': [
    [...NEEDED, '--s3-endpoint', 'http://a:9000/b'],
    /^endpoint must be scheme, host/,
  ],
  'an endpoint without scheme': [
    [...NEEDED, '--s3-endpoint', 'localhost:9000'],
    /^endpoint must be scheme, host/,
  ],
  'a region that is none': [[...NEEDED, '--region', 'Frankfurt!'], /^region must be a name/],
  'a value for a switch': [[...NEEDED, '--dry-run=no'], /--dry-run.* does not take an argument/],
}

const cases = (command: string, table: typeof OF_BOTH) =>
  Object.entries(table).map(([name, [args, says]]) => ({ command, name, args, says }))

test.each([
  ...cases('policies', { ...OF_BOTH, ...OF_POLICIES }),
  ...cases('setup', { ...OF_BOTH, ...OF_SETUP }),
])('$command: $name', async ({ command, args, says }) => {
  let askedCount = 0
  const { status, output, complaints } = await run([command, ...args], {
    env: ENV,
    fetch: () => {
      askedCount += 1
      return Promise.resolve(new Response())
    },
  })
  expect(complaints).toMatch(says)
  expect(complaints).toContain(`npx react-profile-image-upload ${command}`)
  expect({ status, output, askedCount }).toEqual({ status: 2, output: '', askedCount: 0 })
})

test.each([
  ['no key', { ...ENV, AWS_ACCESS_KEY_ID: '' }, /^No credentials: set AWS_ACCESS_KEY_ID/],
  ['no secret', { ...ENV, AWS_SECRET_ACCESS_KEY: '' }, /^No credentials/],
  ['no region', { ...ENV, AWS_REGION: '' }, /^--region is missing/],
])('setup: %s in the environment', async (_, env, says) => {
  const { status, complaints } = await run(['setup', ...NEEDED], { env })
  expect(complaints).toMatch(says)
  expect(status).toBe(2)
})

describe('without a command that there is', () => {
  test.each([
    ['none', [], ''],
    ['another', ['upload'], 'There is no command "upload".'],
    ['an option first', ['--bucket', 'a'], 'There is no command "--bucket".'],
  ])('%s', async (_, args, says) => {
    const { status, output, complaints } = await run(args)
    expect({ status, output }).toEqual({ status: 2, output: '' })
    expect(complaints).toContain(says)
    expect(complaints).toMatch(/policies .*\n.*setup /)
  })
})

test.each([
  [['--help'], /policies/],
  [['-h'], /setup/],
  [['policies', '--help'], /--format F/],
  [['setup', '--bucket', 'a', '-h'], /--dry-run/],
])('%j is answered, with status 0', async (args, says) => {
  const { status, output, complaints } = await run(args)
  expect({ status, complaints }).toEqual({ status: 0, complaints: '' })
  expect(output).toMatch(says)
})
