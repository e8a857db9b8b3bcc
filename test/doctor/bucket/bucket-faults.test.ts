import { describe, expect, test, vi } from 'vitest'
import {
  answering,
  BUCKET,
  examine,
  failing,
  GOOD_RULE,
  ORIGIN,
  type Plant,
  s3Error,
} from './planted-bucket.ts'
import { ignoringConditions, lenient } from '../weak-servers.ts'

// Some hundred requests for each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 })

test('it reports no failure of the strict S3, and tells everything that can be asked of it', async () => {
  const { report, left } = await examine()
  expect(failing(report)).toEqual([])
  expect(left).toEqual([])
  const unclear = report.findings.filter(({ status }) => status === 'cannot-tell').map(({ id }) => id)
  expect(unclear).toEqual(UNKNOWN_TO_STRICT_S3)
})

/** It answers 501 to questions for these settings. */
const UNKNOWN_TO_STRICT_S3 = ['lifecycle-versions', 'object-lock', 'requester-pays']

type Fault = [name: string, plant: Plant, failing: string[], fix: string]

const withRule = (change: Partial<typeof GOOD_RULE>): Plant => ({ cors: [{ ...GOOD_RULE, ...change }] })
const without = (name: string) => GOOD_RULE.allowedHeaders?.filter((header) => header !== name) ?? []

const CORS: Fault[] = [
  ['no CORS rules', { cors: null }, ['cors-origin'], '"AllowedOrigins":["https://app.example.com"]'],
  [
    'rules for another origin',
    withRule({ allowedOrigins: ['https://www.example.com'] }),
    ['cors-origin'],
    '"AllowedOrigins": [..., "https://app.example.com"]',
  ],
  [
    'rules without PUT',
    withRule({ allowedMethods: ['GET'] }),
    ['cors-origin'],
    '"AllowedMethods": [..., "PUT"]',
  ],
  ...['content-type', 'if-none-match', 'x-amz-checksum-sha256'].map((name): Fault => [
    `rules without ${name}`,
    withRule({ allowedHeaders: without(name) }),
    [`cors-${name}`],
    `"AllowedHeaders": [..., "${name}"]`,
  ]),
  [
    'the headers in two rules',
    {
      cors: [
        { ...GOOD_RULE, allowedHeaders: ['content-type', 'if-none-match'] },
        { ...GOOD_RULE, allowedHeaders: ['x-amz-checksum-sha256'] },
      ],
    },
    ['cors-together'],
    '"AllowedHeaders": [..., "content-type", "if-none-match", "x-amz-checksum-sha256"]',
  ],
  [
    'rules for everybody',
    withRule({ allowedOrigins: ['*'] }),
    ['cors-strangers'],
    '"AllowedOrigins": ["https://app.example.com"]   # in the CORS rule of the bucket that says "*"',
  ],
  [
    'no ETag exposure',
    withRule({ exposeHeaders: ['x-amz-request-id'] }),
    ['cors-etag'],
    '"ExposeHeaders": [..., "ETag"',
  ],
  [
    'a proxy that takes the CORS headers from the answers to a PUT',
    { before: async (request, s3) => withoutHeaders(request, await s3.fetch(request)) },
    ['cors-answer'],
    'Access-Control-Allow-Origin',
  ],
]

/** A server that answers each preflight with 200, and means no by what it lists. */
function preflights(headers: Record<string, string>): Plant {
  const good = {
    'access-control-allow-origin': ORIGIN,
    'access-control-allow-methods': 'PUT',
    'access-control-allow-headers': 'Content-Type, If-None-Match, X-Amz-Checksum-Sha256',
  }
  return {
    before: async (request, s3) =>
      request.method === 'OPTIONS'
        ? new Response(null, { headers: { ...good, ...headers } })
        : s3.fetch(request),
  }
}

const LISTED: Fault[] = [
  ['another method', preflights({ 'access-control-allow-methods': 'GET, POST' }), ['cors-origin'], 'PUT'],
  [
    'another origin',
    preflights({ 'access-control-allow-origin': 'https://www.example.com' }),
    ['cors-origin'],
    '',
  ],
  [
    'some of the headers',
    preflights({ 'access-control-allow-headers': 'content-type' }),
    ['cors-if-none-match', 'cors-x-amz-checksum-sha256'],
    '"if-none-match"',
  ],
]

test('a server that refuses nothing by its status, but lists what is good, has no failure', async () => {
  expect(failing((await examine(preflights({}))).report)).toEqual([])
})

test('a server that breaks instead of refusing has shown nothing', async () => {
  const { report } = await examine({
    before: async (request, s3) =>
      request.headers.get('content-type') === 'text/html' ? s3Error(503, 'SlowDown') : s3.fetch(request),
  })
  expect(report.findings.find(({ id }) => id === 'wrong-type')).toMatchObject({ status: 'cannot-tell' })
})

function withoutHeaders(request: Request, response: Response): Response {
  if (request.method === 'PUT') response.headers.delete('access-control-allow-origin')
  return response
}

const CONNECTION: Fault[] = [
  [
    'the storage behind http',
    { options: { endpoint: 'http://s3.example.test' } },
    ['https'],
    "endpoint: 'https://s3.example.test'",
  ],
  [
    'a clock that is 20 minutes slow (T-14)',
    { server: { now: () => Date.now() + 1_200_000 } },
    ['clock'],
    'set-ntp',
  ],
  ['a clock that is 2 minutes fast', { server: { now: () => Date.now() - 120_000 } }, ['clock'], 'set-ntp'],
  ['another region', { server: { region: 'eu-west-1' } }, ['region'], "region: 'eu-west-1'"],
  [
    'another region, told by a redirect',
    {
      server: { region: 'eu-west-1' },
      before(request, s3) {
        const isRight = (request.headers.get('authorization') ?? request.url).includes('eu-west-1')
        if (
          isRight ||
          request.method === 'OPTIONS' ||
          !/amz/i.test(request.url + [...request.headers.keys()])
        )
          return s3.fetch(request)
        const headers = { 'x-amz-bucket-region': 'eu-west-1' }
        return Promise.resolve(
          new Response('<Error><Code>PermanentRedirect</Code></Error>', { status: 301, headers }),
        )
      },
    },
    ['region'],
    "region: 'eu-west-1'",
  ],
  [
    'a role that may not list',
    answeringTo('list-type', () => s3Error(403, 'AccessDenied')),
    ['missing-is-404'],
    's3:ListBucket',
  ],
]

function answeringTo(name: string, answer: () => Response): Plant {
  return { before: answering(name, answer) }
}

const query = ({ url }: Request, name: string) => new URL(url).searchParams.get(name) ?? ''
const seconds = (stamp: string) =>
  Date.parse(stamp.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')) / 1000
const ageSeconds = (request: Request) => Date.now() / 1000 - seconds(query(request, 'X-Amz-Date'))
const isExpired = (request: Request) => ageSeconds(request) > Number(query(request, 'X-Amz-Expires'))
const isSigned = (request: Request) => request.url.includes('X-Amz-Signature')

const STORE: Fault[] = [
  [
    'a store that ignores checksums',
    lenient(() => true, 'BadDigest'),
    ['wrong-bytes'],
    'x-amz-checksum-sha256',
  ],
  [
    'a store that ignores If-None-Match',
    { before: ignoringConditions },
    ['second-put', 'tombstone'],
    'If-None-Match',
  ],
  [
    'a store that does not sign the type',
    lenient((request) => request.headers.get('content-type') === 'text/html'),
    ['wrong-type'],
    'use a server that checks this',
  ],
  [
    'a store that does not sign the length',
    lenient(
      (request) =>
        request.headers.get('content-type') === 'image/png' &&
        isSigned(request) &&
        !isExpired(request) &&
        request.headers.has('if-none-match') &&
        !request.headers.has('x-amz-meta-doctor'),
      'SignatureDoesNotMatch',
    ),
    ['wrong-signature', 'wrong-length'],
    'S3_SKIP_SIGNATURE_VALIDATION=0',
  ],
  [
    'a store that takes a PUT without its condition',
    lenient((request) => isSigned(request) && !request.headers.has('if-none-match')),
    ['left-out-condition'],
    'use a server that checks this',
  ],
  [
    'a store that takes unsigned headers (T-8)',
    lenient((request) => request.headers.has('x-amz-meta-doctor')),
    ['unsigned-header'],
    'use a server that checks this',
  ],
  ['a store that takes expired URLs', lenient(isExpired), ['expired-url'], 'S3_SKIP_SIGNATURE_VALIDATION=0'],
  [
    'a bucket in which everybody can write',
    lenient((request) => !isSigned(request)),
    ['public-write'],
    's3:PutObject',
  ],
  [
    'a bucket in which everybody can read',
    { publicReadPrefixes: ['staging/'] },
    ['public-read'],
    `arn:aws:s3:::${BUCKET}/avatars/*`,
  ],
  [
    'a bucket that everybody can list',
    {
      before(request, s3) {
        const isAnonymous = query(request, 'list-type') === '2' && !request.headers.has('authorization')
        return isAnonymous
          ? Promise.resolve(new Response('<ListBucketResult></ListBucketResult>'))
          : s3.fetch(request)
      },
    },
    ['public-list'],
    's3:ListBucket',
  ],
  [
    'a role that may not write',
    {
      before: (request, s3) =>
        request.method === 'PUT' ? Promise.resolve(s3Error(403, 'AccessDenied')) : s3.fetch(request),
    },
    ['upload'],
    `"s3:PutObject","Resource":"arn:aws:s3:::${BUCKET}/staging/*"`,
  ],
]

const lifecycle = (...rules: string[]) =>
  answeringTo(
    'lifecycle',
    () =>
      new Response(
        `<LifecycleConfiguration>${rules.map((rule) => `<Rule><Status>Enabled</Status>${rule}</Rule>`).join('')}</LifecycleConfiguration>`,
      ),
  )
const STAGING = '<Filter><Prefix>staging/</Prefix></Filter><Expiration><Days>1</Days></Expiration>'
const REMOVED = '<Prefix>removed/</Prefix><Expiration><Days>1</Days></Expiration>'
const PARTS =
  '<Filter></Filter><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>'

/** A bucket that keeps versions, with a rule for those of each of these folders. */
function versioned(...folders: string[]): Plant {
  const versions = answering(
    'versioning',
    () => new Response('<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'),
  )
  const action =
    '<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>'
  const rules = folders.map((folder) => `<Filter><Prefix>${folder}</Prefix></Filter>${action}`)
  const { before = versions } = lifecycle(STAGING, REMOVED, PARTS, ...rules)
  return { before: (request, s3) => versions(request, { ...s3, fetch: (next) => before(next, s3) }) }
}

const SETTINGS: Fault[] = [
  [
    'no lifecycle rules',
    { settings: { lifecycle: null } },
    ['lifecycle-staging', 'lifecycle-removed', 'lifecycle-multipart'],
    '"Filter":{"Prefix":"staging/"},"Expiration":{"Days":1}',
  ],
  ['no lifecycle rule for removed/', lifecycle(STAGING, PARTS), ['lifecycle-removed'], '"Prefix":"removed/"'],
  [
    'a lifecycle rule of a week',
    lifecycle(STAGING.replace('1<', '7<'), REMOVED, PARTS),
    ['lifecycle-staging'],
    '"Days":1',
  ],
  [
    'a lifecycle rule for some tags only',
    lifecycle(STAGING, REMOVED, `${PARTS}<!---->`.replace('<Filter>', '<Tag></Tag><Filter>')),
    ['lifecycle-multipart'],
    'AbortIncompleteMultipartUpload',
  ],
  [
    'parts that stay in one of the folders',
    lifecycle(
      STAGING,
      REMOVED,
      ...['staging/', 'avatars/'].map((folder) =>
        PARTS.replace('<Filter></Filter>', `<Filter><Prefix>${folder}</Prefix></Filter>`),
      ),
    ),
    ['lifecycle-multipart'],
    'AbortIncompleteMultipartUpload',
  ],
  ['versions that are kept', versioned(), ['lifecycle-versions'], 'NoncurrentVersionExpiration'],
  [
    'versions that are kept in one of the folders',
    versioned('staging/', 'removed/'),
    ['lifecycle-versions'],
    'NoncurrentVersionExpiration',
  ],
  [
    'no bucket policy',
    { settings: { policy: null } },
    ['signature-age'],
    `"Action":"s3:PutObject","Resource":"arn:aws:s3:::${BUCKET}/staging/*","Condition":{"NumericGreaterThan":{"s3:signatureAge":"360000"}}`,
  ],
  [
    'a policy that nobody enforces',
    {
      ...answeringTo('policy', () => new Response('{"s3:signatureAge":"360000"}')),
      settings: { policy: null },
    },
    ['signature-age'],
    's3:signatureAge',
  ],
  [
    'Block Public Access off',
    answeringTo('publicAccessBlock', () => s3Error(404, 'NoSuchPublicAccessBlockConfiguration')),
    ['public-access-block'],
    `put-public-access-block --bucket ${BUCKET} --endpoint-url https://s3.example.test --public-access-block-configuration BlockPublicAcls=false,IgnorePublicAcls=true,BlockPublicPolicy=false,RestrictPublicBuckets=false`,
  ],
  [
    'Block Public Access without ACLs',
    answeringTo(
      'publicAccessBlock',
      () => new Response('<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>false</IgnorePublicAcls>'),
    ),
    ['public-access-block'],
    'IgnorePublicAcls=true',
  ],
  [
    'Object Lock that retains',
    answeringTo(
      'object-lock',
      () => new Response('<Rule><DefaultRetention><Days>1</Days></DefaultRetention></Rule>'),
    ),
    ['object-lock'],
    'put-object-lock-configuration',
  ],
  [
    'Requester Pays',
    answeringTo('requestPayment', () => new Response('<Payer>Requester</Payer>')),
    ['requester-pays'],
    'Payer=BucketOwner',
  ],
]

describe.each([
  ['the CORS rules', CORS],
  ['what preflights list', LISTED],
  ['the connection', CONNECTION],
  ['the store', STORE],
  ['the settings', SETTINGS],
])('of faults in %s', (_, faults) => {
  test.each(faults)('it finds %s, says what to change, and cleans up', async (_name, plant, ids, fix) => {
    const { report, left } = await examine(plant)
    expect(failing(report)).toEqual(ids)
    expect(report.findings.find(({ id }) => id === ids[0])?.fix).toContain(fix)
    expect(left).toEqual([])
  })
})

describe('of settings that are good, it passes', () => {
  const passing = async (plant: Plant, id: string) =>
    (await examine(plant)).report.findings.find((each) => each.id === id)
  test.each([
    ['lifecycle-staging', lifecycle(STAGING, REMOVED, PARTS)],
    ['lifecycle-removed', lifecycle(STAGING, REMOVED, PARTS)],
    ['lifecycle-multipart', lifecycle(STAGING, REMOVED, PARTS)],
    ['lifecycle-versions', answeringTo('versioning', () => new Response('<VersioningConfiguration/>'))],
    ['lifecycle-versions', versioned('')],
    ['lifecycle-versions', versioned('staging/', 'avatars/', 'removed/')],
    [
      'public-access-block',
      answeringTo(
        'publicAccessBlock',
        () =>
          new Response('<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>TRUE</IgnorePublicAcls>'),
      ),
    ],
    ['object-lock', answeringTo('object-lock', () => s3Error(404, 'ObjectLockConfigurationNotFoundError'))],
    ['requester-pays', answeringTo('requestPayment', () => new Response('<Payer>BucketOwner</Payer>'))],
    ['signature-age', {}],
  ])('%s', async (id, plant) => {
    expect(await passing(plant, id)).toMatchObject({ status: 'pass', fix: null })
  })
})

test('a prefix is part of what it looks for', async () => {
  const own = (rule: string) => rule.replace('<Prefix>', '<Prefix>photos/')
  const plant = { ...lifecycle(own(STAGING), own(REMOVED), PARTS), options: { prefix: 'photos' } }
  expect(failing((await examine(plant)).report)).toEqual([])
  const other = await examine({ ...lifecycle(STAGING, REMOVED, PARTS), options: { prefix: 'photos' } })
  expect(failing(other.report)).toEqual(['lifecycle-staging', 'lifecycle-removed'])
})

test('no finding holds a signature or a secret', async () => {
  const reports = await Promise.all([
    examine(),
    examine({ before: ignoringConditions }),
    examine({ cors: null }),
  ])
  expect(JSON.stringify(reports)).not.toMatch(/X-Amz-|doctor-secret/)
})
