import { createHash, randomUUID } from 'node:crypto'
import type { ObjectStore } from '../../src/server/index.ts'

export interface MemoryObject {
  bytes: Uint8Array
  type: string
  contentEncoding: string | null
  metadata: Record<string, string>
  cacheControl: string | null
}

/** A bucket in memory that creates atomically, as S3 does. `place` is the browser's side of it. */
export interface MemoryStore extends ObjectStore {
  readonly objects: Map<string, MemoryObject>
  /** The method and key of every call. */
  readonly calls: readonly string[]
  place(key: string, bytes: Uint8Array, headers: { type: string; contentEncoding?: string }): void
  keys(prefix: string): string[]
}

export function memoryStore(identity = 'memory/bucket/'): MemoryStore {
  const objects = new Map<string, MemoryObject>()
  const calls: string[] = []

  return {
    identity,
    objects,
    calls,
    place(key, bytes, { type, contentEncoding = null }) {
      objects.set(key, { bytes, type, contentEncoding, metadata: {}, cacheControl: null })
    },
    keys: (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)),
    async signPut(key, { type, sha256 }, expiresInSeconds) {
      calls.push(`signPut ${key}`)
      return {
        url: `https://storage.example/${key}?X-Amz-Expires=${expiresInSeconds}&X-Amz-Signature=${randomUUID()}`,
        headers: { 'content-type': type, 'if-none-match': '*', 'x-amz-checksum-sha256': sha256 },
        expiresInSeconds,
      }
    },
    signGet: async (key) => `https://storage.example/${key}?X-Amz-Signature=${randomUUID()}`,
    async head(key) {
      calls.push(`head ${key}`)
      const object = objects.get(key)
      if (object === undefined) return null
      return { sizeBytes: object.bytes.length, type: object.type, sha256: null, etag: sha256Of(object.bytes) }
    },
    async read(key) {
      calls.push(`read ${key}`)
      return objects.get(key) ?? null
    },
    async create(key, bytes, { type, cacheControl, metadata }) {
      calls.push(`create ${key}`)
      if (objects.has(key)) return 'already-there'
      objects.set(key, { bytes, type, contentEncoding: null, metadata, cacheControl })
      return 'created'
    },
    async put(key, bytes, { type, cacheControl, metadata }) {
      calls.push(`put ${key}`)
      objects.set(key, { bytes, type, contentEncoding: null, metadata, cacheControl })
    },
    async delete(key) {
      calls.push(`delete ${key}`)
      objects.delete(key)
    },
    async list(prefix, after, limit) {
      calls.push(`list ${prefix}`)
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after)
      return keys.sort().slice(0, limit)
    },
  }
}

/** As the wire has it: base64. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}
