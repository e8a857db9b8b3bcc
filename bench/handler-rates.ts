import { createHash } from 'node:crypto'
import { Agent, createServer, request as httpRequest, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AwsClient } from 'aws4fetch'
import { createProfileImageHandler, s3Store, type UploadGrant } from '../src/server/index.ts'
import { toNodeListener } from '../src/server/node.ts'
import { jpegOfSize } from '../test/picture/samples.ts'
import { memoryStore } from '../test/server/memory-store.ts'
import { averageMs } from './average-ms.ts'
import type { Bench } from './bench.ts'
import { interleave } from './interleave.ts'
import { pageRequest } from './page-request.ts'

const BATCH_MS = 300
const BATCH = 100
const SIZE_BYTES = 30_000
const REGION = 'eu-central-1'
const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a secret of this benchmark' }

/**
 * What one process of the backend does in a second, as functions and behind `node:http`, one request after another. The
 * client of the latter runs in the same process. No storage takes part.
 */
export const handlerRates: Bench = {
  name: 'handler-rates',
  rounds: 9,
  async run(rounds) {
    const picture = await jpegOfSize(SIZE_BYTES)
    const sha256 = createHash('sha256').update(picture).digest('base64')
    const upload = { type: 'image/jpeg', sizeBytes: picture.byteLength, sha256 }
    const store = memoryStore()
    const { signPut } = s3Store({ bucket: 'pictures', region: REGION, credentials: CREDENTIALS })
    const handler = createProfileImageHandler({
      store: { ...store, signPut },
      ticketSecret: 'a ticket secret of this benchmark',
      imageUrl: 'https://img.example.com',
      authorize: () => ({ id: 'user:42' }),
      loadImage: () => null,
      saveImage: () => {},
    })
    const aws = new AwsClient({ ...CREDENTIALS, service: 's3', region: REGION, retries: 0 })
    const ours = await serve(toNodeListener(handler))
    const bare = await serve((req, res) => {
      req.resume().once('end', () => res.setHeader('content-type', 'application/json').end('{}'))
    })

    const asked = async (step: 'request-url' | 'confirm', body: unknown) => {
      const response = await handler(pageRequest(step, body))
      return expect200(step, response.status, await response.text())
    }
    const post = async (server: typeof ours, step: 'request-url' | 'confirm', body: unknown) => {
      const { status, text } = await server.send(pageRequest(step, body))
      return expect200(step, status, text)
    }
    async function staged(): Promise<unknown> {
      const { ticket, upload: put } = JSON.parse(await asked('request-url', upload)) as UploadGrant
      store.place(new URL(put.url).pathname.slice(1), picture, { type: upload.type })
      return { ticket }
    }

    const requests = {
      'aws4fetch sign': () =>
        aws.sign(`https://pictures.s3.${REGION}.amazonaws.com/staging/a?X-Amz-Expires=300`, {
          method: 'PUT',
          headers: { 'content-type': upload.type, 'x-amz-checksum-sha256': sha256 },
          aws: { signQuery: true, allHeaders: true },
        }),
      'request-url': () => asked('request-url', upload),
      'node:http, empty answer': () => post(bare, 'request-url', upload),
      'request-url over node:http': () => post(ours, 'request-url', upload),
    }
    const confirms = {
      'SHA-256 of the picture': async () => createHash('sha256').update(picture).digest('base64'),
      confirm: (ticket: unknown) => asked('confirm', ticket),
      'confirm over node:http': (ticket: unknown) => post(ours, 'confirm', ticket),
    }

    try {
      const requestSamples = await interleave(namesOf(requests), { rounds, warmUps: 2 }, (line) =>
        averageMs(requests[line], BATCH_MS),
      )
      const confirmSamples = await interleave(namesOf(confirms), { rounds, warmUps: 2 }, async (line) => {
        store.objects.clear()
        const tickets: unknown[] = []
        while (tickets.length < BATCH) tickets.push(await staged())
        const startedAtMs = performance.now()
        for (const ticket of tickets) await confirms[line](ticket)
        return (performance.now() - startedAtMs) / BATCH
      })
      return {
        comparisons: [
          {
            title: 'request-url, by the handler',
            samples: requestSamples,
            baselines: ['aws4fetch sign', 'node:http, empty answer'],
            facts: {},
          },
          {
            title: `confirm of ${SIZE_BYTES / 1000} kB, by the handler`,
            samples: confirmSamples,
            baselines: ['SHA-256 of the picture'],
            facts: {},
          },
        ],
        broken: [],
      }
    } finally {
      ours.close()
      bare.close()
    }
  },
}

function namesOf<T extends object>(lines: T): (keyof T)[] {
  return Object.keys(lines) as (keyof T)[]
}

function expect200(step: string, status: number, text: string): string {
  if (status !== 200) throw new Error(`${step} answered ${status}: ${text}`)
  return text
}

/** A server on a free port, and a client that keeps its connection. */
async function serve(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })

  async function send(page: Request): Promise<{ status: number; text: string }> {
    const body = await page.text()
    const headers = { ...Object.fromEntries(page.headers), 'content-length': Buffer.byteLength(body) }
    const { pathname } = new URL(page.url)
    return new Promise((resolve, reject) => {
      const sent = httpRequest({ host: '127.0.0.1', port, path: pathname, method: 'POST', headers, agent })
      sent.once('error', reject).once('response', (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }))
      })
      sent.end(body)
    })
  }

  return {
    send,
    close() {
      agent.destroy()
      server.close()
    },
  }
}
