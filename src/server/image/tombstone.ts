import type { ImageType } from '../../contract/image-rules.ts'
import type { ObjectStore } from '../object-store.ts'

// An object of no bytes. At a staging key it ends an upload for good: no PUT of a one-shot URL gets past it (deleting
// what lies there would re-open the URL), and no ticket of the upload makes an image any more.

type Written = Parameters<ObjectStore['put']>

/** What to write, for `create` and `put`. */
export function tombstone(key: string, type: ImageType): Written {
  return [key, new Uint8Array(), { type, cacheControl: 'no-store', metadata: {} }]
}

export async function hasTombstone(store: ObjectStore, key: string): Promise<boolean> {
  return (await store.head(key))?.sizeBytes === 0
}
