// `npm run test:s3`: the S3 behaviour suite against the strict S3 in memory and against Ceph RGW, then the upload
// end to end against Ceph RGW. Its last line is `N passed, N failed, N skipped`.
// Exit status: 1 when a test failed or none ran, 2 when Ceph cannot be installed here.
import { execFileSync, spawn } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'

type Environment = NodeJS.Dict<string>

const root = fileURLToPath(new URL('..', import.meta.url))
const cephScript = join(root, 'scripts', 'ceph-rgw.sh')
const reports = mkdtempSync(join(tmpdir(), 'test-s3-'))
const totals = { passed: 0, failed: 0, skipped: 0 }

// Also on the way out after Ctrl-C, or after a bug in this script.
process.on('exit', () => {
  execFileSync(cephScript, ['down'])
  rmSync(reports, { recursive: true })
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const exitCode = await runAll()
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exit(exitCode)

async function runAll(): Promise<number> {
  const suite = ['--project', 'node', 'test/s3']
  await runVitest('memory', suite, {})
  const { status, output } = await run(cephScript, ['up'], { stdout: 'pipe' })
  if (status !== 0) {
    console.error('Nothing was tested against Ceph RGW: it did not start.')
    return status === 2 ? 2 : 1
  }
  const ceph = parseEnv(output)
  await runVitest('ceph', suite, ceph)
  if (globSync('test/e2e/**/*.test.ts', { cwd: root }).length > 0) {
    await runVitest('ceph-e2e', ['--project', 'e2e'], ceph)
  }
  return totals.failed === 0 ? 0 : 1
}

/** Adds what Vitest counts to the totals. A run that breaks, or runs nothing, counts as one failure. */
async function runVitest(name: string, args: readonly string[], environment: Environment): Promise<void> {
  const report = join(reports, `${name}.json`)
  console.log(`\n# ${name}`)
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { status } = await run(process.execPath, [vitest, 'run', ...args, ...reporters], { environment })
  const { passed, failed, skipped } = readReport(report)
  const isBroken = failed === 0 && (status !== 0 || passed === 0)
  totals.passed += passed
  totals.failed += isBroken ? 1 : failed
  totals.skipped += skipped
}

function readReport(path: string): typeof totals {
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

interface RunOptions {
  environment?: Environment
  /** `pipe`: into `output`, rather than to the terminal. Default `inherit`. */
  stdout?: 'inherit' | 'pipe'
}

async function run(
  command: string,
  args: string[],
  { environment = {}, stdout = 'inherit' }: RunOptions,
): Promise<{ status: number; output: string }> {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', stdout, 'inherit'],
  })
  // Before `down`: what is still starting daemons must stop first.
  const kill = () => child.kill()
  process.prependOnceListener('exit', kill)
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code ?? 1))
  })
  process.off('exit', kill)
  return { status, output }
}
