import { describe, expect, test } from 'vitest'
import { receiveRequest } from '../../../../src/testing/s3/received-request.ts'
import { parseAddress } from '../../../../src/testing/s3/address.ts'
import { verifySignature } from '../../../../src/testing/s3/signature/verify-signature.ts'

// The examples of the S3 API reference, "Authenticating Requests (AWS Signature Version 4)".
const ID = 'AKIAIOSFODNN7EXAMPLE'
const RULES = {
  region: 'us-east-1',
  credentials: new Map([[ID, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY']]),
  sessionTokens: new Map<string, string>(),
}
const SCOPE = '20130524/us-east-1/s3/aws4_request'
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

async function verify(request: Request): Promise<string | null> {
  const address = parseAddress(new URL(request.url).pathname)
  const received = await receiveRequest(request, address, Date.parse('2013-05-24T00:00:00Z'))
  return verifySignature(received, RULES)
}

function authorization(signedHeaders: string, signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=${ID}/${SCOPE},SignedHeaders=${signedHeaders},Signature=${signature}`
}

const BASE_HEADERS = 'host;x-amz-content-sha256;x-amz-date'

const EXAMPLES = [
  {
    title: 'GET an object by a range',
    target: '/test.txt',
    init: { headers: { range: 'bytes=0-9', 'x-amz-content-sha256': EMPTY } },
    signedHeaders: 'host;range;x-amz-content-sha256;x-amz-date',
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    title: 'PUT an object whose name needs encoding',
    target: '/test$file.text',
    init: {
      method: 'PUT',
      body: new TextEncoder().encode('Welcome to Amazon S3.'),
      headers: {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      },
    },
    signedHeaders: `date;${BASE_HEADERS};x-amz-storage-class`,
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  {
    title: 'GET a configuration, a parameter without a value',
    target: '/?lifecycle',
    init: { headers: { 'x-amz-content-sha256': EMPTY } },
    signedHeaders: BASE_HEADERS,
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  },
  {
    title: 'list a bucket, two parameters',
    target: '/?max-keys=2&prefix=J',
    init: { headers: { 'x-amz-content-sha256': EMPTY } },
    signedHeaders: BASE_HEADERS,
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
]

describe("AWS's published examples", () => {
  test.each(EXAMPLES)('$title', async ({ target, init, signedHeaders, signature }) => {
    const signedRequest = (hex: string) =>
      new Request(`https://examplebucket.s3.amazonaws.com${target}`, {
        ...init,
        headers: {
          ...init.headers,
          'x-amz-date': '20130524T000000Z',
          authorization: authorization(signedHeaders, hex),
        },
      })
    expect(await verify(signedRequest(signature))).toBe(ID)
    await expect(verify(signedRequest(signature.replace(/^./, '0')))).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    })
  })

  test('a presigned GET', async () => {
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${ID}/${SCOPE}`,
      'X-Amz-Date': '20130524T000000Z',
      'X-Amz-Expires': '86400',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    })
    expect(await verify(new Request(`https://examplebucket.s3.amazonaws.com/test.txt?${query}`))).toBe(ID)
  })
})
