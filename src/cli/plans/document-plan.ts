import type { BucketDocument, KeptDocument } from './live-bucket.ts'

/** What is to become of one document of a bucket. */
export interface DocumentPlan {
  document: BucketDocument
  /** What is there, and what is to be there instead; empty: nothing to do. */
  changes: readonly { before: string | null; after: string | null }[]
  /** How many rules of others stay as they are. */
  keptCount: number
  /** What this would loosen, or end, of what is there: as sentences. */
  objections: readonly string[]
  /** What to write. */
  next: KeptDocument
}
