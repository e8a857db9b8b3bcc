import { runBackendDoctor } from '../../../src/doctor/run-backend-doctor.ts'
import type { BackendDoctorOptions } from '../../../src/doctor/backend/backend-options.ts'
import type { Report } from '../../../src/doctor/report.ts'
import {
  createProfileImageHandler,
  type S3Profile,
  type S3ProfileName,
  s3Store,
  type StoredImage,
} from '../../../src/server/index.ts'
import { createStrictS3 } from '../../../src/testing/index.ts'

export const ENDPOINT = 'https://app.example.com/api/photo'
const BUCKET = 'pictures'
const KEYS = { accessKeyId: 'KEY', secretAccessKey: 'secret' }
/** Who is signed in by which header. */
const USERS = new Map([
  ['Bearer alice', 'user:alice'],
  ['Bearer bob', 'user:bob'],
])

type Ask = (request: Request) => Promise<Response>

/** What is wrong with a backend: it stands between the doctor and the real handler. */
export interface BackendPlant {
  before?(request: Request, handler: Ask, saved: Map<string, StoredImage>): Promise<Response>
  options?: Partial<BackendDoctorOptions>
  /** Default https. */
  storage?: string
  /** Of its store. Default `aws`. */
  profile?: S3ProfileName | S3Profile
}

export function plantBackend({
  before,
  options,
  storage = 'https://s3.example.test',
  profile,
}: BackendPlant = {}) {
  const s3 = createStrictS3({
    buckets: [{ name: BUCKET }],
    credentials: { [KEYS.accessKeyId]: KEYS.secretAccessKey },
  })
  const saved = new Map<string, StoredImage>()
  const handler = createProfileImageHandler({
    store: s3Store({
      bucket: BUCKET,
      region: 'us-east-1',
      endpoint: storage,
      forcePathStyle: true,
      profile,
      credentials: KEYS,
      fetch: (input, init) => s3.fetch(new Request(input, init)),
    }),
    ticketSecret: 'a secret that is at least 32 bytes long',
    imageUrl: 'https://img.example.com',
    authorize(request) {
      const id = USERS.get(request.headers.get('authorization') ?? '')
      return id === undefined ? null : { id }
    },
    loadImage: ({ id }) => saved.get(id)?.key ?? null,
    saveImage({ id }, image) {
      if (image === null) saved.delete(id)
      else saved.set(id, image)
    },
    onEvent() {},
  })
  const given: BackendDoctorOptions = {
    endpoint: ENDPOINT,
    headers: { authorization: 'Bearer alice' },
    otherHeaders: { authorization: 'Bearer bob' },
    async fetch(input, init) {
      const request = new Request(input, init)
      if (request.url.startsWith(storage)) return s3.fetch(request)
      return before === undefined ? handler(request) : before(request, handler, saved)
    },
    ...options,
  }
  return { options: given, saved, handler }
}

export async function examineBackend(plant: BackendPlant = {}): Promise<{ report: Report; saved: string[] }> {
  const { options, saved } = plantBackend(plant)
  return { report: await runBackendDoctor(options), saved: [...saved.keys()] }
}
