import { describe, expect, test } from 'vitest'
import { s3Store } from '../../../src/server/index.ts'
import { createStrictS3 } from '../../../src/testing/index.ts'
import { PICTURE } from '../backend.ts'
import { sha256Of } from '../memory-store.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}
const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) } as const
const KEY = 'staging/0123456789012345678901/0195512a-8000-7000-8000-000000000000'
const AWS = { bucket: 'pictures', region: 'eu-central-1', credentials: CREDENTIALS, now: () => NOW }
const LOCAL = { ...AWS, region: 'us-east-1', endpoint: 'http://s3.test', forcePathStyle: true }

async function signedUrl(options: Parameters<typeof s3Store>[0], key = KEY): Promise<URL> {
  return new URL((await s3Store(options).signPut(key, FACTS, 300)).url)
}

describe('a presigned PUT', () => {
  test('T-3: signs exactly five headers, and nothing of them is in the query', async () => {
    const { searchParams } = await signedUrl(AWS)
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe(
      'content-length;content-type;host;if-none-match;x-amz-checksum-sha256',
    )
    expect([...searchParams.keys()].sort()).toEqual([
      'X-Amz-Algorithm',
      'X-Amz-Credential',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-Signature',
      'X-Amz-SignedHeaders',
    ])
    expect(searchParams.toString()).not.toMatch(/checksum-(?!sha256)|AAAAAA/)
  })

  test('names the headers that a page has to send: of the five, those that it can set', async () => {
    expect(await s3Store(AWS).signPut(KEY, FACTS, 300)).toEqual({
      url: expect.any(String),
      expiresInSeconds: 300,
      headers: { 'content-type': 'image/jpeg', 'if-none-match': '*', 'x-amz-checksum-sha256': FACTS.sha256 },
    })
  })

  test('says when it was signed, for how long, by whom and for which region', async () => {
    const { searchParams } = await signedUrl(AWS)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Date': '20260301T120000Z',
      'X-Amz-Expires': '300',
      'X-Amz-Credential': 'AKIDEXAMPLE/20260301/eu-central-1/s3/aws4_request',
    })
  })

  test('carries the session token of temporary credentials', async () => {
    const credentials = { ...CREDENTIALS, sessionToken: 'to+ken/==' }
    expect((await signedUrl({ ...AWS, credentials })).searchParams.get('X-Amz-Security-Token')).toBe(
      'to+ken/==',
    )
  })

  test.each([
    ['AWS', AWS, `https://pictures.s3.eu-central-1.amazonaws.com/${KEY}`],
    [
      'AWS in China',
      { ...AWS, region: 'cn-north-1' },
      `https://pictures.s3.cn-north-1.amazonaws.com.cn/${KEY}`,
    ],
    [
      'AWS, path style',
      { ...AWS, forcePathStyle: true },
      `https://s3.eu-central-1.amazonaws.com/pictures/${KEY}`,
    ],
    [
      'a bucket with dots',
      { ...AWS, bucket: 'my.pictures' },
      `https://s3.eu-central-1.amazonaws.com/my.pictures/${KEY}`,
    ],
    ['an endpoint', { ...AWS, endpoint: 'https://s3.example' }, `https://pictures.s3.example/${KEY}`],
    ['an endpoint, path style', LOCAL, `http://s3.test/pictures/${KEY}`],
    [
      'an IPv4 address',
      { ...AWS, endpoint: 'http://127.0.0.1:9000' },
      `http://127.0.0.1:9000/pictures/${KEY}`,
    ],
    ['an IPv6 address', { ...AWS, endpoint: 'http://[::1]:9000' }, `http://[::1]:9000/pictures/${KEY}`],
    [
      'an address for browsers',
      { ...LOCAL, endpoint: 'http://minio:9000', browserEndpoint: 'http://localhost:9000' },
      `http://localhost:9000/pictures/${KEY}`,
    ],
    [
      'a prefix with characters that some encoders leave alone',
      { ...LOCAL, prefix: "it's(!)*" },
      `http://s3.test/pictures/it%27s%28%21%29%2A/${KEY}`,
    ],
    ['a prefix', { ...LOCAL, prefix: 'my app/images' }, `http://s3.test/pictures/my%20app/images/${KEY}`],
  ])('is made for %s', async (_, options, expected) => {
    const url = await signedUrl(options)
    expect(url.origin + url.pathname).toBe(expected)
  })

  test.each([['.'], ['..'], ['a/../b'], ['./a']])(
    'is not made for a key that URLs resolve away: %s',
    async (key) => {
      await expect(signedUrl(LOCAL, key)).rejects.toThrow(TypeError)
    },
  )
})

describe('what it signs is what a store that checks everything computes', () => {
  function strictStore() {
    const s3 = createStrictS3({
      buckets: [{ name: 'pictures' }],
      credentials: { [CREDENTIALS.accessKeyId]: CREDENTIALS.secretAccessKey },
      now: () => NOW,
    })
    const put = (url: string, headers: Record<string, string>) =>
      s3.fetch(
        new Request(url, {
          method: 'PUT',
          headers: { host: new URL(url).host, 'content-length': String(PICTURE.length), ...headers },
          body: new Uint8Array(PICTURE),
        }),
      )
    return { s3, put }
  }

  test.each([
    ['plain', KEY],
    ['a space', 'a b/c d'],
    ['a plus', 'a+b'],
    ['a percent sign', 'a%b'],
    ['an encoded slash', 'a%2Fb'],
    ['umlauts and kanji', 'ü/日本'],
    ['what encodeURIComponent leaves alone', "it's(!)*~-_."],
    ['reserved characters', 'a?b#c&d=e;f,g:h@i$j'],
  ])('for a key with %s', async (_, key) => {
    const { s3, put } = strictStore()
    const { url, headers } = await s3Store(LOCAL).signPut(key, FACTS, 300)
    expect((await put(url, headers)).status).toBe(200)
    expect(s3.objects('pictures').map((object) => object.key)).toEqual([key])
  })

  test('T-1: a second PUT of the same bytes is answered with 412', async () => {
    const { put } = strictStore()
    const { url, headers } = await s3Store(LOCAL).signPut(KEY, FACTS, 300)
    expect((await put(url, headers)).status).toBe(200)
    expect((await put(url, headers)).status).toBe(412)
  })

  test('a presigned GET reads what was put', async () => {
    const { s3, put } = strictStore()
    const store = s3Store(LOCAL)
    const { url, headers } = await store.signPut(KEY, FACTS, 300)
    await put(url, headers)
    const address = await store.signGet(KEY, 900)
    expect(new URL(address).searchParams.get('X-Amz-SignedHeaders')).toBe('host')
    const response = await s3.fetch(new Request(address, { headers: { host: 's3.test' } }))
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(PICTURE)
  })
})
