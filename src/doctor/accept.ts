import type { Finding } from './finding.ts'

/**
 * Before anything is asked: a name with a slip of the pen accepts nothing, and one of a check that is no more would
 * stay for ever.
 *
 * @throws {TypeError} for an id that none of the checks has.
 */
export function refuseUnknown(accept: readonly string[], checks: readonly { readonly id: string }[]): void {
  const unknown = accept.find((id) => !checks.some((check) => check.id === id))
  if (unknown === undefined) return
  throw new TypeError(`There is nothing to accept by the name "${unknown}": docs/doctor.md lists the checks.`)
}

/** A failure that is known and accepted is still told, and is none. */
export function accepting(
  findings: readonly Finding[],
  accept: readonly string[],
): { findings: Finding[]; acceptedInVain: string[] } {
  const statusOf = (id: string) => findings.find((finding) => finding.id === id)?.status
  return {
    findings: findings.map((finding) =>
      finding.status === 'fail' && accept.includes(finding.id)
        ? { ...finding, status: 'accepted', fix: null }
        : finding,
    ),
    // What could not be told this time may fail the next.
    acceptedInVain: [...new Set(accept)].filter(
      (id) => !['fail', 'cannot-tell'].includes(statusOf(id) ?? ''),
    ),
  }
}
