import type { UploadGrant } from '../../../src/contract/messages.ts'
import { createProfileImageHandler, s3Store, type StoredImage } from '../../../src/server/index.ts'
import { createStrictS3, type StoredObject } from '../../../src/testing/index.ts'

export const ENDPOINT = 'https://app.example.com/api/profile-image'
const STORAGE = 'https://s3.example.com'
const BUCKET = 'pictures'

/** A URL that the handler has signed, whether or not the page has heard of it. */
export interface IssuedGrant extends UploadGrant {
  /** What the ticket promises of the bytes. */
  sha256: string
}

/** The real handler over the strict S3, and an app that keeps one text per owner. */
export interface WalkServer {
  answer(request: Request): Promise<Response>
  storage(request: Request): Promise<Response>
  objects(): readonly StoredObject[]
  issued: IssuedGrant[]
  /** What `saveImage` was called with, in order. */
  saves: StoredImage[]
  /** The ids that a confirm has reached the handler with. */
  asked: string[]
}

export function createWalkServer(now: () => number): WalkServer {
  const credentials = { accessKeyId: 'KEY', secretAccessKey: 'secret' }
  const s3 = createStrictS3({
    buckets: [{ name: BUCKET }],
    credentials: { [credentials.accessKeyId]: credentials.secretAccessKey },
    now,
  })
  const issued: IssuedGrant[] = []
  const saves: StoredImage[] = []
  const asked: string[] = []
  const handler = createProfileImageHandler({
    store: s3Store({
      bucket: BUCKET,
      region: 'us-east-1',
      endpoint: STORAGE,
      forcePathStyle: true,
      credentials,
      now,
    }),
    ticketSecret: 'a secret of this walk, of more than 32 bytes',
    imageUrl: `${STORAGE}/${BUCKET}`,
    authorize: () => ({ id: 'user:1' }),
    loadImage: () => saves.at(-1)?.key ?? null,
    saveImage(_, image) {
      if (image !== null) saves.push(image)
    },
    onEvent: () => {},
    now,
  })

  return {
    issued,
    saves,
    asked,
    objects: () => s3.objects(BUCKET),
    storage: (request) => s3.fetch(request),
    async answer(request) {
      const body = (await request.clone().json()) as Record<string, string>
      const promised = issued.find(({ ticket }) => ticket === (body['renew'] ?? body['ticket']))
      if (request.url.endsWith('/confirm') && promised !== undefined) asked.push(promised.id)
      const response = await handler(request)
      if (response.ok && request.url.endsWith('/request-url')) {
        const grant = (await response.clone().json()) as UploadGrant
        issued.push({ ...grant, sha256: body['sha256'] ?? promised?.sha256 ?? '' })
      }
      return response
    },
  }
}
