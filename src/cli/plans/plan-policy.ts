import type { PolicyDocument } from '../../bucket-setup/policy-document.ts'
import { SID_START } from '../../bucket-setup/setup-options.ts'
import type { DocumentPlan, KeptDocument } from './bucket-document.ts'

type Statement = Readonly<Record<string, unknown>>

/**
 * Statements of ours are told from those of others by their names, which are the same for one bucket and prefix. Those of
 * others stay.
 *
 * @param mayEndReading Whether somebody has said who reads the images: left out is not "nobody from now on".
 */
export function planPolicy(
  kept: KeptDocument | null,
  wanted: PolicyDocument,
  mayEndReading: boolean,
): DocumentPlan {
  const existing = statementsOf(kept)
  const statements: readonly Statement[] = wanted.Statement.map((statement) => ({ ...statement }))
  const named = (Sid: unknown) => (statement: Statement) => statement['Sid'] === Sid
  const changed = statements
    .map((after) => ({ before: existing.find(named(after['Sid'])) ?? null, after }))
    .filter(({ before, after }) => before === null || !isSame(before, after))
  const obsolete = existing.filter((statement) => isObsolete(statement, wanted))
  const others = existing.filter(
    (statement) => !statements.some(named(statement['Sid'])) && !obsolete.includes(statement),
  )
  return {
    document: 'policy',
    changes: [
      ...changed.map(({ before, after }) => ({
        before: before && JSON.stringify(before),
        after: JSON.stringify(after),
      })),
      ...obsolete.map((before) => ({ before: JSON.stringify(before), after: null })),
    ],
    keptCount: others.length,
    objections: [
      ...changed
        .filter(({ before, after }) => before !== null && !isStricter(before, after))
        .map(
          ({ after }) =>
            `The statement ${String(after['Sid'])} of the bucket policy would be replaced by one that may allow more.`,
        ),
      ...obsolete
        .filter(({ Effect }) => Effect !== 'Allow')
        .map(({ Sid }) => `The statement ${String(Sid)} would be taken from the bucket policy.`),
      ...obsolete
        .filter(({ Effect }) => Effect === 'Allow' && !mayEndReading)
        .map(
          ({ Sid }) =>
            `The images could not be read any more: the statement ${String(Sid)} would be taken from the bucket policy. Give --images as before to keep it, or --images private.`,
        ),
    ],
    next: {
      // Another version of the language would change what the statements of others mean.
      text: JSON.stringify({
        ...(kept === null ? wanted : policyOf(kept)),
        Statement: [...others, ...statements],
      }),
      headers: kept?.headers ?? {},
    },
  }
}

/** One of ours, by its name, about nothing but what the wanted ones are about; made by other options. */
function isObsolete({ Sid, Resource }: Statement, { Statement }: PolicyDocument): boolean {
  const isOurs = typeof Sid === 'string' && Sid.startsWith(SID_START)
  const targets: ReadonlySet<unknown> = new Set(Statement.flatMap((statement) => statement.Resource))
  const isWanted = Statement.some((statement) => statement.Sid === Sid)
  return isOurs && !isWanted && [Resource].flat().every((target) => targets.has(target))
}

/** Whether statements of others let everybody in, which blocking public access would end. */
export function isPublicByOthers(plan: DocumentPlan, wanted: PolicyDocument): boolean {
  return statementsOf(plan.next).some(
    ({ Sid, Effect, Principal, Condition }) =>
      !wanted.Statement.some((statement) => statement.Sid === Sid) &&
      Effect === 'Allow' &&
      Condition === undefined &&
      /^(?:"\*"|\{"AWS":(?:"\*"|\["\*"\])\})$/.test(JSON.stringify(Principal)),
  )
}

function statementsOf(kept: KeptDocument | null): readonly Statement[] {
  if (kept === null) return []
  return [policyOf(kept).Statement].flat()
}

function policyOf({ text }: KeptDocument): { Statement: Statement | readonly Statement[] } {
  return JSON.parse(text)
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(normal(a)) === JSON.stringify(normal(b))
}

/** S3 answers a list of one as its element, and everything in an order of its own. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    const parts = value.map((each) => JSON.stringify(normal(each)))
    return parts.length === 1 ? normal(value[0]) : parts.toSorted((a, b) => (a < b ? -1 : 1))
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, each]) => [name, normal(each)] as const)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** The one change that is known to deny more: URLs end earlier. */
function isStricter(before: Statement, after: Statement): boolean {
  const [ageBefore, ageAfter] = [maxAgeOf(before), maxAgeOf(after)]
  if (after['Effect'] !== 'Deny' || Number.isNaN(ageBefore) || !(ageAfter < ageBefore)) return false
  const { Condition } = before
  return isSame({ ...before, Condition: null }, { ...after, Condition: null }) && hasAgeAlone(Condition)
}

const AGE = /^\{"NumericGreaterThan":\{"s3:signatureAge":\[?"?(\d+)"?\]?\}\}$/

function hasAgeAlone(condition: unknown): boolean {
  return AGE.test(JSON.stringify(condition) ?? '')
}

function maxAgeOf({ Condition }: Statement): number {
  return Number(AGE.exec(JSON.stringify(Condition) ?? '')?.[1] ?? NaN)
}
