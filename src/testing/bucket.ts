import type { CorsRule } from './bucket-cors.ts'
import type { StoredObject } from './stored-object.ts'

export interface Bucket {
  readonly objects: Map<string, StoredObject>
  /** Null until rules are set: then every preflight is refused. */
  cors: readonly CorsRule[] | null
  /** What else was set, as it was written. It is given back, and changes nothing. */
  readonly documents: Map<string, string>
  /** Keys under these prefixes can be read by anybody. */
  readonly publicReadPrefixes: readonly string[]
}
