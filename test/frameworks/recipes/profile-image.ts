import type { IncomingMessage } from 'node:http'
import {
  createProfileImageHandler,
  type ProfileImageHandlerOptions,
  s3Store,
  type StoredImage,
} from 'react-profile-image-upload/server'

// The app of the tests: what the README's example takes from an app's session and database is a cookie and a map here.

/** One for all copies of this module: Next bundles pages and routes apart. */
const database = globalThis as typeof globalThis & { images?: Map<string, StoredImage> }
const images = (database.images ??= new Map<string, StoredImage>())

const { S3_ENDPOINT: endpoint = '', BUCKET: bucket = '', TICKET_SECRET: ticketSecret = '' } = process.env

interface Owner {
  id: string
}

/** All but who is signed in. */
export const options: Omit<ProfileImageHandlerOptions<Owner>, 'authorize'> = {
  // Credentials: AWS_* of the environment, as on Lambda and ECS.
  store: s3Store({ bucket, region: 'us-east-1', endpoint, forcePathStyle: true }),
  ticketSecret,
  imageUrl: `${endpoint}/${bucket}`,
  allowedOrigins: ['https://app.example.com'],
  loadImage: (owner) => images.get(owner.id)?.key ?? null,
  saveImage(owner, image) {
    if (image === null) images.delete(owner.id)
    else images.set(owner.id, image)
  },
}

export const handler = createProfileImageHandler({
  ...options,
  authorize(request) {
    const name = nameIn(request.headers.get('cookie'))
    return name === undefined ? null : { id: `user:${name}` }
  },
})

/** The middleware of an app, which sets `req.user`. */
export function session(req: IncomingMessage & { user?: Owner }, _res: unknown, next: () => void): void {
  const name = nameIn(req.headers.cookie)
  if (name !== undefined) req.user = { id: name }
  next()
}

function nameIn(cookies: string | null | undefined): string | undefined {
  return /(?:^|; )session=(\w+)/.exec(cookies ?? '')?.[1]
}
