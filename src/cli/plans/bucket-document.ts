/** What S3 keeps of a bucket, by the name that its API has for it in the query. */
export type BucketDocument = 'cors' | 'lifecycle' | 'policy' | 'publicAccessBlock'

/** A document as S3 keeps it. */
export interface KeptDocument {
  /** XML; of `policy` JSON. */
  text: string
  /** Headers without which writing it again would change more than its text. */
  headers: Readonly<Record<string, string>>
}

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
