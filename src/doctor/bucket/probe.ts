import { sha256, toBase64 } from '../../server/crypto/bytes.ts'
import type { Bytes } from '../../server/crypto/bytes.ts'
import { openStore, type SigningFacts } from './bucket-calls.ts'
import type { BucketExamination } from './bucket-options.ts'
import { askS3, type S3Reply } from './s3-reply.ts'

/** A presigned PUT, and the bytes that it is for. */
export interface ProbeGrant {
  key: string
  url: string
  /** As the handler hands them out. */
  headers: Record<string, string>
  bytes: Bytes
}

/** What differs from what the handler would sign. */
export interface OddSigning {
  /** How long ago it was signed. Default 0. */
  ageMs?: number
  /** Default 300. */
  expiresInSeconds?: number
}

/** What differs from what the page would send. */
export interface OddSending {
  url?: string
  headers?: Record<string, string>
  bytes?: Bytes
}

/** Does what a handler and a page do, each under a key that nobody else uses, and remembers the keys. */
export interface Probe {
  /** Where the next object would go; whatever may be stored there is deleted at the end. */
  newKey(): string
  sign(odd?: OddSigning): Promise<ProbeGrant>
  /** As the page sends it, with its Origin. */
  send(grant: ProbeGrant, odd?: OddSending): Promise<S3Reply>
  /** Every key that something was sent to, or may have been. */
  readonly keys: readonly string[]
}

const SIZE_BYTES = 1000

export function createProbe(examination: BucketExamination, facts: SigningFacts): Probe {
  const folder = `staging/doctor-${crypto.randomUUID()}/`
  const keys: string[] = []

  function newKey(): string {
    const key = folder + keys.length
    keys.push(key)
    return key
  }

  return {
    keys,
    newKey,

    async sign({ ageMs = 0, expiresInSeconds = 300 } = {}) {
      const key = newKey()
      const bytes = crypto.getRandomValues(new Uint8Array(SIZE_BYTES))
      const checksum = toBase64(await sha256(bytes))
      const object = { type: 'image/png', sizeBytes: SIZE_BYTES, sha256: checksum } as const
      const store = openStore(examination, facts, ageMs)
      const { url, headers } = await store.signPut(key, object, expiresInSeconds)
      return { key, url, headers, bytes }
    },

    send(grant, odd = {}) {
      const { url, headers, bytes } = { ...grant, ...odd }
      return askS3(examination.fetch, url, {
        method: 'PUT',
        headers: { ...headers, origin: examination.origin },
        body: bytes,
      })
    },
  }
}
