import { FOLDERS } from '../../server/image/object-keys.ts'
import type { ObjectStore } from '../../server/object-store.ts'

const OURS =
  /^[a-z]+\/[\w-]{22}\/[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}(?:\.[a-z]+)?$/

/** One page of a list: who has put other things there has put more than a few. */
const LISTED = 1000

/**
 * Keys in the folders whose objects are deleted after a day that no store of ours has made: one of each folder.
 *
 * @throws {UploadError} as `list` of the store.
 */
export async function foreignKeys(store: Pick<ObjectStore, 'list'>): Promise<string[]> {
  const found: string[] = []
  for (const folder of [FOLDERS.staging, FOLDERS.removed]) {
    const keys = await store.list(folder, '', LISTED)
    found.push(...keys.filter((key) => !OURS.test(key)).slice(0, 1))
  }
  return found
}
