import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type BucketSetup, bucketSetup, type BucketSetupOptions } from '../../../src/bucket-setup/index.ts'
import { run } from '../run.ts'

// Every format says the same: each is read back, and compared with the one source.

const DISTRIBUTION = 'arn:aws:cloudfront::111122223333:distribution/E1A2B3'

const CASES: Readonly<Record<string, BucketSetupOptions>> = {
  'nothing but what is needed': { bucket: 'my-pictures', origins: ['https://app.example.com'] },
  everything: {
    bucket: 'my.pictures',
    origins: ['https://app.example.com', 'http://localhost:5173'],
    prefix: "teams/o'hara(1)",
    images: DISTRIBUTION,
    uploadUrlExpiresInSeconds: 120,
    partition: 'aws-cn',
  },
  'a bucket of GovCloud': {
    bucket: 'my-pictures',
    origins: ['https://app.example.com'],
    partition: 'aws-us-gov',
  },
  'public images': { bucket: 'my-pictures', origins: ['https://app.example.com'], images: 'public' },
}

const REGIONS = { aws: 'eu-central-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' }

function argsOf(options: BucketSetupOptions): string[] {
  const { bucket, origins, prefix, images, uploadUrlExpiresInSeconds: seconds, partition } = options
  return [
    ['--bucket', bucket],
    ...origins.map((origin) => ['--origin', origin]),
    ...(prefix === undefined ? [] : ['--prefix', prefix]),
    ...(images === undefined ? [] : ['--images', images]),
    ...(seconds === undefined ? [] : ['--upload-url-expires-in-seconds', String(seconds)]),
    ...(partition === undefined ? [] : ['--region', REGIONS[partition]]),
  ].flat()
}

/** Runs a script by a shell whose `aws` writes down what it is called with, and then does what is given. */
function runScript(text: string, then = ''): { status: number | null; calls: string[][] } {
  const folder = mkdtempSync(join(tmpdir(), 'policies-'))
  try {
    const log = join(folder, 'log')
    writeFileSync(join(folder, 'script'), text)
    const note = `printf '%s\\0' "$@" end >>'${log}'`
    writeFileSync(join(folder, 'aws'), `#!/bin/sh\n${note}\n${then}\n`, { mode: 0o755 })
    const { status } = spawnSync('sh', [join(folder, 'script')], {
      env: { PATH: `${folder}:${process.env['PATH']}`, TRAIL: 'the trail' },
    })
    const lines = readFileSync(log, 'utf8').split('end\0').slice(0, -1)
    return { status, calls: lines.map((line) => line.split('\0')) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What a format says of the documents; all but the queries, which it gives as text. */
type Said = Omit<BucketSetup, 'abuseQueries'>

const READERS: Readonly<Record<string, (text: string) => Said>> = {
  json(text) {
    const { abuseQueries: _, ...said } = JSON.parse(text) as BucketSetup
    return said
  },

  'aws-cli'(text) {
    const { status, calls } = runScript(text)
    expect(status).toBe(0)
    const option = (call: string, name: string, nth = 0) => {
      const args = calls.filter(([, each]) => each === call)[nth] ?? []
      return args[args.indexOf(`--${name}`) + 1] ?? ''
    }
    const json = (...given: Parameters<typeof option>) => JSON.parse(option(...given))
    const hasHeaders = calls.some(([service]) => service === 'cloudfront')
    expect(calls).toHaveLength(hasHeaders ? 9 : 8)
    expect(option('put-event-selectors', 'trail-name')).toBe('the trail')
    const bucket = option('put-bucket-policy', 'bucket')
    const calledOn = calls.filter((args) => args[0] === 's3api').map((args) => args[3])
    expect(new Set(calledOn)).toEqual(new Set([bucket]))
    return {
      bucket,
      name: option('create-policy', 'policy-name').replace(/-signer$/, ''),
      cors: json('put-bucket-cors', 'cors-configuration'),
      lifecycle: json('put-bucket-lifecycle-configuration', 'lifecycle-configuration'),
      bucketPolicy: json('put-bucket-policy', 'policy'),
      publicAccessBlock: json('put-public-access-block', 'public-access-block-configuration'),
      ownershipControls: json('put-bucket-ownership-controls', 'ownership-controls'),
      signerPolicy: json('create-policy', 'policy-document'),
      promoterPolicy: json('create-policy', 'policy-document', 1),
      eventSelectors: json('put-event-selectors', 'advanced-event-selectors'),
      imageHeaders: hasHeaders
        ? json('create-response-headers-policy', 'response-headers-policy-config')
        : null,
    }
  },

  cloudformation(text) {
    const { Resources } = JSON.parse(text)
    const bucket = Resources.Bucket.Properties
    const config = Resources.ImageHeaders?.Properties.ResponseHeadersPolicyConfig
    const items = config?.CustomHeadersConfig.Items
    return {
      bucket: bucket.BucketName,
      name: Resources.Trail.Properties.TrailName,
      cors: {
        CORSRules: bucket.CorsConfiguration.CorsRules.map(
          ({
            Id: ID,
            ExposedHeaders: ExposeHeaders,
            MaxAge: MaxAgeSeconds,
            ...rest
          }: Record<string, unknown>) => ({
            ...rest,
            ID,
            ExposeHeaders,
            MaxAgeSeconds,
          }),
        ),
      },
      lifecycle: {
        Rules: bucket.LifecycleConfiguration.Rules.map(
          ({ Id: ID, Prefix, ExpirationInDays: Days, ...rest }: Record<string, unknown>) => ({
            ...rest,
            ID,
            Filter: { Prefix },
            ...(Days !== undefined && { Expiration: { Days } }),
          }),
        ),
      },
      bucketPolicy: Resources.BucketPolicy.Properties.PolicyDocument,
      publicAccessBlock: bucket.PublicAccessBlockConfiguration,
      ownershipControls: bucket.OwnershipControls,
      signerPolicy: Resources.SignerPolicy.Properties.PolicyDocument,
      promoterPolicy: Resources.PromoterPolicy.Properties.PolicyDocument,
      eventSelectors: Resources.Trail.Properties.AdvancedEventSelectors,
      imageHeaders: config
        ? { ...config, CustomHeadersConfig: { Quantity: items.length, Items: items } }
        : null,
    }
  },

  terraform(text) {
    const { resource } = JSON.parse(text)
    const of = (type: string, name = 'profile_images') => resource[type]?.[name]
    const blocks = of('aws_s3_bucket_public_access_block')
    const headers = of('aws_cloudfront_response_headers_policy')
    const bucketResources = Object.keys(resource).filter((type) => type.startsWith('aws_s3_bucket'))
    const buckets = new Set(bucketResources.map((type) => of(type).bucket))
    expect(buckets.size).toBe(1)
    expect(of('aws_s3_bucket_policy').depends_on).toEqual([
      'aws_s3_bucket_public_access_block.profile_images',
    ])
    // Terraform's names are those of AWS in another spelling, but for these.
    const SPELLINGS: Readonly<Record<string, string>> = { id: 'ID', field_selector: 'FieldSelectors' }
    const spelled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(spelled)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value).map(([name, each]) => [
          SPELLINGS[name] ?? name.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase()),
          spelled(each),
        ]),
      )
    }
    const items = headers?.custom_headers_config.items
    return {
      bucket: [...buckets][0],
      name: of('aws_cloudtrail').name,
      cors: { CORSRules: spelled(of('aws_s3_bucket_cors_configuration').cors_rule) },
      lifecycle: { Rules: spelled(of('aws_s3_bucket_lifecycle_configuration').rule) },
      bucketPolicy: JSON.parse(of('aws_s3_bucket_policy').policy),
      publicAccessBlock: {
        BlockPublicAcls: blocks.block_public_acls,
        IgnorePublicAcls: blocks.ignore_public_acls,
        BlockPublicPolicy: blocks.block_public_policy,
        RestrictPublicBuckets: blocks.restrict_public_buckets,
      },
      ownershipControls: { Rules: spelled(of('aws_s3_bucket_ownership_controls').rule) },
      signerPolicy: JSON.parse(of('aws_iam_policy', 'profile_image_signer').policy),
      promoterPolicy: JSON.parse(of('aws_iam_policy', 'profile_image_promoter').policy),
      eventSelectors: spelled(of('aws_cloudtrail').advanced_event_selector),
      imageHeaders: headers
        ? {
            ...(spelled(headers) as object),
            CustomHeadersConfig: { Quantity: items.length, Items: spelled(items) },
          }
        : null,
    } as unknown as Said
  },
}

describe.each(Object.entries(CASES))('for %s', (_, options) => {
  const { abuseQueries, ...wanted } = bucketSetup(options)

  test.each(Object.entries(READERS))('%s says the same as the source', async (format, read) => {
    const { status, output, complaints } = await run(['policies', ...argsOf(options), '--format', format])
    expect([status, complaints]).toEqual([0, ''])
    expect(read(output)).toEqual(wanted)
    for (const { sql } of abuseQueries) {
      const [first = ''] = sql.split('\n')
      expect(output).toContain(format === 'aws-cli' ? first : JSON.stringify(sql).slice(1, -1))
    }
  })
})

test.each(['json', 'aws-cli', 'cloudformation', 'terraform'])(
  'GovCloud has no CloudFront, and %s does not ask it for anything',
  async (format) => {
    const [options] = Object.values(CASES)
    const args = ['policies', ...(options ? argsOf(options) : []), '--format', format, '--region']
    const asks = /ContentSecurityPolicy|content_security_policy|cloudfront create|AWS::CloudFront/
    expect((await run([...args, 'us-gov-west-1'])).output).not.toMatch(asks)
    expect((await run([...args, 'cn-north-1'])).output).toMatch(asks)
  },
)

test('a role that is there keeps the script from nothing else, and it ends with 1; a bucket that is not ends it at once', async () => {
  const args = argsOf({ bucket: 'my-pictures', origins: ['https://app.example.com'] })
  const { output } = await run(['policies', ...args, '--format', 'aws-cli'])
  const again = runScript(output, '[ "$2" != create-policy ]')
  expect(again.status).toBe(1)
  expect(again.calls).toHaveLength(9)
  const nowhere = runScript(output, '[ "$1" != s3api ]')
  expect([nowhere.status, nowhere.calls.length]).toEqual([1, 1])
})

test('JSON is what is printed when no format is named', async () => {
  const args = ['policies', ...argsOf({ bucket: 'my-pictures', origins: ['https://app.example.com'] })]
  expect((await run(args)).output).toBe((await run([...args, '--format', 'json'])).output)
})

test.each([
  ['cn-north-1', 'arn:aws-cn:s3:::'],
  ['us-gov-west-1', 'arn:aws-us-gov:s3:::'],
  ['eu-central-1', 'arn:aws:s3:::'],
])('a region %s, also from the environment, makes ARNs that start with %s', async (region, start) => {
  const args = ['policies', '--bucket', 'my-pictures', '--origin', 'https://app.example.com']
  const { output } = await run(args, { env: { AWS_DEFAULT_REGION: region } })
  const arns = output.match(/arn:[^"]*/g) ?? []
  expect(arns.length).toBeGreaterThan(10)
  expect(arns.filter((arn) => !arn.startsWith(start))).toEqual([])
  expect((await run([...args, '--region', region])).output).toBe(output)
})
