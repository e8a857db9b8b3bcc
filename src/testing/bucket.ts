import type { CorsRule } from './bucket-cors.ts'
import type { StoredObject } from './stored-object.ts'

export interface Bucket {
  readonly objects: Map<string, StoredObject>
  /** Null until rules are set: then every preflight is refused. */
  cors: readonly CorsRule[] | null
  /** Keys under these prefixes can be read by anybody. */
  readonly publicReadPrefixes: readonly string[]
}
