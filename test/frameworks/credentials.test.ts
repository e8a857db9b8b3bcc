import { createStrictS3, samplePicture } from 'react-profile-image-upload/testing'
import { listen, type Listener } from 'react-profile-image-upload/testing/node'
import { s3Store } from 'react-profile-image-upload/server'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { sdkStore } from './recipes/sdk-store.ts'

// AWS's providers, asked by the package and by the recipe, before servers that answer as AWS documents it: the endpoint of
// containers (ECS, EKS Pod Identity) and STS. Nobody but AWS knows whether it would.

const HOUR_MS = 3_600_000
const LASTING = { accessKeyId: 'AKIALASTING', secretAccessKey: 'lasting secret' }
const TASK = { accessKeyId: 'ASIATASK', secretAccessKey: 'task secret', sessionToken: 'task/token+=' }
const ROLE = { accessKeyId: 'ASIAROLE', secretAccessKey: 'role secret', sessionToken: 'role/token+=' }

let containers: Listener
let sts: Listener
let storage: Listener
/** What STS was asked for: the action, the role, and who signed. */
let assumed: string[] = []

beforeAll(async () => {
  const s3 = createStrictS3({
    buckets: [{ name: 'pictures' }],
    credentials: Object.fromEntries(
      [LASTING, TASK, ROLE].map((each) => [each.accessKeyId, each.secretAccessKey]),
    ),
    sessionTokens: Object.fromEntries([TASK, ROLE].map((each) => [each.accessKeyId, each.sessionToken])),
  })
  storage = await listen(s3.fetch)
  containers = await listen(async () =>
    Response.json({
      AccessKeyId: TASK.accessKeyId,
      SecretAccessKey: TASK.secretAccessKey,
      Token: TASK.sessionToken,
      Expiration: new Date(Date.now() + HOUR_MS).toISOString(),
    }),
  )
  sts = await listen(async (request) => {
    const asked = new URLSearchParams(await request.text())
    const signedBy = /Credential=(\w+)\//.exec(request.headers.get('authorization') ?? '')?.[1]
    assumed.push([asked.get('Action'), asked.get('RoleArn'), signedBy].join(' '))
    return new Response(assumeRoleAnswer(), { headers: { 'content-type': 'text/xml' } })
  })
})
afterAll(async () => {
  for (const server of [containers, sts, storage]) await server.close()
})

beforeEach(() => {
  assumed = []
  vi.resetModules()
  vi.unstubAllEnvs()
  // Nothing of the machine that runs this.
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null')
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url)
  vi.stubEnv('ROLE_ARN', 'arn:aws:iam::123456789012:role/profile-image')
})

/** The environment is read when the module is: each test has its own. */
const recipe = () => import('./recipes/credentials.ts')

const STORES = [
  ['s3Store', (credentials: Credentials) => s3Store({ ...place(), credentials })],
  ['sdkStore', (credentials: Credentials) => sdkStore({ ...place(), credentials })],
] as const
/** As the SDK wants them; the package takes them as well. */
type Credentials = NonNullable<Parameters<typeof sdkStore>[0]['credentials']>
const place = () => ({ bucket: 'pictures', region: 'us-east-1', endpoint: storage.url, forcePathStyle: true })

/** Who has signed, if the storage has taken what was signed for browsers, and what the server did itself. */
async function signer(open: (typeof STORES)[number][1], credentials: Credentials): Promise<string | null> {
  const store = open(credentials)
  const key = `staging/${crypto.randomUUID()}`
  const bytes = new Uint8Array(await samplePicture().arrayBuffer())
  const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('base64')
  const { url, headers } = await store.signPut(
    key,
    { type: 'image/jpeg', sizeBytes: bytes.length, sha256 },
    300,
  )
  const answer = await fetch(url, { method: 'PUT', headers, body: bytes })
  expect([answer.status, await answer.text()]).toEqual([200, ''])
  expect((await store.read(key))?.bytes).toEqual(bytes)
  return new URL(url).searchParams.get('X-Amz-Credential')?.split('/')[0] ?? null
}

test.each(STORES)('%s: lasting credentials', async (_name, open) => {
  expect(await signer(open, LASTING)).toBe(LASTING.accessKeyId)
})

test.each(STORES)('%s: the session of a role, as a value', async (_name, open) => {
  expect(await signer(open, ROLE)).toBe(ROLE.accessKeyId)
})

test.each(STORES)('%s: what the machine has in its environment', async (_name, open) => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', ROLE.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', ROLE.secretAccessKey)
  vi.stubEnv('AWS_SESSION_TOKEN', ROLE.sessionToken)
  expect(await signer(open, (await recipe()).ofTheMachine)).toBe(ROLE.accessKeyId)
})

test.each(STORES)('%s: the role of a task or a pod', async (_name, open) => {
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${containers.url}/credentials`)
  expect(await signer(open, (await recipe()).ofTheMachine)).toBe(TASK.accessKeyId)
})

test.each(STORES)('%s: a session of another role, for which STS is asked once', async (_name, open) => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', LASTING.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', LASTING.secretAccessKey)
  const { ofARole } = await recipe()
  expect(await signer(open, ofARole)).toBe(ROLE.accessKeyId)
  expect(assumed).toEqual([`AssumeRole arn:aws:iam::123456789012:role/profile-image ${LASTING.accessKeyId}`])
})

test('a session that ends before the URL would is exchanged for a new one', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', LASTING.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', LASTING.secretAccessKey)
  let aheadMs = 0
  const store = s3Store({
    ...place(),
    credentials: (await recipe()).ofARole,
    now: () => Date.now() + aheadMs,
  })
  await store.signGet('avatars/a', 300)
  await store.signGet('avatars/a', 300)
  expect(assumed).toHaveLength(1)
  aheadMs = HOUR_MS - 200_000
  await expect(store.signGet('avatars/a', 300)).rejects.toMatchObject({ code: 'backend-unavailable' })
  expect(assumed).toHaveLength(3)
})

function assumeRoleAnswer(): string {
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/profile-image/profile-image</Arn>
      <AssumedRoleId>AROA123EXAMPLE123:profile-image</AssumedRoleId></AssumedRoleUser>
    <Credentials><AccessKeyId>${ROLE.accessKeyId}</AccessKeyId>
      <SecretAccessKey>${ROLE.secretAccessKey}</SecretAccessKey>
      <SessionToken>${ROLE.sessionToken}</SessionToken>
      <Expiration>${new Date(Date.now() + HOUR_MS).toISOString()}</Expiration></Credentials>
  </AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>`
}
