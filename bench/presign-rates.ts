import { AwsClient } from 'aws4fetch'
import { createProfileImageHandler, s3Store } from '../src/server/index.ts'
import { averageMs } from './average-ms.ts'
import type { Bench } from './bench.ts'
import { createHmacPresign } from './hmac-presign.ts'
import { interleave } from './interleave.ts'
import { pageRequest } from './page-request.ts'

const BATCH_MS = 300
const REGION = 'eu-central-1'
const HOST = `pictures.s3.${REGION}.amazonaws.com`
const KEY = 'staging/Zm9yIHRoZSBiZW5jaG1h/0198f2d4-7c1e-7a40-9a11-3f6b1c2d4e5f'
const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a secret of this benchmark' }
const SHA256 = 'qT2Xl0bYvUq7x0m0m8c1hQk3l7gP1J5y0mFh1Jm5o2A='
const UPLOAD = { type: 'image/jpeg', sizeBytes: 30_000, sha256: SHA256 } as const

/** URLs per second, one after another in one process: of the store alone, and of the whole route. */
export const presignRates: Bench = {
  name: 'presign-rates',
  rounds: 9,
  async run(rounds) {
    // One moment for all, so that their signatures can be compared.
    const nowMs = Date.now()
    const datetime = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '')
    const store = s3Store({ bucket: 'pictures', region: REGION, credentials: CREDENTIALS, now: () => nowMs })
    const handler = createProfileImageHandler({
      store,
      ticketSecret: 'a ticket secret of this benchmark',
      imageUrl: 'https://img.example.com',
      authorize: () => ({ id: 'user:42' }),
      loadImage: () => null,
      saveImage: () => {},
    })
    const hmacPresign = createHmacPresign()
    const aws = new AwsClient({ ...CREDENTIALS, service: 's3', region: REGION, retries: 0 })
    const headers = {
      'content-length': '30000',
      'content-type': 'image/jpeg',
      'if-none-match': '*',
      'x-amz-checksum-sha256': SHA256,
    }

    const lines = {
      'node:crypto, key cached': () =>
        hmacPresign({
          host: HOST,
          path: `/${KEY}`,
          headers,
          expiresInSeconds: 300,
          credentials: CREDENTIALS,
          region: REGION,
          datetime,
        }),
      async 'aws4fetch sign'() {
        const signed = await aws.sign(`https://${HOST}/${KEY}?X-Amz-Expires=300`, {
          method: 'PUT',
          headers,
          aws: { signQuery: true, allHeaders: true, datetime },
        })
        return signed.url
      },
      signPut: async () => (await store.signPut(KEY, UPLOAD, 300)).url,
      async 'request-url'() {
        const response = await handler(pageRequest('request-url', UPLOAD))
        if (response.status !== 200) throw new Error(`request-url answered ${response.status}.`)
        return response.text()
      },
    }
    const names = Object.keys(lines) as (keyof typeof lines)[]

    const samples = await interleave(names, { rounds, warmUps: 2 }, (line) =>
      averageMs(lines[line], BATCH_MS),
    )
    const urls = [
      lines['node:crypto, key cached'](),
      await lines['aws4fetch sign'](),
      await lines.signPut(),
    ].map(signatureOf)
    const isSame = new Set(urls).size === 1
    return {
      comparisons: [
        {
          title: 'Presigned URLs',
          samples,
          baselines: ['node:crypto, key cached', 'aws4fetch sign'],
          facts: { 'signatures of the first three for the same second': isSame ? 'equal' : 'different' },
        },
      ],
      broken: isSame ? [] : [`the presigners do not sign the same: ${urls.join(', ')}`],
    }
  },
}

function signatureOf(url: string): string {
  return new URL(url).searchParams.get('X-Amz-Signature') ?? 'none'
}
