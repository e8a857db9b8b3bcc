import type { CorsRule } from './bucket-cors.ts'
import { ALL_BLOCKED, type PublicAccessBlock } from './public-access-block.ts'
import type { StoredObject } from './stored-object.ts'

export interface Bucket {
  readonly objects: Map<string, StoredObject>
  /** Null until rules are set: then every preflight is refused. */
  cors: readonly CorsRule[] | null
  /** The XML that was put. It is kept, and nothing ever expires. */
  lifecycle: string | null
  /** The JSON that was put. It is kept, and but for the age of signatures it neither allows nor denies anything. */
  policy: string | null
  /** Of the policy. */
  maxSignatureAgeMs: number | null
  publicAccessBlock: PublicAccessBlock | null
  /** Keys under these prefixes can be read by anybody. */
  readonly publicReadPrefixes: readonly string[]
  readonly weaknesses: Weaknesses
}

/** What S3 does, and some servers that speak it do not. */
export interface Weaknesses {
  /** Whether a PUT with `If-None-Match: *` overwrites. */
  readonly ignoresIfNoneMatch: boolean
  /** Whether a PUT may bring other bytes than its `x-amz-checksum-sha256` says, and none is kept. */
  readonly ignoresChecksum: boolean
}

type NewBucket = Pick<Bucket, 'weaknesses'> & Partial<Pick<Bucket, 'cors' | 'publicReadPrefixes'>>

export function newBucket({ cors = null, publicReadPrefixes = [], weaknesses }: NewBucket): Bucket {
  // What is public already is as if somebody had lifted the block.
  const publicAccessBlock = publicReadPrefixes.length === 0 ? ALL_BLOCKED : null
  return {
    objects: new Map(),
    cors,
    lifecycle: null,
    policy: null,
    maxSignatureAgeMs: null,
    publicAccessBlock,
    publicReadPrefixes,
    weaknesses,
  }
}
