import type { Finding, Status } from './finding.ts'

/** All that a doctor has found. */
export interface Report {
  /** What was examined, e.g. "bucket pictures". */
  subject: string
  findings: readonly Finding[]
}

const WORDS: Readonly<Record<Status, string>> = { pass: 'pass', fail: 'FAIL', 'cannot-tell': 'cannot tell' }

/** For a terminal: a line for each check, and below a failure what to change. */
export function formatReport({ subject, findings }: Report): string {
  const idWidth = Math.max(0, ...findings.map(({ id }) => id.length))
  const lines = findings.flatMap(({ id, title, status, detail, fix }) => {
    const line = `${WORDS[status].padEnd(11)}  ${id.padEnd(idWidth)}  ${title}. ${detail}`
    return fix === null ? [line] : [line, `${' '.repeat(13)}change: ${fix}`]
  })
  const counts = (['pass', 'fail', 'cannot-tell'] as const).map((status) => countOf(findings, status))
  const total = `${counts[0]} passed, ${counts[1]} failed, ${counts[2]} cannot be told.`
  // What a server has said must not steer the terminal.
  return [`doctor: ${subject}`, '', ...lines, '', total, '']
    .map((line) => line.replace(/\p{Cc}/gu, '?'))
    .join('\n')
}

/** For programs. */
export function formatJson(report: Report): string {
  return `${JSON.stringify({ ...report, exitCode: exitCode(report) }, null, 2)}\n`
}

/** 1 when a check failed, 0 when none did. */
export function exitCode({ findings }: Report): 0 | 1 {
  return countOf(findings, 'fail') === 0 ? 0 : 1
}

function countOf(findings: readonly Finding[], status: Status): number {
  return findings.filter((finding) => finding.status === status).length
}
