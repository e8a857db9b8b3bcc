import type { ObjectStore } from 'react-profile-image-upload/server'

/** Every object of one owner, the one whose `id` is what `authorize` returns. Can be called again. */
export async function eraseOwner(store: ObjectStore, ownerId: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(ownerId))
  const ownerHash = Buffer.from(digest).toString('base64url').slice(0, 22)
  for (const place of ['avatars', 'removed', 'staging']) {
    const folder = `${place}/${ownerHash}/`
    let keys: readonly string[] = []
    do {
      keys = await store.list(folder, folder, 100)
      for (const key of keys) await store.delete(key)
    } while (keys.length > 0)
  }
  return ownerHash
}
