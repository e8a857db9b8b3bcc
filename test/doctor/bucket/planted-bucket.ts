import { AwsV4Signer } from 'aws4fetch'
import { runBucketDoctor } from '../../../src/doctor/run-bucket-doctor.ts'
import type { BucketDoctorOptions } from '../../../src/doctor/bucket/bucket-options.ts'
import type { Report } from '../../../src/doctor/report.ts'
import {
  type CorsRule,
  createStrictS3,
  type StrictS3,
  type StrictS3Options,
} from '../../../src/testing/index.ts'
import { base64Sha256 } from '../../s3/s3-client.ts'
import { goodSettings, type Settings } from './good-settings.ts'

export const ORIGIN = 'https://app.example.com'
export const BUCKET = 'pictures'
export const KEYS = { accessKeyId: 'DOCTORKEY', secretAccessKey: 'doctor-secret' }

/** A rule in which nothing is missing. */
export const GOOD_RULE: CorsRule = {
  allowedOrigins: [ORIGIN],
  allowedMethods: ['PUT'],
  allowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-sha256'],
  exposeHeaders: ['ETag', 'x-amz-request-id'],
  maxAgeSeconds: 3000,
}

/** A bucket in which something is wrong, and how it is examined. */
export interface Plant {
  /** Null: no rules. Default: a good one. */
  cors?: readonly CorsRule[] | null
  server?: Partial<StrictS3Options>
  publicReadPrefixes?: readonly string[]
  /** Null: none. Default: good ones. */
  settings?: Partial<Record<keyof Settings, string | null>>
  /** Stands before the server: answers a request itself, or changes the answer of the server. */
  before?(request: Request, s3: PlantedS3): Promise<Response>
  options?: Partial<BucketDoctorOptions>
}

/** What a fault may use. */
export interface PlantedS3 extends StrictS3 {
  /** Does what only the owner of the keys can: for a server that does not refuse what it should. */
  force(method: 'PUT' | 'DELETE', request: Request, body?: Uint8Array<ArrayBuffer>): Promise<Response>
}

/** Examines the bucket. Every examination has to leave it as it was. */
export async function examine(plant: Plant = {}): Promise<{ report: Report; left: readonly string[] }> {
  const { s3, options } = plantBucket(plant)
  const report = await runBucketDoctor(options)
  return { report, left: s3.objects(BUCKET).map(({ key }) => key) }
}

export function plantBucket(plant: Plant = {}): { s3: PlantedS3; options: BucketDoctorOptions } {
  const { cors = [GOOD_RULE], publicReadPrefixes, server = {}, settings, before } = plant
  const rules = cors === null ? {} : { cors }
  const strict = createStrictS3({
    buckets: [{ name: BUCKET, publicReadPrefixes, ...rules }],
    credentials: { [KEYS.accessKeyId]: KEYS.secretAccessKey },
    ...server,
  })
  const s3: PlantedS3 = {
    ...strict,
    force: (method, request, body) => act(method, request.url.replace(/\?.*$/, ''), typeOf(request), body),
  }

  /** With the keys of the owner. */
  async function act(
    method: 'PUT' | 'DELETE',
    url: string,
    headers: Record<string, string>,
    body?: Uint8Array<ArrayBuffer>,
  ): Promise<Response> {
    const signer = new AwsV4Signer({
      ...KEYS,
      method,
      url,
      headers,
      ...(body !== undefined && { body }),
      service: 's3',
      region: server.region ?? 'us-east-1',
      datetime: new Date(server.now?.() ?? Date.now()).toISOString().replace(/[-:]|\.\d{3}/g, ''),
      allHeaders: true,
    })
    const signed = await signer.sign()
    const sent = { method, headers: signed.headers, ...(body !== undefined && { body }) }
    return strict.fetch(new Request(signed.url, sent))
  }

  async function configure(): Promise<void> {
    for (const [name, text] of Object.entries({ ...goodSettings(BUCKET), ...settings })) {
      if (text === null) continue
      const body = new TextEncoder().encode(text)
      const headers = { 'x-amz-checksum-sha256': base64Sha256(body) }
      const { status } = await act('PUT', `https://s3.example.test/${BUCKET}?${name}`, headers, body)
      if (status >= 300) throw new Error(`${name} was answered with ${status}.`)
    }
  }

  const ready = configure()
  return {
    s3,
    options: {
      bucket: BUCKET,
      origin: ORIGIN,
      credentials: KEYS,
      endpoint: 'https://s3.example.test',
      fetch: async (input, init) => {
        const request = new Request(input, init)
        await ready
        return before === undefined ? strict.fetch(request) : before(request, s3)
      },
      ...plant.options,
    },
  }
}

function typeOf({ headers }: Request): Record<string, string> {
  return { 'content-type': headers.get('content-type') ?? '' }
}

export function failing({ findings }: Report): string[] {
  return findings.filter(({ status }) => status === 'fail').map(({ id }) => id)
}

/** An answer to the question for a configuration of the bucket; every other request passes. */
export function answering(name: string, answer: () => Response): NonNullable<Plant['before']> {
  return (request, s3) =>
    new URL(request.url).searchParams.has(name) ? Promise.resolve(answer()) : s3.fetch(request)
}

export function s3Error(status: number, code: string): Response {
  return new Response(`<Error><Code>${code}</Code></Error>`, { status })
}
