import { S3Error } from './s3-error.ts'

/** What each statement needs, in one of two forms. */
const FIELDS = [
  ['Principal', 'NotPrincipal'],
  ['Action', 'NotAction'],
  ['Resource', 'NotResource'],
] as const

const VERSIONS: ReadonlySet<unknown> = new Set(['2012-10-17', '2008-10-17', undefined])

/** What this store reads of a policy. */
export interface BucketPolicy {
  /** Whether a statement allows anything to anybody without a condition. */
  readonly isPublic: boolean
  /** Presigned URLs that were signed longer ago are denied. Null: the policy says nothing of it. */
  readonly maxSignatureAgeMs: number | null
}

/**
 * The body of PutBucketPolicy, for the bucket of this name.
 *
 * @throws {S3Error} MalformedPolicy
 */
export function parseBucketPolicy(json: string, bucket: string): BucketPolicy {
  const policy = parseObject(json)
  if (!VERSIONS.has(policy['Version'])) throw malformed('The policy must contain a valid version string')
  const statements = [policy['Statement'] ?? []].flat().map(Object) as Record<string, unknown>[]
  if (statements.length === 0) throw malformed('Missing required field Statement')
  for (const statement of statements) checkStatement(statement, bucket)
  const ages = statements.flatMap((statement) => signatureAge(statement) ?? [])
  return {
    isPublic: statements.some(isOpen),
    maxSignatureAgeMs: ages.length === 0 ? null : Math.min(...ages),
  }
}

function checkStatement(statement: Record<string, unknown>, bucket: string): void {
  const { Effect: effect } = statement
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed(`Invalid effect: ${String(effect)}`)
  for (const [field, opposite] of FIELDS) {
    const isOne = (statement[field] === undefined) !== (statement[opposite] === undefined)
    if (!isOne) throw malformed(`Missing required field ${field}`)
  }
  const actions = texts(statement['Action'] ?? statement['NotAction'])
  if (!actions.every((action) => /^(?:\*|s3:[\w*?]+)$/.test(action)))
    throw malformed('Policy has invalid action')
  const arn = `arn:aws:s3:::${bucket}`
  const resources = texts(statement['Resource'] ?? statement['NotResource'])
  if (!resources.every((resource) => resource === arn || resource.startsWith(`${arn}/`))) {
    throw malformed('Policy has invalid resource')
  }
}

function isOpen({ Effect, Principal, Condition }: Record<string, unknown>): boolean {
  const { AWS: aws } = Object(Principal) as Record<string, unknown>
  const isAnybody = Principal === '*' || [aws].flat().includes('*')
  return Effect === 'Allow' && isAnybody && Condition === undefined
}

/** Of a statement that denies everybody what was signed too long ago, and asks for nothing else. */
function signatureAge({ Effect, Principal, Condition }: Record<string, unknown>): number | null {
  const [[operator, test] = [], ...others] = Object.entries(Object(Condition))
  const age: unknown = Object(test)['s3:signatureAge']
  const isSuch = operator === 'NumericGreaterThan' && others.length === 0 && age !== undefined
  return Effect === 'Deny' && Principal === '*' && isSuch ? Number(age) : null
}

/** @throws {S3Error} MalformedPolicy when it is neither a text nor a list of some */
function texts(value: unknown): string[] {
  const values = [value].flat()
  const found = values.filter((each) => typeof each === 'string')
  if (found.length === 0 || found.length < values.length)
    throw malformed('Policy has a field of a wrong type')
  return found
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object(value)
  } catch {
    // As below.
  }
  throw malformed("Policies must be valid JSON and the first byte must be '{'")
}

function malformed(message: string): S3Error {
  return new S3Error('MalformedPolicy', message)
}
