import type { ImageType } from '../../contract/image-rules.ts'
import { isImageType } from '../../contract/image-type.ts'
import { sha256, toBase64Url, utf8 } from '../crypto/bytes.ts'

// Where things lie in the bucket. A key is made of a hash, an id of ours and an extension from the true type:
// nothing that a client wrote can be part of it.

/** What names one image of ours. */
export interface ImageName {
  /** Folder of the owner. */
  owner: string
  id: string
  type: ImageType
}

/** The three places of a store. They end with a slash. */
export const FOLDERS = { staging: 'staging/', images: 'avatars/', removed: 'removed/' } as const

/** Folder of the owner, a UUID of version 7, extension. Before them an address, behind them its query. */
const IMAGE_KEY =
  /^(?:[^?#]*\/)?avatars\/([\w-]{22})\/([\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12})\.(jpg|png|webp|avif|gif)(?:$|[?#])/

/**
 * The folder of an owner: 22 characters of base64url, 132 bits of the SHA-256 of `owner.id`.
 * No secret is part of it, so that rotating the ticket secret moves nothing.
 */
export async function ownerFolder(ownerId: string): Promise<string> {
  return toBase64Url(await sha256(utf8(ownerId))).slice(0, 22)
}

/** Where the browser puts a picture. Nobody reads it but confirm. */
export function stagingKey({ owner, id }: Pick<ImageName, 'owner' | 'id'>): string {
  return stagingFolder(owner) + id
}

/** With a slash at its end. */
export function stagingFolder(owner: string): string {
  return `${FOLDERS.staging}${owner}/`
}

/** Where a confirmed image lies: everybody may read it. */
export function imageKey(image: ImageName): string {
  return imageFolder(image.owner) + fileName(image)
}

/** With a slash at its end. */
export function imageFolder(owner: string): string {
  return `${FOLDERS.images}${owner}/`
}

/** Where the copy of an image waits that was removed or replaced. Nobody reads it but an undo. */
export function removedKey(image: ImageName): string {
  return `${FOLDERS.removed}${image.owner}/${fileName(image)}`
}

function fileName({ id, type }: ImageName): string {
  return `${id}.${type.slice('image/'.length).replace('jpeg', 'jpg')}`
}

/** What a key of ours says, or a URL that ends in one; null for anything else. */
export function parseImageKey(keyOrUrl: string): ImageName | null {
  const [, owner, id, extension = ''] = IMAGE_KEY.exec(keyOrUrl) ?? []
  const type = `image/${extension.replace('jpg', 'jpeg')}`
  return owner && id && isImageType(type) ? { owner, id, type } : null
}

/** The image of this owner that the text which the app has saved names; null: none, or it is of nobody here. */
export function savedImage(saved: string | null, owner: string): ImageName | null {
  const image = parseImageKey(saved ?? '')
  return image?.owner === owner ? image : null
}
