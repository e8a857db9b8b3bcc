import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createProfileImageHandler, s3Store } from '../src/server/index.ts'
import { toNodeListener } from '../src/server/node.ts'
import type { DemoStorage } from './storage.ts'

type NodeListener = (request: IncomingMessage, response: ServerResponse) => void

export interface BackendRoutes {
  profileImage: NodeListener
  storedObject: NodeListener
}

/** What an app adds to the package: who is signed in, and where the address of the image is kept. */
export function createBackendRoutes(storage: DemoStorage, now: (() => number) | undefined): BackendRoutes {
  const { endpoint, browserEndpoint, bucket, region, credentials, profile } = storage
  const clock = now && { now }
  const store = s3Store({
    bucket,
    region,
    endpoint,
    browserEndpoint,
    credentials,
    profile,
    forcePathStyle: true,
    ...clock,
  })
  /** The demo's database: what each user's row would hold. */
  const imageKeys = new Map<string, string>()

  const handler = createProfileImageHandler({
    store,
    ticketSecret: randomBytes(32).toString('base64url'),
    imageUrl: `${browserEndpoint}/${bucket}`,
    authorize: () => user,
    loadImage: ({ id }) => imageKeys.get(id) ?? null,
    saveImage({ id }, image) {
      if (image === null) imageKeys.delete(id)
      else imageKeys.set(id, image.key)
    },
    ...clock,
  })

  async function describeStoredObject(): Promise<Record<string, string> | null> {
    const key = imageKeys.get(user.id)
    const object = key === undefined ? null : await store.read(key)
    if (key === undefined || object === null) return null
    return {
      key,
      type: object.type,
      size: `${object.bytes.byteLength} bytes`,
      ...Object.fromEntries(
        Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
      ),
    }
  }

  return {
    profileImage: toNodeListener(handler),
    storedObject: toNodeListener(async () => Response.json(await describeStoredObject())),
  }
}

/** The demo has one user, who is always signed in. */
const user = { id: 'user:demo' }
