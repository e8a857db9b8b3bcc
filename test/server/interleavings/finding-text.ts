import type { Finding } from './explore.ts'
import { faultName, type Mode } from './fault.ts'
import type { Scenario } from './scenario.ts'

/** A violation for a person to read: what broke, how to play it again, and what happened, call by call. */
export function findingText(scenario: Scenario, mode: Mode, { run, violation, origin }: Finding): string {
  const { fault, preemptions, trace } = run
  return [
    `${violation.invariant} ${violation.when}: ${violation.what}`,
    `scenario: ${scenario.name}`,
    `mode: ${mode}${fault === null ? '' : ` (${faultName(fault)})`}`,
    `found by: ${origin}, ${preemptions} preemptions`,
    ...trace.map((line) => `  ${line}`),
  ].join('\n')
}
