import { cannotTell, type Check, type Finding, type Verdict } from './finding.ts'
import { failureName } from './failure-name.ts'

/**
 * Runs the checks one after the other. A check that throws cannot tell; after an abort, the rest is not tried.
 */
export async function runChecks<C>(
  checks: readonly Check<C>[],
  context: C,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const check of checks) {
    const { id, title } = check
    findings.push({ id, title, ...(await runOne(check, context, signal)) })
  }
  return findings
}

async function runOne<C>(check: Check<C>, context: C, signal: AbortSignal | undefined): Promise<Verdict> {
  if (signal?.aborted === true) return cannotTell('It was interrupted before this was tried.')
  try {
    return await check.run(context)
  } catch (error) {
    return cannotTell(`This could not be tried: ${failureName(error)}.`)
  }
}
