import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Totals {
  passed: number
  failed: number
  skipped: number
}

export interface RunOptions {
  environment?: NodeJS.Dict<string>
  /** `pipe`: into `output`, rather than to the terminal. Default `inherit`. */
  stdout?: 'inherit' | 'pipe'
  stderr?: 'inherit' | 'pipe'
  /** A command that runs the command, with its arguments. Default: none. */
  wrapper?: readonly string[]
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** What Vitest counts. A run that breaks, or runs nothing, counts as one failure. */
export async function runVitest(args: readonly string[], options: RunOptions = {}): Promise<Totals> {
  const reports = mkdtempSync(join(tmpdir(), 'run-vitest-'))
  try {
    const report = join(reports, 'report.json')
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const outcomes = join(root, 'test', 'outcome-reporter.ts')
    const reporters = ['default', 'json', outcomes].map((name) => `--reporter=${name}`)
    const { status } = await run(
      process.execPath,
      [vitest, 'run', ...args, ...reporters, `--outputFile.json=${report}`],
      options,
    )
    const totals = readReport(report)
    const isBroken = totals.failed === 0 && (status !== 0 || totals.passed === 0)
    return isBroken ? { ...totals, failed: 1 } : totals
  } finally {
    rmSync(reports, { recursive: true })
  }
}

export function addTotals(totals: Totals, more: Totals): Totals {
  return {
    passed: totals.passed + more.passed,
    failed: totals.failed + more.failed,
    skipped: totals.skipped + more.skipped,
  }
}

export async function run(
  command: string,
  args: readonly string[],
  { environment = {}, stdout = 'inherit', stderr = 'inherit', wrapper = [] }: RunOptions = {},
): Promise<{ status: number; output: string }> {
  const [first = command, ...rest] = [...wrapper, command, ...args]
  const child = spawn(first, rest, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', stdout, stderr],
  })
  // First of all on the way out: what is still starting daemons must stop before they are stopped.
  const kill = () => child.kill()
  process.prependOnceListener('exit', kill)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code ?? 1))
  })
  process.off('exit', kill)
  return { status, output }
}

function readReport(path: string): Totals {
  try {
    const report: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return {
      passed: count(report, 'numPassedTests'),
      failed: count(report, 'numFailedTests'),
      skipped: count(report, 'numPendingTests') + count(report, 'numTodoTests'),
    }
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}

function count(report: unknown, name: string): number {
  const value: unknown = Object(report)[name]
  return typeof value === 'number' ? value : 0
}
