import { execFileSync } from 'node:child_process'
import { describe, expect, test, vi } from 'vitest'
import { runBucketDoctor } from '../../../src/doctor/run-bucket-doctor.ts'
import type { Report } from '../../../src/doctor/report.ts'
import type { CorsRule } from '../../../src/testing/index.ts'
import {
  answering,
  BUCKET,
  failing,
  GOOD_RULE,
  KEYS,
  type Plant,
  plantBucket,
} from '../../doctor/bucket/planted-bucket.ts'
import { goodSettings } from '../../doctor/bucket/good-settings.ts'
import { callS3 } from '../../s3/s3-client.ts'
import { run } from '../run.ts'

// What the doctor tells to type is typed: into a shell, and from there into the command.

// Some hundred requests for each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 })

const ENV = { AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey }

/** Of another app that shares the bucket. */
const OTHERS: CorsRule = {
  allowedOrigins: ['https://other.example.com'],
  allowedMethods: ['GET', 'PUT'],
  allowedHeaders: ['x-of-another-app'],
  exposeHeaders: [],
  maxAgeSeconds: 60,
}

function fixOf({ findings }: Report, id: string): string {
  return findings.find((finding) => finding.id === id)?.fix ?? ''
}

/** The words that a shell makes of a line, after the name of its program. */
function asShell(program: 'npx' | 'aws', text: string): string[] {
  const script = `${program}() { printf '%s\\n' "$@"; }\n${text}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n')
}

const without = (name: string) => GOOD_RULE.allowedHeaders?.filter((header) => header !== name) ?? []

describe('the change of a CORS failure, pasted into a shell, mends it and keeps the rules of others', () => {
  const rule = (change: Partial<CorsRule>) => [{ ...GOOD_RULE, ...change }]
  test.each<[id: string, what: string, rules: readonly CorsRule[]]>([
    ['cors-origin', 'no rule for the page', []],
    ['cors-origin', 'another origin', rule({ allowedOrigins: ['https://www.example.com'] })],
    ['cors-origin', 'another method', rule({ allowedMethods: ['GET'] })],
    ['cors-content-type', 'a header less', rule({ allowedHeaders: without('content-type') })],
    ['cors-if-none-match', 'a header less', rule({ allowedHeaders: without('if-none-match') })],
    [
      'cors-x-amz-checksum-sha256',
      'a header less',
      rule({ allowedHeaders: without('x-amz-checksum-sha256') }),
    ],
    [
      'cors-together',
      'two rules',
      [
        ...rule({ allowedHeaders: without('x-amz-checksum-sha256') }),
        ...rule({ allowedHeaders: ['x-amz-checksum-sha256'] }),
      ],
    ],
    ['cors-etag', 'nothing exposed', rule({ exposeHeaders: [] })],
  ])('%s: %s', async (id, _, rules) => {
    const { s3, options } = plantBucket({ cors: [OTHERS, ...rules] })
    const before = await runBucketDoctor(options)
    expect(failing(before)).toEqual([id])
    const [program, ...args] = asShell('npx', fixOf(before, id))
    expect(program).toBe('react-profile-image-upload')
    expect(args[0]).toBe('setup')
    const { fetch } = options
    expect(await run(args, { env: ENV, ...(fetch && { fetch }) })).toMatchObject({
      status: 0,
      complaints: '',
    })
    expect(failing(await runBucketDoctor(options))).toEqual([])
    const access = { ...KEYS, region: 'us-east-1', endpoint: 'https://s3.example.test' }
    const url = `${access.endpoint}/${BUCKET}?cors`
    const kept = await (await callS3(access, 'GET', url, { fetch: s3.fetch })).text()
    expect(kept).toContain('<AllowedHeader>x-of-another-app</AllowedHeader>')
  })
})

test('the command has every option that the doctor was given, as words of a shell, and the region of the bucket', async () => {
  const origin = "https://it's.$(example).com"
  const { options } = plantBucket({
    cors: null,
    server: { region: 'eu-west-1' },
    settings: goodSettings(BUCKET, "it's/"),
    options: { origin, prefix: "it's", profile: 'ceph' },
  })
  expect(asShell('npx', fixOf(await runBucketDoctor(options), 'cors-origin'))).toEqual(
    [
      ['react-profile-image-upload', 'setup'],
      ['--bucket', BUCKET],
      ['--origin', origin],
      ['--s3-endpoint', 'https://s3.example.test'],
      ['--region', 'eu-west-1'],
      ['--prefix', "it's/"],
      ['--profile', 'ceph'],
    ].flat(),
  )
})

test('what is not given is not in the command', async () => {
  const { options } = plantBucket({ cors: null })
  const words = asShell('npx', fixOf(await runBucketDoctor(options), 'cors-origin'))
  expect(words.filter((word) => word.startsWith('--'))).toEqual([
    '--bucket',
    '--origin',
    '--s3-endpoint',
    '--region',
  ])
})

describe('the change of public-access-block', () => {
  const block = (...names: string[]): Plant => ({
    before: answering(
      'publicAccessBlock',
      () => new Response(names.map((name) => `<${name}>true</${name}>`).join('')),
    ),
  })
  const AWS = { endpoint: 'https://s3.us-east-1.amazonaws.com' }

  test.each<[what: string, plant: Plant, wanted: string]>([
    ['leaves BlockPublicAcls off where it is not AWS', block(), 'false,true,false,false'],
    ['ends BlockPublicAcls where it is not AWS', block('BlockPublicAcls'), 'false,true,false,false'],
    ['sets BlockPublicAcls on AWS', { ...block(), options: AWS }, 'true,true,false,false'],
    [
      'leaves what is about policies as it is',
      { ...block('BlockPublicPolicy', 'RestrictPublicBuckets'), options: AWS },
      'true,true,true,true',
    ],
  ])('%s', async (_, plant, wanted) => {
    const { options } = plantBucket(plant)
    const names = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
    const values = wanted.split(',').map((value, index) => `${names[index]}=${value}`)
    expect(asShell('aws', fixOf(await runBucketDoctor(options), 'public-access-block'))).toEqual(
      [
        ['s3api', 'put-public-access-block', '--bucket', BUCKET],
        ['--endpoint-url', options.endpoint ?? ''],
        ['--public-access-block-configuration', values.join(',')],
      ].flat(),
    )
  })
})

test.each<[id: string, call: string, name: string, text: string]>([
  [
    'object-lock',
    'put-object-lock-configuration',
    'object-lock',
    '<Rule><DefaultRetention><Days>1</Days></DefaultRetention></Rule>',
  ],
  ['requester-pays', 'put-bucket-request-payment', 'requestPayment', '<Payer>Requester</Payer>'],
])('the change of %s reaches the server that was examined', async (id, call, name, text) => {
  const { options } = plantBucket({ before: answering(name, () => new Response(text)) })
  expect(asShell('aws', fixOf(await runBucketDoctor(options), id)).slice(0, 6)).toEqual([
    's3api',
    call,
    '--bucket',
    BUCKET,
    '--endpoint-url',
    options.endpoint,
  ])
})
