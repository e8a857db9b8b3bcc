import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { createStrictS3, type StrictS3 } from '../../../src/testing/index.ts'
import { callS3, putConfiguration } from '../../s3/s3-client.ts'
import { type Ran, run } from '../run.ts'

const ACCESS = { region: 'us-east-1', accessKeyId: 'KEY', secretAccessKey: 'secret' }
const ENV = { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'secret' }
const ENDPOINT = 'https://s3.us-east-1.amazonaws.com'
const BUCKET = 'my-pictures'
const ORIGIN = 'https://app.example.com'
const DISTRIBUTION = 'arn:aws:cloudfront::111122223333:distribution/E1A2B3'
const DOCUMENTS = ['cors', 'lifecycle', 'policy', 'publicAccessBlock'] as const

const access = { ...ACCESS, endpoint: ENDPOINT }
const urlOf = (document: string) => `${ENDPOINT}/${BUCKET}?${document}`

let s3: StrictS3
/** The calls that the command has sent, by method and query. */
let asked: string[]

beforeEach(async () => {
  s3 = createStrictS3({ buckets: [{ name: BUCKET }], credentials: { KEY: 'secret' } })
  // As a bucket that is older than the blocks that S3 gives to each new one.
  await callS3(access, 'DELETE', urlOf('publicAccessBlock'), { fetch: s3.fetch })
  asked = []
})

/** Which document of the bucket a call is about. */
const documentOf = ({ url }: Request) => new URL(url).search.replaceAll(/[?=]/g, '')

function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  asked.push(`${request.method} ${documentOf(request)}`)
  return s3.fetch(request)
}

const setup = (...args: string[]): Promise<Ran> => {
  const unlessGiven = [
    ['--bucket', BUCKET],
    ['--s3-endpoint', ENDPOINT],
  ].filter(([name = '']) => !args.includes(name))
  return run(['setup', '--origin', ORIGIN, ...unlessGiven.flat(), ...args], { env: ENV, fetch: send })
}

/** What the bucket has, as a person would ask for it. */
async function kept(document: string): Promise<string | null> {
  const response = await callS3(access, 'GET', urlOf(document), { fetch: (request) => s3.fetch(request) })
  const text = await response.text()
  return response.ok ? text : null
}

async function put(document: string, text: string): Promise<void> {
  const response = await putConfiguration(access, urlOf(document), text, (request) => s3.fetch(request))
  expect(response.ok).toBe(true)
}

const all = () => Promise.all(DOCUMENTS.map(kept))
const statements = async (): Promise<{ Sid: string; Condition?: object }[]> =>
  JSON.parse((await kept('policy')) ?? '').Statement

describe('of a bucket that has nothing', () => {
  test('sets everything, and says so', async () => {
    const { status, output, complaints } = await setup()
    expect([status, complaints]).toEqual([0, ''])
    for (const document of DOCUMENTS) expect(output).toContain(`${document}: written`)
    expect(await kept('cors')).toContain(`<AllowedOrigin>${ORIGIN}</AllowedOrigin>`)
    expect(await kept('lifecycle')).toContain('<Prefix>staging/</Prefix>')
    expect((await statements()).map(({ Sid }) => Sid)).toContain('ProfileImageDenyOverwriting')
    expect(await kept('publicAccessBlock')).toContain('<RestrictPublicBuckets>true</RestrictPublicBuckets>')
  })

  test('sends with each the checksums that AWS, and older servers, demand', async () => {
    const sent: string[] = []
    await run(['setup', '--bucket', BUCKET, '--origin', ORIGIN, '--s3-endpoint', ENDPOINT], {
      env: ENV,
      async fetch(input, init) {
        const request = new Request(input, init)
        if (request.method === 'PUT') {
          const md5 = createHash('md5')
            .update(await request.clone().text())
            .digest('base64')
          expect(request.headers.get('content-md5')).toBe(md5)
          sent.push(documentOf(request))
        }
        return send(request)
      },
    })
    expect(sent.toSorted()).toEqual([...DOCUMENTS])
  })

  test('shows with --dry-run what it would change, and writes nothing', async () => {
    const { status, output } = await setup('--dry-run')
    expect(status).toBe(0)
    expect(output).toContain('cors: 1 to change')
    expect(output).toMatch(/^ {2}\+ .*AllowedOrigin=https:\/\/app\.example\.com/m)
    expect(output).toMatch(/^ {2}\+ \{"Sid":"ProfileImageDenyOverwriting"/m)
    expect(output).toContain('Nothing was changed: --dry-run.')
    expect(asked.filter((call) => call.startsWith('PUT'))).toEqual([])
    expect(await all()).toEqual([null, null, null, null])
  })
})

describe('of a bucket that it has set up', () => {
  test('finds nothing to change, and writes nothing', async () => {
    await setup('--images', DISTRIBUTION, '--prefix', 'users')
    const before = await all()
    asked = []
    const { status, output } = await setup('--images', DISTRIBUTION, '--prefix', 'users')
    expect(status).toBe(0)
    for (const document of DOCUMENTS) expect(output).toContain(`${document}: nothing to change`)
    expect(asked.filter((call) => call.startsWith('PUT'))).toEqual([])
    expect(await all()).toEqual(before)
  })

  test('knows its statements in the form that S3 gives them back', async () => {
    await setup()
    const policy = JSON.parse((await kept('policy')) ?? '')
    const asS3 = (name: string, value: unknown) => {
      if (!Array.isArray(value) || name === 'Statement') return value
      return value.length === 1 ? value[0] : value.toReversed()
    }
    await put('policy', JSON.stringify(policy, asS3))
    expect((await setup('--dry-run')).output).toContain('policy: nothing to change')
  })

  test('sets it up for another prefix, and leaves the first as it is', async () => {
    await setup('--prefix', 'users')
    const before = await statements()
    expect((await setup('--prefix', 'teams')).status).toBe(0)
    expect(await statements()).toEqual(expect.arrayContaining(before))
    expect((await setup('--prefix', 'users', '--dry-run')).output).not.toContain('to change:')
    expect((await setup('--prefix', 'users')).output).toContain('policy: nothing to change, 8 of others kept')
  })

  test('takes away who reads the images when it is told that nobody is to', async () => {
    await setup('--images', DISTRIBUTION)
    const { status, output } = await setup('--images', 'private')
    expect(status).toBe(0)
    expect(output).toMatch(/^ {2}- \{"Sid":"ProfileImageAllowCloudFront"/m)
    expect(await kept('policy')).not.toContain('cloudfront')
  })

  test('lets URLs end earlier', async () => {
    await setup()
    expect((await setup('--upload-url-expires-in-seconds', '120')).status).toBe(0)
    expect(await kept('policy')).toContain('"s3:signatureAge":"180000"')
  })
})

describe('of a bucket that others use, too, keeps', () => {
  test('their CORS rules, as they are written, after its own', async () => {
    const rule =
      '<CORSRule><ID>a &amp; b</ID><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>'
    await put('cors', `<CORSConfiguration>${rule}</CORSConfiguration>`)
    expect((await setup()).output).toContain('cors: 1 to change, 1 of others kept')
    expect(await kept('cors')).toContain(`</CORSRule>${rule}</CORSConfiguration>`)
  })

  test('their lifecycle rules', async () => {
    const rule =
      '<Rule><ID>logs</ID><Filter><And><Prefix>logs/</Prefix><Tag><Key>a</Key><Value>b</Value></Tag></And></Filter>' +
      '<Status>Enabled</Status><Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition></Rule>'
    const written: string[] = []
    await run(['setup', '--bucket', BUCKET, '--origin', ORIGIN, '--s3-endpoint', ENDPOINT], {
      env: ENV,
      async fetch(input, init) {
        const request = new Request(input, init)
        if (documentOf(request) !== 'lifecycle') return send(request)
        if (request.method === 'GET') {
          return new Response(`<LifecycleConfiguration>${rule}</LifecycleConfiguration>`)
        }
        written.push(await request.text())
        return new Response()
      },
    })
    expect(written).toEqual([expect.stringContaining(rule)])
  })

  test('which of their objects are too small to be moved', async () => {
    const minimumSize = ['x-amz-transition-default-minimum-object-size', 'varies_by_storage_class'] as const
    const written: (string | null)[] = []
    await run(['setup', '--bucket', BUCKET, '--origin', ORIGIN, '--s3-endpoint', ENDPOINT], {
      env: ENV,
      async fetch(input, init) {
        const request = new Request(input, init)
        if (documentOf(request) !== 'lifecycle') return send(request)
        if (request.method === 'GET')
          return new Response('<LifecycleConfiguration/>', { headers: [[...minimumSize]] })
        written.push(request.headers.get(minimumSize[0]))
        return new Response()
      },
    })
    expect(written).toEqual([minimumSize[1]])
  })

  test('their statements', async () => {
    const statement = {
      Sid: 'Backup',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/backup' },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${BUCKET}/*`,
    }
    await put('policy', JSON.stringify({ Version: '2008-10-17', Id: 'theirs', Statement: statement }))
    await setup()
    expect(await statements()).toContainEqual(statement)
    // In a newer version of the language, theirs could mean something else.
    expect(await kept('policy')).toMatch(/^\{"Version":"2008-10-17","Id":"theirs"/)
  })
})

describe('never loosens or ends without --force', () => {
  const REFUSALS: Readonly<Record<string, { first: string[]; later: string[]; says: RegExp }>> = {
    'the life of URLs': {
      first: ['--upload-url-expires-in-seconds', '120'],
      later: [],
      says: /The statement ProfileImageDenyOldUploadUrls .* may allow more/,
    },
    'origins: one more': {
      first: [],
      later: ['--origin', 'https://other.example.com'],
      says: /would also say AllowedOrigin https:\/\/other\.example\.com/,
    },
    'origins: one less': {
      first: ['--origin', 'https://other.example.com'],
      later: [],
      says: /Pages of https:\/\/other\.example\.com could not upload any more/,
    },
    'that the images are read': {
      first: ['--images', DISTRIBUTION],
      later: [],
      says: /The images could not be read any more: .*ProfileImageAllowCloudFront/,
    },
    'that everybody reads the images': {
      first: ['--images', 'public'],
      later: [],
      says: /The images could not be read any more: .*ProfileImageAllowEverybody/,
    },
    'who reads the images': {
      first: ['--images', DISTRIBUTION],
      later: ['--images', DISTRIBUTION.replace('E1A2B3', 'E9')],
      says: /The statement ProfileImageAllowCloudFront .* may allow more/,
    },
    'public access': {
      first: [],
      later: ['--images', 'public'],
      says: /BlockPublicPolicy would be switched off/,
    },
    'the demand for TLS': {
      first: [],
      later: ['--s3-endpoint', ENDPOINT.replace('https', 'http')],
      says: /The statement ProfileImageDenyPlainHttp would be taken/,
    },
  }

  test.each(Object.entries(REFUSALS))('%s', async (_, { first, later, says }) => {
    await setup(...first)
    const before = await all()
    asked = []
    for (const more of [[], ['--dry-run']]) {
      const { status, complaints } = await setup(...later, ...more)
      expect(status).toBe(1)
      expect(complaints).toMatch(says)
      expect(complaints).toContain('Nothing was changed. --force does it nevertheless.')
    }
    expect(asked.filter((call) => call.startsWith('PUT'))).toEqual([])
    expect(await all()).toEqual(before)

    expect((await setup(...later, '--force', '--dry-run')).status).toBe(0)
    expect(await all()).toEqual(before)
    expect((await setup(...later, '--force')).status).toBe(0)
    expect(await all()).not.toEqual(before)
    expect((await setup(...later)).output).not.toContain('written')
  })

  test('a statement of ours that somebody has made stricter', async () => {
    await setup()
    const policy = (await kept('policy')) ?? ''
    const condition = /(?<="Sid":"ProfileImageDenyOverwriting".*)"Null":\{[^}]*\},/
    expect(policy).toMatch(condition)
    await put('policy', policy.replace(condition, ''))
    const { status, complaints } = await setup()
    expect(status).toBe(1)
    expect(complaints).toContain('ProfileImageDenyOverwriting')
  })
})

describe('does not delete what others have put', () => {
  const store = (key: string) =>
    callS3(access, 'PUT', `${ENDPOINT}/${BUCKET}/${key}`, {
      body: new Uint8Array(1),
      fetch: (request) => s3.fetch(request),
    })
  const ours = 'AAAAAAAAAAAAAAAAAAAAAA/0190163d-8694-739b-aea5-966c26f8ad91'

  test.each(['staging', 'removed'])('into %s, without --force', async (folder) => {
    await store(`${folder}/report.pdf`)
    const { status, complaints } = await setup()
    expect(status).toBe(1)
    expect(complaints).toContain(`would delete what others have put there, e.g. "${folder}/report.pdf"`)
    expect(await all()).toEqual([null, null, null, null])
    expect((await setup('--prefix', 'users')).status).toBe(0)
    expect((await setup('--force')).status).toBe(0)
  })

  test('but knows what a store of ours has put', async () => {
    await store(`staging/${ours}`)
    await store(`removed/${ours}.jpg`)
    await store('elsewhere/report.pdf')
    expect((await setup()).status).toBe(0)
  })

  test('below the prefix either', async () => {
    await store('users/staging/report.pdf')
    expect((await setup('--prefix', 'users')).complaints).toContain('"staging/report.pdf"')
  })
})

test('does not end the public access of a bucket that others have opened, without --force', async () => {
  const open = {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${BUCKET}/*`,
  }
  await put('policy', JSON.stringify({ Version: '2012-10-17', Statement: [open] }))
  const { status, complaints } = await setup()
  expect(status).toBe(1)
  expect(complaints).toMatch(/lets everybody in.*--images public/)
  expect(await kept('cors')).toBeNull()
  expect((await setup('--images', 'public', '--dry-run')).status).toBe(0)
  asked = []
  expect((await setup('--force')).status).toBe(0)
  // S3 takes no public policy once it is blocked.
  expect(asked.at(-1)).toBe('PUT publicAccessBlock')
})

test('takes a statement with a condition for none that lets everybody in', async () => {
  const Condition = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }
  const office = {
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${BUCKET}/*`,
    Condition,
  }
  await put('policy', JSON.stringify({ Version: '2012-10-17', Statement: [office] }))
  expect((await setup()).status).toBe(0)
})

test('opens a bucket before it writes the policy that S3 would refuse otherwise, and closes it after', async () => {
  const writes = () => asked.filter((call) => call.startsWith('PUT'))
  await setup()
  expect(writes().at(-1)).toBe('PUT publicAccessBlock')
  asked = []
  await setup('--images', 'public', '--force')
  expect(writes()).toEqual(['PUT publicAccessBlock', 'PUT policy'])
})

test('of a server that is reached without TLS, demands none', async () => {
  await setup('--s3-endpoint', 'http://localhost:9000')
  expect((await statements()).map(({ Sid }) => Sid)).not.toContain('ProfileImageDenyPlainHttp')
})

describe('what goes wrong at S3 is told with its code, and status 1', () => {
  test.each<[string, string, Record<string, string>, RegExp]>([
    [
      'no such bucket',
      'other-pictures',
      ENV,
      /^policy: S3 answered 404 \(NoSuchBucket\) to a GET.* Check --bucket and --s3-endpoint\.$/,
    ],
    [
      'a wrong secret',
      BUCKET,
      { ...ENV, AWS_SECRET_ACCESS_KEY: 'other' },
      /^policy: S3 answered 403 \(SignatureDoesNotMatch\) to a GET.* Check AWS_SECRET_ACCESS_KEY\.$/,
    ],
    [
      'an unknown key',
      BUCKET,
      { ...ENV, AWS_ACCESS_KEY_ID: 'OTHER' },
      /^policy: S3 answered 403 \(InvalidAccessKeyId\) .* Check AWS_ACCESS_KEY_ID\.$/,
    ],
    [
      'another region',
      BUCKET,
      { ...ENV, AWS_REGION: 'eu-west-1' },
      /^policy: S3 answered 400 \(AuthorizationHeaderMalformed\) .* Check --region\.$/,
    ],
  ])('%s', async (_, bucket, env, says) => {
    const { status, complaints } = await run(
      ['setup', '--bucket', bucket, '--origin', ORIGIN, '--s3-endpoint', ENDPOINT],
      { env, fetch: send },
    )
    expect(status).toBe(1)
    expect(complaints).toMatch(says)
    expect(complaints).not.toMatch(/Signature=|secret/)
  })
})

test.each([
  ['GET', 'policy', 's3:GetBucketPolicy'],
  ['GET', 'lifecycle', 's3:GetLifecycleConfiguration'],
  ['PUT', 'cors', 's3:PutBucketCORS'],
  ['PUT', 'publicAccessBlock', 's3:PutBucketPublicAccessBlock'],
])('names the right that is missing when a %s of %s is denied', async (method, document, right) => {
  const denied = '<Error><Code>AccessDenied</Code></Error>'
  const { status, complaints } = await run(
    ['setup', '--bucket', BUCKET, '--origin', ORIGIN, '--s3-endpoint', ENDPOINT],
    {
      env: ENV,
      fetch: (input, init) => {
        const request = new Request(input, init)
        return request.method === method && documentOf(request) === document
          ? Promise.resolve(new Response(denied, { status: 403 }))
          : s3.fetch(request)
      },
    },
  )
  expect(status).toBe(1)
  expect(complaints).toBe(
    `${document}: S3 answered 403 (AccessDenied) to a ${method}, request id none. The credentials need ${right}.`,
  )
})

test('of a server that does not answer, names the option', async () => {
  const { status, complaints } = await run(
    ['setup', '--bucket', BUCKET, '--origin', ORIGIN, '--s3-endpoint', ENDPOINT],
    { env: ENV, fetch: () => Promise.reject(new TypeError('fetch failed')) },
  )
  expect(status).toBe(1)
  expect(complaints).toMatch(/^policy: S3 did not answer a GET.* Check --s3-endpoint\.$/)
})

test('of another server than AWS, leaves public access as it is', async () => {
  const { status, output } = await setup('--s3-endpoint', 'https://s3.example.com')
  expect(status).toBe(0)
  expect(output).toContain('publicAccessBlock: left as it is, since this is not AWS')
  expect(asked.filter((call) => call.endsWith('publicAccessBlock'))).toEqual([])
  expect(await kept('policy')).not.toBeNull()
})

test('of AWS, asks the bucket at its own address, in its region', async () => {
  const urls: string[] = []
  await run(['setup', '--bucket', BUCKET, '--origin', ORIGIN, '--region', 'eu-central-1'], {
    env: ENV,
    fetch: (input) => {
      urls.push(new Request(input).url)
      return Promise.resolve(new Response(null, { status: 403 }))
    },
  })
  expect(urls).toEqual([`https://${BUCKET}.s3.eu-central-1.amazonaws.com/?policy=`])
})
