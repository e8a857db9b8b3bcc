import type { CorsRule } from './bucket-cors.ts'
import type { StoredObject } from './stored-object.ts'

export interface Bucket {
  readonly objects: Map<string, StoredObject>
  /** Null until rules are set: then every preflight is refused. */
  cors: readonly CorsRule[] | null
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
