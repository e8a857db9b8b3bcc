import type { UploadGrant } from '../../src/index.ts'
import {
  createProfileImageHandler,
  type ObjectStore,
  s3Store,
  type StoredImage,
} from '../../src/server/index.ts'
import { base64Sha256 } from './s3-client.ts'
import { PROFILE, type S3Target } from './target.ts'

/** What a test does in the middle of a confirm. */
export interface Hooks {
  /** After the picture was read, and before the image is made. */
  beforePromotion?(stagingKey: string): Promise<void>
  /** After the image was made, and before it is saved. */
  beforeSaving?(): Promise<void>
}

/** What an app keeps of its user's image. */
export interface Column {
  key: string | null
}

/**
 * The handler over a store that is an S3 server, and an app that keeps what it was told to save.
 *
 * @param shared The database of another backend, as between two processes.
 */
export function openBackend(target: S3Target, owner: string, hooks: Hooks = {}, shared?: Column) {
  const saved: StoredImage[] = []
  const column = shared ?? { key: null }
  const { bucket, region, endpoint } = target
  const access = { bucket, region, endpoint, forcePathStyle: true, credentials: target }
  const store: ObjectStore = s3Store({ ...access, profile: PROFILE })
  const handler = createProfileImageHandler({
    store: {
      ...store,
      async read(key) {
        const object = await store.read(key)
        await hooks.beforePromotion?.(key)
        return object
      },
    },
    ticketSecret: 'a secret that is at least 32 bytes long',
    imageUrl: 'https://img.example',
    authorize: () => ({ id: owner }),
    loadImage: () => column.key,
    async saveImage(_owner, image) {
      await hooks.beforeSaving?.()
      column.key = image?.key ?? null
      if (image !== null) saved.push(image)
    },
    // Tests look at answers; the console is for what nobody expects.
    onEvent: () => {},
  })
  const headers = { 'x-profile-image': '1', 'sec-fetch-site': 'same-origin' }
  const post = (step: string, body: unknown) =>
    handler(
      new Request(`https://app.example/api/photo/${step}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    )
  return {
    saved,
    column,
    store,
    revoke: handler.revoke,
    async request(picture: Uint8Array): Promise<UploadGrant> {
      const facts = { type: 'image/jpeg', sizeBytes: picture.length, sha256: base64Sha256(picture) }
      const answer = await post('request-url', facts)
      if (!answer.ok) throw new Error(`No grant, but ${answer.status}`)
      return answer.json()
    },
    confirm: (ticket: string) => post('confirm', { ticket }),
    remove: () => handler(new Request('https://app.example/api/photo', { method: 'DELETE', headers })),
  }
}

/** The browser's part, with what a test adds or changes. */
export function putPicture(
  { upload }: UploadGrant,
  body: Uint8Array,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(upload.url, {
    method: 'PUT',
    headers: { ...upload.headers, ...headers },
    body: new Uint8Array(body),
  })
}
