import type { StoredObject } from '../../../src/testing/index.ts'
import type { PageEntry } from '../page/page-entry.ts'
import type { WireRequest } from '../tcp-proxy/relay-connection.ts'

/** Everything that can be known of a run after its end. The invariants are functions of it. */
export interface RunRecord {
  /** What the page told, in its order. */
  entries: readonly PageEntry[]
  /** Requests as they passed on the wire. */
  storageRequests: readonly WireRequest[]
  backendRequests: readonly WireRequest[]
  /** What the backend gave out. */
  grants: readonly { id: string; ticket: string; signature: string; sha256: string }[]
  /** Confirms that the backend answered with 200, in milliseconds since the epoch by the machine's clock. */
  confirmed: readonly { id: string; atMs: number }[]
  saved: readonly { id: string; key: string; sha256: string }[]
  objects: readonly Pick<StoredObject, 'key' | 'bytes' | 'sha256' | 'headers' | 'metadata'>[]
  /** What a script or a person could read afterwards, by where it was found. */
  texts: Readonly<Record<string, string>>
  /** Uncaught errors and rejections of the page. */
  pageErrors: readonly string[]
  mutationsLeft: number
  /** Status of a PUT with each URL that led to an image, sent once more with the same bytes. */
  replays: readonly { id: string; status: number }[]
}
