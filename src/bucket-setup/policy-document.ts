/** A policy of AWS, as its JSON is written. */
export interface PolicyDocument {
  /** Of the language. */
  Version: '2012-10-17'
  /** What is allowed, and what is denied whatever else allows it. */
  Statement: readonly PolicyStatement[]
}

/** One rule of a policy. */
export interface PolicyStatement {
  /** Names the statement within its document. */
  Sid: string
  /** A `Deny` wins over every `Allow`. */
  Effect: 'Allow' | 'Deny'
  /** Whom it is about; a policy of a role has none. */
  Principal?: '*' | { readonly Service: string }
  /** Calls that it is about, e.g. `s3:PutObject`. */
  Action?: readonly string[]
  /** Every call but these. */
  NotAction?: readonly string[]
  /** ARNs, with `*` for anything. */
  Resource: readonly string[]
  /** All have to hold: by operator, by key of the request, the values. */
  Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export function policyDocument(...statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements }
}
