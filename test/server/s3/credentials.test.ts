import { afterEach, describe, expect, test, vi } from 'vitest'
import { isUploadError, type S3Credentials, s3Store } from '../../../src/server/index.ts'
import { createBackend, PICTURE, refusalOf } from '../backend.ts'
import { sha256Of } from '../memory-store.ts'
import { startScriptedServer } from './scripted-server.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) } as const

/** Credentials that end in so many seconds; each a different identity. */
function issuer(...livesSeconds: (number | null)[]) {
  let asked = 0
  return {
    get asked() {
      return asked
    },
    async credentials(): Promise<S3Credentials> {
      const lifeSeconds = livesSeconds[Math.min(asked, livesSeconds.length - 1)] ?? null
      asked += 1
      return {
        accessKeyId: `KEY${asked}`,
        secretAccessKey: 'secret',
        ...(lifeSeconds !== null && { expiration: new Date(NOW + lifeSeconds * 1000) }),
      }
    },
  }
}

async function signer(
  credentials: S3Credentials | (() => Promise<S3Credentials>) | undefined,
): Promise<string> {
  const store = s3Store({
    bucket: 'pictures',
    region: 'eu-central-1',
    now: () => NOW,
    ...(credentials && { credentials }),
  })
  return keyIdOf((await store.signPut('key', FACTS, 300)).url)
}

function keyIdOf(url: string): string {
  return new URL(url).searchParams.get('X-Amz-Credential')?.split('/')[0] ?? ''
}

describe('T-13: a URL never outlives the credentials that signed it', () => {
  test('credentials that end too early are asked for once more', async () => {
    const { credentials } = issuer(100, 3600)
    expect(await signer(credentials)).toBe('KEY2')
  })

  test.each([
    [329, 2],
    [330, 1],
  ])('with a URL of 300 s, those with %i s left are asked for %i times', async (lifeSeconds, times) => {
    const source = issuer(lifeSeconds, 3600)
    await signer(source.credentials)
    expect(source.asked).toBe(times)
  })

  test('when no better ones come, nothing is signed: 503, and the operator learns why', async () => {
    const source = issuer(100)
    const backend = createBackend({
      store: Object.assign(
        { ...createBackend().store },
        s3Store({
          bucket: 'pictures',
          region: 'eu-central-1',
          credentials: source.credentials,
          now: () => NOW,
        }),
      ),
    })
    expect(refusalOf(await backend.requestUrl(FACTS))).toMatchObject({
      status: 503,
      code: 'backend-unavailable',
    })
    expect(source.asked).toBe(2)
    const [error] = backend.errors
    expect(isUploadError(error, 'backend-unavailable') && String(error.cause)).toMatch(
      /credentials.*live longer/,
    )
  })

  test('a value that has ended is of no use either', async () => {
    const expired = { accessKeyId: 'KEY', secretAccessKey: 'secret', expiration: new Date(NOW - 1) }
    await expect(signer(expired)).rejects.toSatisfy((error) => isUploadError(error, 'backend-unavailable'))
  })
})

describe('a function', () => {
  test('is asked again only when what it answered ends', async () => {
    let nowMs = NOW
    const source = issuer(1000, 5000)
    const store = s3Store({
      bucket: 'pictures',
      region: 'eu-central-1',
      credentials: source.credentials,
      now: () => nowMs,
    })
    const sign = async () => keyIdOf((await store.signPut('key', FACTS, 300)).url)
    expect([await sign(), await sign()]).toEqual(['KEY1', 'KEY1'])
    nowMs += 700_000
    expect([await sign(), await sign()]).toEqual(['KEY2', 'KEY2'])
    expect(source.asked).toBe(2)
  })

  test('is asked each time when it does not say how long', async () => {
    const source = issuer(null)
    const store = s3Store({ bucket: 'pictures', region: 'eu-central-1', credentials: source.credentials })
    await store.signPut('key', FACTS, 300)
    await store.signPut('key', FACTS, 300)
    expect(source.asked).toBe(2)
  })
})

describe('the environment', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test('is read at each use', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ENVKEY1')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    vi.stubEnv('AWS_SESSION_TOKEN', 'token')
    const store = s3Store({ bucket: 'pictures', region: 'eu-central-1' })
    const { url } = await store.signPut('key', FACTS, 300)
    expect(new URL(url).searchParams.get('X-Amz-Security-Token')).toBe('token')
    expect(keyIdOf(url)).toBe('ENVKEY1')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ENVKEY2')
    expect(keyIdOf((await store.signPut('key', FACTS, 300)).url)).toBe('ENVKEY2')
  })

  test('without credentials is a mistake of the operator', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '')
    await expect(signer(undefined)).rejects.toSatisfy(
      (error) =>
        isUploadError(error, 'storage-misconfigured') && String(error.cause).includes('AWS_ACCESS_KEY_ID'),
    )
  })
})

describe('credentials of their own for what leaves the server', () => {
  const SIGNER = { accessKeyId: 'SIGNER', secretAccessKey: 'secret of the signer' }
  const PROMOTER = { accessKeyId: 'PROMOTER', secretAccessKey: 'secret of the promoter' }

  async function storeWith(signingCredentials?: S3Credentials | (() => Promise<S3Credentials>)) {
    const { endpoint, received } = await startScriptedServer([{ status: 200 }])
    const options = { bucket: 'pictures', region: 'us-east-1', endpoint, now: () => NOW }
    const store = s3Store({ ...options, credentials: PROMOTER, signingCredentials })
    return { store, received }
  }

  test('sign URLs; every call of the server is signed by the others', async () => {
    const { store, received } = await storeWith(SIGNER)
    expect(keyIdOf((await store.signPut('key', FACTS, 300)).url)).toBe('SIGNER')
    expect(keyIdOf(await store.signGet('key', 300))).toBe('SIGNER')
    const headers = { type: 'image/jpeg', cacheControl: 'no-store', metadata: {} } as const
    await store.head('key')
    await store.read('key')
    await store.create('key', PICTURE, headers)
    await store.put('key', PICTURE, headers)
    await store.delete('key')
    await store.list('', '', 1)
    expect(received.length).toBe(6)
    for (const { headers: sent } of received) {
      expect(sent.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=PROMOTER\//)
    }
  })

  test('are the same ones by default', async () => {
    const { store } = await storeWith()
    expect(keyIdOf((await store.signPut('key', FACTS, 300)).url)).toBe('PROMOTER')
  })

  test('T-13: end no earlier than the URL, either', async () => {
    const source = issuer(100, 3600)
    const { store } = await storeWith(source.credentials)
    expect(keyIdOf((await store.signPut('key', FACTS, 300)).url)).toBe('KEY2')
    expect(source.asked).toBe(2)
  })
})
