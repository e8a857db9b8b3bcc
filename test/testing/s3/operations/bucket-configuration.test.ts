import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createStrictS3 } from '../../../../src/testing/index.ts'
import { CREDENTIALS, signedRequest } from '../signed-request.ts'

const NOON_MS = Date.parse('2026-11-23T12:00:00Z')

function open(publicReadPrefixes: readonly string[] = []) {
  const { accessKeyId, secretAccessKey } = CREDENTIALS
  const s3 = createStrictS3({
    buckets: [{ name: 'pictures', publicReadPrefixes }],
    credentials: { [accessKeyId]: secretAccessKey },
    now: () => NOON_MS,
  })
  async function call(method: string, name: string, text = ''): Promise<[status: number, answer: string]> {
    const body = new TextEncoder().encode(text)
    const checksum = createHash('sha256').update(body).digest('base64')
    const put = method === 'PUT' && { body, headers: { 'x-amz-checksum-sha256': checksum } }
    const response = await s3.fetch(
      await signedRequest(`/pictures?${name}`, { method, signedAtMs: NOON_MS, ...put }),
    )
    const answer = await response.text()
    return [response.status, /<Code>(\w+)<\/Code>/.exec(answer)?.[1] ?? answer]
  }
  return { s3, call }
}

const rule = (xml: string) => `<LifecycleConfiguration><Rule>${xml}</Rule></LifecycleConfiguration>`
const NAMED = '<ID>one</ID><Status>Enabled</Status><Filter><Prefix>staging/</Prefix></Filter>'
const EXPIRES = '<Expiration><Days>1</Days></Expiration>'
const LIFECYCLE = rule(NAMED + EXPIRES)

const STATEMENT = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::pictures', 'arn:aws:s3:::pictures/*'],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
}
const policy = (statement: unknown, version: unknown = '2012-10-17') =>
  JSON.stringify({ Version: version, Statement: [statement] })
const POLICY = policy(STATEMENT)

const block = (xml: string) => `<PublicAccessBlockConfiguration>${xml}</PublicAccessBlockConfiguration>`

test.each([
  ['lifecycle', LIFECYCLE, 200, 'NoSuchLifecycleConfiguration'],
  ['policy', POLICY, 204, 'NoSuchBucketPolicy'],
])('a %s is kept as it was put, until it is removed', async (name, text, status, missing) => {
  const { call } = open()
  expect(await call('GET', name)).toEqual([404, missing])
  expect(await call('PUT', name, text)).toEqual([status, ''])
  expect(await call('GET', name)).toEqual([200, text])
  expect(await call('DELETE', name)).toEqual([204, ''])
  expect(await call('GET', name)).toEqual([404, missing])
})

test('the public access block is on from the start, and what is left out of it is off', async () => {
  const { call } = open()
  const [, initial] = await call('GET', 'publicAccessBlock')
  expect(initial.match(/>true</g)).toHaveLength(4)
  await call('PUT', 'publicAccessBlock', block('<BlockPublicAcls>TRUE</BlockPublicAcls>'))
  const [, changed] = await call('GET', 'publicAccessBlock')
  expect(changed).toContain('<BlockPublicAcls>true</BlockPublicAcls>')
  expect(changed.match(/>false</g)).toHaveLength(3)
  expect(await call('DELETE', 'publicAccessBlock')).toEqual([204, ''])
  const missing = 'NoSuchPublicAccessBlockConfiguration'
  expect(await call('GET', 'publicAccessBlock')).toEqual([404, missing])
  expect(await open(['avatars/']).call('GET', 'publicAccessBlock')).toEqual([404, missing])
})

test('a policy that opens the bucket to anybody is refused while the block is on, and no other', async () => {
  const { call } = open()
  const { Condition: _, ...everybody } = { ...STATEMENT, Effect: 'Allow' }
  const conditional = { ...STATEMENT, Effect: 'Allow' }
  const cdn = { ...everybody, Principal: { Service: 'cloudfront.amazonaws.com' } }
  for (const one of [STATEMENT, conditional, cdn])
    expect((await call('PUT', 'policy', policy(one)))[0]).toBe(204)
  for (const principal of ['*', { AWS: '*' }, { AWS: ['arn:aws:iam::1:root', '*'] }]) {
    const opened = policy({ ...everybody, Principal: principal })
    expect(await call('PUT', 'policy', opened)).toEqual([403, 'AccessDenied'])
  }
  expect(await call('GET', 'policy')).toEqual([200, policy(cdn)])
  await call('DELETE', 'publicAccessBlock')
  expect(await call('PUT', 'policy', policy(everybody))).toEqual([204, ''])
})

describe('a lifecycle is refused', () => {
  test.each([
    ['that is another document', '<Lifecycle></Lifecycle>', 'MalformedXML'],
    ['without rules', '<LifecycleConfiguration></LifecycleConfiguration>', 'MalformedXML'],
    ['whose rule has no ID', rule(NAMED.replace(/<ID>.*<\/ID>/, '') + EXPIRES), 'NotImplemented'],
    ['whose rule has an empty ID', rule(NAMED.replace('one', '') + EXPIRES), 'MalformedXML'],
    ['whose rules share an ID', LIFECYCLE.replace(/<Rule>.*<\/Rule>/, '$&$&'), 'InvalidArgument'],
    ['whose rule has no status', rule(NAMED.replace(/<Status>.*<\/Status>/, '') + EXPIRES), 'MalformedXML'],
    ['whose rule has another status', rule(NAMED.replace('Enabled', 'On') + EXPIRES), 'MalformedXML'],
    ['whose rule has no filter', rule(NAMED.replace(/<Filter>.*<\/Filter>/, '') + EXPIRES), 'MalformedXML'],
    ['whose rule has a filter by tags', rule(NAMED.replaceAll('Prefix', 'Tag') + EXPIRES), 'NotImplemented'],
    ['whose rule does nothing', rule(NAMED), 'InvalidRequest'],
    ['whose rule does it twice', rule(NAMED + EXPIRES + EXPIRES), 'MalformedXML'],
    ['whose rule does something else', rule(`${NAMED}<Transition/>`), 'NotImplemented'],
    ['that waits for a date', rule(NAMED + EXPIRES.replaceAll('Days', 'Date')), 'NotImplemented'],
    ['that waits for no day', rule(NAMED + EXPIRES.replace('1', '0')), 'InvalidArgument'],
    ['with text between its elements', rule(`${NAMED}text${EXPIRES}`), 'MalformedXML'],
  ])('%s', async (_title, xml, code) => {
    const { call } = open()
    expect((await call('PUT', 'lifecycle', xml))[1]).toBe(code)
    expect((await call('GET', 'lifecycle'))[0]).toBe(404)
  })
})

describe('a policy is refused', () => {
  test.each([
    ['that is no JSON', '{'],
    ['that is a list', '[]'],
    ['of another version', policy(STATEMENT, '2026-01-01')],
    ['without statements', '{"Version":"2012-10-17"}'],
    ['with another effect', policy({ ...STATEMENT, Effect: 'Maybe' })],
    ['for nobody', policy({ ...STATEMENT, Principal: undefined })],
    ['for and against somebody', policy({ ...STATEMENT, NotPrincipal: '*' })],
    ['without an action', policy({ ...STATEMENT, Action: [] })],
    ['with an action of another service', policy({ ...STATEMENT, Action: 'ec2:*' })],
    ['with an action that is a number', policy({ ...STATEMENT, Action: ['s3:*', 1] })],
    ['for another bucket', policy({ ...STATEMENT, Resource: 'arn:aws:s3:::pictures-2/*' })],
  ])('%s', async (_title, json) => {
    const { call } = open()
    expect(await call('PUT', 'policy', json)).toEqual([400, 'MalformedPolicy'])
    expect((await call('GET', 'policy'))[0]).toBe(404)
  })
})

test.each([
  ['another setting', block('<BlockEverything>true</BlockEverything>')],
  ['a setting that is neither on nor off', block('<BlockPublicAcls>yes</BlockPublicAcls>')],
  ['a setting twice', block('<BlockPublicAcls>true</BlockPublicAcls>'.repeat(2))],
])('a public access block with %s is refused', async (_title, xml) => {
  const { call } = open()
  expect(await call('PUT', 'publicAccessBlock', xml)).toEqual([400, 'MalformedXML'])
})

test.each(['cors', 'lifecycle', 'policy', 'publicAccessBlock'])(
  'a %s without its checksum is refused, and so is one with that of another',
  async (name) => {
    const { s3 } = open()
    const codeFor = async (headers: Record<string, string>) => {
      const request = { method: 'PUT', body: new TextEncoder().encode(POLICY), headers, signedAtMs: NOON_MS }
      const response = await s3.fetch(await signedRequest(`/pictures?${name}`, request))
      return /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1]
    }
    const other = createHash('sha256').update('another').digest('base64')
    expect(await codeFor({})).toBe('InvalidRequest')
    expect(await codeFor({ 'x-amz-checksum-sha256': other })).toBe('BadDigest')
  },
)

test('the configuration of a bucket that is missing is not found, and creates none', async () => {
  const { s3 } = open()
  const request = { method: 'PUT', body: new TextEncoder().encode(POLICY), signedAtMs: NOON_MS }
  expect((await s3.fetch(await signedRequest('/elsewhere?policy', request))).status).toBe(404)
  expect(() => s3.objects('elsewhere')).toThrow(TypeError)
})
