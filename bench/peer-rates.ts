import { createHash } from 'node:crypto'
import { jpegOfSize } from '../test/picture/samples.ts'
import { asFunction, compare, type Line, overHttp, type Server } from './backend-lines.ts'
import type { Bench } from './bench.ts'
import { builtPackage, buildPackage } from './built-package.ts'
import { startChild } from './child.ts'
import type { BackendMethods } from './peers/backend-process.ts'
import { BUCKET, PICTURE_SIZE_BYTES, REGION } from './peers/backend.ts'
import type { ClientMethods } from './peers/client.ts'
import type { Job } from './peers/job.ts'
import { peerVersions, preparePeers } from './peers.ts'

/** URLs that a line signs in one round. */
const BATCH = 2000
// Connections: with one, a server waits between two requests; with more it always has work.
const ONE = 1
const MANY = 16
/** Each has a picture, which has to be staged before. */
const CONFIRM_BATCH = 500
const SIGNED_URL = /https:[^"]+X-Amz-Signature=[^"]+/

/**
 * What a backend does in a second beside that of Better Upload: signed URLs, and confirms, which the other has not. As
 * functions, one request after another, and behind `node:http`; every backend in a process of its own.
 */
export const peerRates: Bench = {
  name: 'peer-rates',
  rounds: 9,
  async run(rounds) {
    await preparePeers()
    await buildPackage()
    const start = (module: string) =>
      startChild<BackendMethods>('peers/backend-process.ts', module, builtPackage)
    const ours = start('ours.ts')
    const betterUpload = start('better-upload.ts')
    const empty = start('empty-answer.ts')
    const client = startChild<ClientMethods>('peers/client-process.ts')
    try {
      const ourServer = await listening(ours)
      const theirServer = await listening(betterUpload)
      const emptyServer = await listening(empty)

      const peer = `Better Upload ${peerVersions['@better-upload/server']}`
      const picture = await jpegOfSize(PICTURE_SIZE_BYTES)
      const type = 'image/jpeg'
      const ourBody = { type, sizeBytes: picture.byteLength, sha256: sha256Of(picture) }
      const theirBody = {
        route: 'images',
        files: [{ name: 'photo.jpg', size: picture.byteLength, type }],
      }
      const requestUrl = '/api/profile-image/request-url'
      const ourUrls = () => repeated(requestUrl, ourBody, 'X-Amz-Signature=')
      const theirUrls = () => repeated('/api/upload', theirBody, 'X-Amz-Signature=')
      const nothing = () => repeated(requestUrl, ourBody, '{}')
      const confirms = async (): Promise<Job> => ({
        path: '/api/profile-image/confirm',
        bodies: await ours.call('stage', CONFIRM_BATCH),
        expected: '"url":"https://img.example.com/avatars/',
      })

      const urls = await compare(
        `request-url as a function, beside ${peer}`,
        {
          handler: asFunction(ours, ourUrls),
          'Better Upload, handleRequest': asFunction(betterUpload, theirUrls),
        },
        { rounds, baselines: ['Better Upload, handleRequest'] },
      )
      const urlsOverHttp = (connections: number) =>
        compare(
          `request-url over node:http, connections: ${connections}, beside ${peer}`,
          {
            toNodeListener: overHttp(ourServer, client, connections, ourUrls),
            'Better Upload, toNodeHandler': overHttp(theirServer, client, connections, theirUrls),
            'empty answer': overHttp(emptyServer, client, connections, nothing),
          },
          { rounds, baselines: ['Better Upload, toNodeHandler', 'empty answer'] },
        )
      const urlsByOne = await urlsOverHttp(ONE)
      const urlsByMany = await urlsOverHttp(MANY)
      const confirmed = await compare(
        `confirm of ${PICTURE_SIZE_BYTES / 1000} kB as a function`,
        { handler: asFunction(ours, confirms), 'SHA-256 of the picture': hashing(picture) },
        { rounds, baselines: ['SHA-256 of the picture'] },
      )
      const confirmedOverHttp = await compare(
        `confirm of ${PICTURE_SIZE_BYTES / 1000} kB over node:http, connections: ${MANY}`,
        {
          toNodeListener: overHttp(ourServer, client, MANY, confirms),
          'empty answer': overHttp(emptyServer, client, MANY, nothing),
        },
        { rounds, baselines: ['empty answer'] },
      )
      const all = [urls, urlsByOne, urlsByMany, confirmed, confirmedOverHttp]
      const { 'empty answer': _, ...signedOverHttp } = urlsByMany.answers
      return {
        comparisons: all.flatMap(({ comparisons }) => comparisons),
        broken: [
          ...all.flatMap(({ broken }) => broken),
          ...notTheSameWork({ ...urls.answers, ...signedOverHttp }),
        ],
      }
    } finally {
      for (const child of [ours, betterUpload, empty, client]) child.stop()
    }
  },
}

async function listening(backend: Server['backend']): Promise<Server> {
  return { backend, port: await backend.call('listen') }
}

function repeated(path: string, body: unknown, expected: string): Job {
  return { path, bodies: Array.from({ length: BATCH }, () => JSON.stringify(body)), expected }
}

/** In this process. */
function hashing(picture: Uint8Array): Line {
  return async () => {
    const startedAtMs = performance.now()
    const begun = process.cpuUsage()
    for (let count = 0; count < CONFIRM_BATCH; count += 1) sha256Of(picture)
    const { user, system } = process.cpuUsage(begun)
    const ms = performance.now() - startedAtMs
    return { ms, cpuMs: (user + system) / 1000, count: CONFIRM_BATCH, rightCount: CONFIRM_BATCH, sample: '' }
  }
}

/** All must have signed type and length, for the one bucket. */
function notTheSameWork(answers: Readonly<Record<string, string>>): string[] {
  return Object.entries(answers).flatMap(([line, answer]) => {
    const url = new URL(SIGNED_URL.exec(answer)?.[0] ?? 'none:')
    const signed = url.searchParams.get('X-Amz-SignedHeaders')?.split(';') ?? []
    const isSame =
      url.host === `${BUCKET}.s3.${REGION}.amazonaws.com` &&
      ['content-length', 'content-type', 'host'].every((header) => signed.includes(header))
    return isSame ? [] : [`${line} has signed something else: ${url.href}`]
  })
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}
