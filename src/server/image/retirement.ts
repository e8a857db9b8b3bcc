import { type Bytes, sha256, toBase64 } from '../crypto/bytes.ts'
import type { HandlerConfig } from '../handler-config.ts'
import {
  imageFolder,
  imageKey,
  type ImageName,
  parseImageKey,
  removedKey,
  stagingKey,
} from './object-keys.ts'
import { hasTombstone, tombstone } from './tombstone.ts'

/** An image that can be deleted without a loss. */
export interface WithdrawnImage extends ImageName {
  /** What waits under `removed/`; null: nothing, so it cannot come back. */
  copy: { sizeBytes: number; sha256: string } | null
}

/** How an image that was removed or replaced leaves the place where everybody may read it. */
export interface Retirement {
  /**
   * Before the app saves that it is gone: keeps a private copy, and ends the upload that it came from, so that no
   * old ticket brings it back (T-46). As long as the app still names the image, nothing has changed for anybody.
   */
  withdraw(image: ImageName): Promise<WithdrawnImage>

  /** After the app has saved that it is gone. */
  discard(image: ImageName): Promise<void>

  /**
   * Ends what was cut off between saving and deleting: discards what was withdrawn and is not the image that is saved.
   *
   * @returns the newest of what it has discarded, or null.
   */
  finish(owner: string, savedId: string | null): Promise<WithdrawnImage | null>
}

/** Of an owner, one image is public, and seldom one more. A number that no crash will reach bounds the list. */
const MAX_LISTED = 100

export function createRetirement<O extends { id: string }, C>({
  store,
  undoExpiresInSeconds,
}: HandlerConfig<O, C>): Retirement {
  async function withdraw(image: ImageName): Promise<WithdrawnImage> {
    const copy = undoExpiresInSeconds === 0 ? null : await keepCopy(image)
    // After the copy: what is withdrawn, as its tombstone says, has one.
    await store.put(...tombstone(stagingKey(image), image.type))
    return { ...image, copy }
  }

  /** Read and written again, as at confirm: not every store copies as S3 does. */
  async function keepCopy(image: ImageName): Promise<WithdrawnImage['copy']> {
    const object = await store.read(imageKey(image))
    if (object === null || object.bytes.length === 0) return null
    const bytes: Bytes = new Uint8Array(object.bytes)
    const { metadata } = object
    await store.create(removedKey(image), bytes, { type: image.type, cacheControl: 'no-store', metadata })
    return { sizeBytes: bytes.length, sha256: toBase64(await sha256(bytes)) }
  }

  async function discard(image: ImageName): Promise<void> {
    await store.delete(imageKey(image))
  }

  return {
    withdraw,
    discard,

    async finish(owner, savedId) {
      const folder = imageFolder(owner)
      const keys = await store.list(folder, folder, MAX_LISTED)
      let newest: WithdrawnImage | null = null
      for (const key of keys) {
        const image = parseImageKey(key)
        if (image === null || image.id === savedId) continue
        // Without a tombstone it is a picture that another process is about to save.
        if (!(await hasTombstone(store, stagingKey(image)))) continue
        newest = await withdraw(image)
        await discard(image)
      }
      return newest
    },
  }
}
