import { createHash } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import type { UploadGrant } from '../../src/server/index.ts'
import { jpegOfSize } from '../../test/picture/samples.ts'
import { memoryStore } from '../../test/server/memory-store.ts'
import { pageRequest } from '../page-request.ts'
import {
  type Backend,
  BUCKET,
  CREDENTIALS,
  PICTURE_SIZE_BYTES,
  REGION,
  URL_EXPIRES_IN_SECONDS,
} from './backend.ts'

/** This package as users import it: signs for S3, but reads, writes and deletes in a map. */
export async function createBackend(builtPackage: string): Promise<Backend> {
  const built = pathToFileURL(builtPackage).href
  const server: typeof import('../../src/server/index.ts') = await import(`${built}server/index.js`)
  const node: typeof import('../../src/server/node.ts') = await import(`${built}server/node.js`)
  const store = memoryStore()
  const { signPut } = server.s3Store({ bucket: BUCKET, region: REGION, credentials: CREDENTIALS })
  const handle = server.createProfileImageHandler({
    store: { ...store, signPut },
    ticketSecret: 'a ticket secret of this benchmark',
    imageUrl: 'https://img.example.com',
    uploadUrlExpiresInSeconds: URL_EXPIRES_IN_SECONDS,
    authorize: () => ({ id: 'user:42' }),
    loadImage: () => null,
    saveImage: () => {},
  })
  const picture = await jpegOfSize(PICTURE_SIZE_BYTES)
  const sha256 = createHash('sha256').update(picture).digest('base64')

  async function stageOne(): Promise<string> {
    const upload = { type: 'image/jpeg', sizeBytes: picture.byteLength, sha256 }
    const response = await handle(pageRequest('request-url', upload))
    const { ticket, upload: put }: UploadGrant = await response.json()
    store.place(new URL(put.url).pathname.slice(1), picture, { type: upload.type })
    return JSON.stringify({ ticket })
  }

  return {
    handle,
    listener: node.toNodeListener(handle),
    async stage(count) {
      store.objects.clear()
      const bodies: string[] = []
      while (bodies.length < count) bodies.push(await stageOne())
      return bodies
    },
  }
}
