import { describe, expect, test } from 'vitest'
import { createStrictS3 } from '../../src/testing/index.ts'
import { base64Sha256, callS3, putXml } from '../s3/s3-client.ts'

// What a bucket is set to, besides CORS: kept, given back, and carried out by nobody.

const ACCESS = {
  endpoint: 'https://s3.test',
  region: 'us-east-1',
  accessKeyId: 'KEYID',
  secretAccessKey: 'secret',
}
const s3 = createStrictS3({ buckets: [{ name: 'pictures' }], credentials: { KEYID: 'secret' } })
const send = (request: Request) => s3.fetch(request)

const DOCUMENTS = {
  policy: { text: '{"Version":"2012-10-17","Statement":[]}', missing: 'NoSuchBucketPolicy' },
  lifecycle: {
    text: '<LifecycleConfiguration><Rule><ID>a</ID></Rule></LifecycleConfiguration>',
    missing: 'NoSuchLifecycleConfiguration',
  },
  publicAccessBlock: {
    text: '<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>',
    missing: 'NoSuchPublicAccessBlockConfiguration',
  },
}

const urlOf = (query: string) => `${ACCESS.endpoint}/pictures?${query}`
const get = (query: string) => callS3(ACCESS, 'GET', urlOf(query), { fetch: send })

describe.each(Object.entries(DOCUMENTS))('%s', (query, { text, missing }) => {
  test('is not there at first, and then as it was written', async () => {
    const before = await get(query)
    expect([before.status, await before.text()]).toEqual([404, expect.stringContaining(missing)])
    expect((await putXml(ACCESS, urlOf(query), text, send)).ok).toBe(true)
    expect(await (await get(query)).text()).toBe(text)
  })

  test.each([
    ['without a checksum', text, {}, 'InvalidRequest'],
    [
      'with the checksum of another',
      text,
      { 'x-amz-checksum-sha256': base64Sha256(new Uint8Array(1)) },
      'BadDigest',
    ],
    ['when it is something else', 'a text', null, query === 'policy' ? 'MalformedPolicy' : 'MalformedXML'],
  ])('is refused %s', async (_, given, headers, code) => {
    const body = new TextEncoder().encode(given)
    const checksum = { 'x-amz-checksum-sha256': base64Sha256(body) }
    const answer = await callS3(ACCESS, 'PUT', urlOf(query), {
      body,
      headers: headers ?? checksum,
      fetch: send,
    })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(`<Code>${code}</Code>`)
  })

  test('needs a bucket', async () => {
    const url = `${ACCESS.endpoint}/other?${query}`
    expect((await putXml(ACCESS, url, text, send)).status).toBe(404)
  })
})
