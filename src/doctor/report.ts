import type { Finding, Status } from './finding.ts'

/** All that a doctor has found. */
export interface Report {
  /** What was examined, e.g. "bucket pictures". */
  subject: string
  findings: readonly Finding[]
  /** Ids of checks whose failure was accepted, and that have none. */
  acceptedInVain: readonly string[]
}

const WORDS: Readonly<Record<Status, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  accepted: 'accepted',
  'not-promised': 'not promised',
  'cannot-tell': 'cannot tell',
}

/** For a terminal: a line for each check, and below a failure what to change. */
export function formatReport({ subject, findings, acceptedInVain }: Report): string {
  const idWidth = Math.max(0, ...findings.map(({ id }) => id.length))
  const lines = findings.flatMap(({ id, title, status, detail, fix }) => {
    const line = `${WORDS[status].padEnd(12)}  ${id.padEnd(idWidth)}  ${title}. ${detail}`
    return fix === null ? [line] : [line, `${' '.repeat(14)}change: ${fix}`]
  })
  const count = (status: Status) => countOf(findings, status)
  const some = (status: Status) => (count(status) === 0 ? '' : `${count(status)} ${WORDS[status]}, `)
  const total = `${count('pass')} passed, ${count('fail')} failed, ${some('accepted')}${some('not-promised')}${count('cannot-tell')} cannot be told.`
  const vain =
    acceptedInVain.length === 0
      ? []
      : [`Take from --accept what is not needed: ${acceptedInVain.join(', ')}.`]
  // What a server has said must not steer the terminal.
  return [`doctor: ${subject}`, '', ...lines, '', total, ...vain, '']
    .map((line) => line.replace(/\p{Cc}/gu, '?'))
    .join('\n')
}

/** For programs. */
export function formatJson(report: Report): string {
  return `${JSON.stringify({ ...report, exitCode: exitCode(report) }, null, 2)}\n`
}

/** 1 when a check failed, 0 when none did: what is accepted, or what the profile does not promise, is no failure. */
export function exitCode({ findings }: Report): 0 | 1 {
  return countOf(findings, 'fail') === 0 ? 0 : 1
}

function countOf(findings: readonly Finding[], status: Status): number {
  return findings.filter((finding) => finding.status === status).length
}
