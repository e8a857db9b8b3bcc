import { AwsV4Signer } from 'aws4fetch'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { s3Address } from '../../../src/server/s3/address.ts'
import type { UnsignedRequest } from '../../../src/server/s3/signature.ts'
import type { Signer } from '../../../src/server/s3/signer.ts'
import { withoutNodeCrypto } from '../crypto/two-cryptos.ts'

const load = async () => ({
  ...(await import('../../../src/server/s3/presign.ts')),
  ...(await import('../../../src/server/s3/authorization.ts')),
  ...(await import('../../../src/server/s3/signing-keys.ts')),
  ...(await import('../../../src/server/crypto/node-crypto.ts')),
})
const node = await load()
const web = await withoutNodeCrypto(load)
const BOTH = [
  ['node:crypto', node],
  ['WebCrypto', web],
] as const

test('both ways to hash are tested here', () => {
  expect([node.nodeCrypto === null, web.nodeCrypto === null]).toEqual([false, true])
})

// "Signature Calculations" and "Authenticating Requests: Using Query Parameters" in the S3 API reference.
describe.each(BOTH)("AWS's published examples, by %s", (_, { authorize, presign, signingKeys }) => {
  const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const signer: Signer = {
    credentials: {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    },
    region: 'us-east-1',
    signingKeyOf: signingKeys('us-east-1'),
    nowMs: Date.parse('2013-05-24T00:00:00Z'),
  }
  const address = s3Address({
    endpoint: 'https://s3.amazonaws.com',
    bucket: 'examplebucket',
    forcePathStyle: false,
    prefix: '',
  })

  test('a presigned GET', async () => {
    const request: UnsignedRequest = { method: 'GET', url: address('test.txt'), headers: {} }
    expect(await presign(request, signer, 86_400)).toBe(
      'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
        '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
        '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
        '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    )
  })

  test.each<[string, UnsignedRequest['method'], string, string, Record<string, string>, string]>([
    [
      'GET an object by a range',
      'GET',
      'test.txt',
      '',
      { range: 'bytes=0-9', 'x-amz-content-sha256': EMPTY },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'PUT an object whose name needs encoding',
      'PUT',
      'test$file.text',
      '',
      {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    [
      'GET a configuration, a parameter without a value',
      'GET',
      '',
      '?lifecycle',
      { 'x-amz-content-sha256': EMPTY },
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'list a bucket, two parameters',
      'GET',
      '',
      '?prefix=J&max-keys=2',
      { 'x-amz-content-sha256': EMPTY },
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ])('%s', async (_title, method, key, search, headers, signature) => {
    const url = address(key)
    url.search = search
    const signed = await authorize({ method, url, headers }, signer)
    const names = Object.keys({ ...headers, host: '', 'x-amz-date': '' }).sort()
    expect(signed.headers['authorization']).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
        `SignedHeaders=${names.join(';')}, Signature=${signature}`,
    )
  })
})

describe.each(BOTH)('whatever is signed, aws4fetch signs it the same, by %s', (_, signing) => {
  const text = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
  const token = fc.string({
    minLength: 1,
    maxLength: 60,
    unit: fc.constantFrom('a', 'Z', '0', '+', '/', '=', '-', '_', '.', '~', '!', '*', '(', '&', '?', '%'),
  })
  const path = fc
    .array(
      fc.oneof(text, fc.constantFrom('a b', '+', 'a%2Fb', '%', '%zz', 'ü日本', "!'()*", '?#&=;@:$,', '😀')),
      {
        minLength: 1,
        maxLength: 5,
      },
    )
    // URLs resolve these away, and s3Address refuses them.
    .map((segments) => segments.join('/').replaceAll(/(?<=^|\/)(?:\.|%2e){1,2}(?=$|\/)/gi, '_'))
  const someHeaders = fc.dictionary(
    fc.stringMatching(
      /^(?:x-amz-meta-[a-z0-9-]{1,8}|content-type|if-none-match|x-amz-checksum-sha256|cache-control)$/,
    ),
    fc.oneof(fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/), fc.constantFrom('a  b', 'a   b c')),
    { maxKeys: 6 },
  )
  const sample = fc.record({
    method: fc.constantFrom('GET' as const, 'PUT' as const, 'HEAD' as const, 'DELETE' as const),
    prefix: fc.oneof(
      fc.constant(''),
      path.map((prefix) => `${prefix}/`),
    ),
    key: path,
    query: fc.dictionary(fc.stringMatching(/^[a-z-]{1,9}$/), text, { maxKeys: 3 }),
    headers: someHeaders,
    endpoint: fc.constantFrom('https://s3.example', 'http://127.0.0.1:9000', 'https://[::1]:8443'),
    region: fc.constantFrom('eu-central-1', 'auto', 'us-east-1'),
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{4,20}$/),
    secretAccessKey: token,
    sessionToken: fc.option(token, { nil: undefined }),
    nowMs: fc.integer({ min: 0, max: Date.parse('2099-12-31T23:59:59Z') }),
    expiresInSeconds: fc.integer({ min: 1, max: 604_800 }),
  })

  function prepare({
    endpoint,
    prefix,
    key,
    region,
    nowMs,
    ...given
  }: typeof sample extends fc.Arbitrary<infer T> ? T : never) {
    const { accessKeyId, secretAccessKey, sessionToken, method } = given
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
    const url = s3Address({ endpoint, bucket: 'pictures', forcePathStyle: true, prefix })(key)
    const signer: Signer = { credentials, region, signingKeyOf: signing.signingKeys(region), nowMs }
    const datetime = new Date(nowMs).toISOString().replaceAll(/[:-]|\.\d{3}/g, '')
    const theirs = {
      ...credentials,
      method,
      headers: given.headers,
      service: 's3',
      region,
      datetime,
      allHeaders: true,
    }
    const request: UnsignedRequest = { method: given.method, url, headers: given.headers }
    return { request, signer, theirs }
  }

  test('in the query; T-3: and the signature covers exactly host and the headers given', async () => {
    await fc.assert(
      fc.asyncProperty(sample, async (given) => {
        const { request, signer, theirs } = prepare(given)
        const url = new URL(await signing.presign(request, signer, given.expiresInSeconds))
        const expected = `${request.url.href}?X-Amz-Expires=${given.expiresInSeconds}`
        const signed = await new AwsV4Signer({ ...theirs, url: expected, signQuery: true }).sign()
        expect(Object.fromEntries(url.searchParams)).toEqual(Object.fromEntries(signed.url.searchParams))
        expect(url.origin + url.pathname).toBe(request.url.href)
        expect(url.searchParams.get('X-Amz-SignedHeaders')?.split(';')).toEqual(
          ['host', ...Object.keys(given.headers)].sort(),
        )
      }),
    )
  })

  test('in the header', async () => {
    await fc.assert(
      fc.asyncProperty(sample, async (given) => {
        const { request, signer, theirs } = prepare(given)
        for (const [name, value] of Object.entries(given.query)) request.url.searchParams.set(name, value)
        const { url, headers } = await signing.authorize(request, signer)
        const signed = await new AwsV4Signer({ ...theirs, url: request.url.href }).sign()
        expect(headers).toEqual(Object.fromEntries(signed.headers))
        expect(Object.fromEntries(new URL(url).searchParams)).toEqual(
          Object.fromEntries(request.url.searchParams),
        )
      }),
    )
  })
})
