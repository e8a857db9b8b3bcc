// How AWS decides about one request within one account, as its documentation says ("Policy evaluation logic", "IAM JSON
// policy elements"): for the elements, operators and keys that policies of S3 need. What is not known here throws: an
// answer of this evaluator can be relied on.

/** One request, as policies see it. */
export interface IamRequest {
  /** ARN of a role or user, the name of an AWS service, or null for nobody. */
  principal: string | null
  /** E.g. `s3:PutObject`. */
  action: string
  /** ARN. */
  resource: string
  /** Keys that the request has; one that is not here is missing. */
  context: Readonly<Record<string, string>>
}

export interface Decision {
  isAllowed: boolean
  /** The statement that decided; null: nothing allows it. */
  by: string | null
}

/** A policy as anybody may write it. */
export interface AnyPolicy {
  Statement: readonly AnyStatement[]
}

type OneOrMore<T> = T | readonly T[]

interface AnyStatement {
  Sid?: string
  Effect: string
  Principal?: OneOrMore<string> | Readonly<Record<string, OneOrMore<string>>>
  Action?: OneOrMore<string>
  NotAction?: OneOrMore<string>
  Resource?: OneOrMore<string>
  Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore<string>>>>>
}

const ELEMENTS = new Set(['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'Condition'])

/**
 * An explicit deny wins; otherwise one allow is enough, in a policy of the principal or in the one of the bucket;
 * otherwise it is denied.
 */
export function decide(
  request: IamRequest,
  policies: { identity: readonly AnyPolicy[]; bucket: AnyPolicy },
): Decision {
  const fitting = [
    ...policies.identity.flatMap(({ Statement }) => Statement).filter((each) => fits(each, request)),
    ...policies.bucket.Statement.filter((each) => isFor(each, request) && fits(each, request)),
  ]
  const denial = fitting.find(({ Effect }) => Effect === 'Deny')
  const deciding = denial ?? fitting.find(({ Effect }) => Effect === 'Allow')
  return { isAllowed: deciding?.Effect === 'Allow', by: deciding?.Sid ?? null }
}

function fits(statement: AnyStatement, request: IamRequest): boolean {
  const unknown = Object.keys(statement).find((name) => !ELEMENTS.has(name))
  if (unknown !== undefined) throw new Error(`The element ${unknown} is not known here.`)
  const { Action, NotAction, Resource, Condition = {} } = statement
  const action = request.action.toLowerCase()
  const isAmong = (names: OneOrMore<string> | undefined) =>
    list(names).some((name) => isLike(name.toLowerCase(), action))
  const isAction = NotAction === undefined ? isAmong(Action) : !isAmong(NotAction)
  return (
    isAction &&
    list(Resource).some((pattern) => isLike(pattern, request.resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, key, list(values), request)),
    )
  )
}

/** Whom a statement of a bucket policy is about. */
function isFor({ Principal }: AnyStatement, { principal }: IamRequest): boolean {
  if (Principal === undefined) throw new Error('A statement of a bucket policy needs a Principal.')
  if (Principal === '*') return true
  return Object.entries(Principal).some(([kind, names]) => {
    if (kind === 'Service') return list(names).includes(principal ?? '')
    if (kind !== 'AWS') throw new Error(`Principals of the kind ${kind} are not known here.`)
    // The account stands for all who are in it.
    return list(names).some(
      (name) =>
        name === '*' ||
        (principal !== null &&
          (name === principal ||
            name === /^arn:aws:iam::\d+/.exec(principal)?.[0]?.concat(':root') ||
            name === principal.split(':')[4])),
    )
  })
}

type Test = (actual: string, wanted: string) => boolean

const OPERATORS: Readonly<Record<string, Test>> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringLike: (actual, wanted) => isLike(wanted, actual),
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: (actual, wanted) => Number(actual) === Number(wanted),
  NumericLessThan: (actual, wanted) => Number(actual) < Number(wanted),
  NumericGreaterThan: (actual, wanted) => Number(actual) > Number(wanted),
  ArnLike: (actual, wanted) => isLike(wanted, actual),
}

const NEGATED: Readonly<Record<string, Test>> = {
  StringNotEquals: (actual, wanted) => actual === wanted,
  StringNotLike: (actual, wanted) => isLike(wanted, actual),
  NumericNotEquals: (actual, wanted) => Number(actual) === Number(wanted),
}

function holds(operator: string, key: string, values: readonly string[], { context }: IamRequest): boolean {
  if (values.some((value) => value.includes('${'))) throw new Error('Policy variables are not known here.')
  const name = Object.keys(context).find((each) => each.toLowerCase() === key.toLowerCase())
  const actual = name === undefined ? undefined : context[name]
  if (operator === 'Null') return values.includes(String(actual === undefined))
  const plain = operator.replace(/IfExists$/, '')
  const negated = NEGATED[plain]
  // Of a key that is not there, nothing can be said: only that it is not this.
  if (negated !== undefined) return actual === undefined || !values.some((value) => negated(actual, value))
  const test = OPERATORS[plain]
  if (test === undefined) throw new Error(`The operator ${operator} is not known here.`)
  if (actual === undefined) return operator !== plain
  return values.some((value) => test(actual, value))
}

/** `*` stands for any characters, also none and slashes; `?` for one. */
function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]')
  return new RegExp(`^${source}$`).test(text)
}

function list<T>(given: OneOrMore<T> | undefined): readonly T[] {
  if (given === undefined) return []
  return Array.isArray(given) ? given : [given as T]
}
