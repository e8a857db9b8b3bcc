// `npm run test:s3`: what the project asks of S3, against the strict S3 in memory, Ceph RGW and LocalStack: the behaviour
// suite, what Chromium sees of refusals, and the upload end to end. `npm run test:s3 -- <memory|ceph|localstack>`: one.
// A server that cannot be installed is one skip, with its name. The last line is `N passed, N failed, N skipped`.
// Exit status: 1 when a test failed or none ran, 2 when the one server that was asked for cannot be installed here.
import { startCeph } from './ceph-rgw.ts'
import { startLocalStack } from './localstack.ts'
import { addTotals, runVitest, type Totals } from './run-vitest.ts'
import type { StartedS3 } from './started-s3.ts'

const START: Readonly<Record<string, () => Promise<StartedS3>>> = {
  memory: () => Promise.resolve({ environment: { S3_SERVER: 'memory' } }),
  ceph: startCeph,
  localstack: startLocalStack,
}

/** What each server has to stand, as arguments of Vitest. What it is known to lack is in test/s3/known-gaps.ts. */
const RUNS: readonly [what: string, args: readonly string[]][] = [
  ['behaviours', ['--project', 'node', 'test/s3']],
  ['refusals in Chromium', ['--project', 'browser', 'test/upload/steps/refused-puts']],
  ['end to end', ['--project', 'e2e']],
]

const [, , asked] = process.argv
if (asked !== undefined && !Object.hasOwn(START, asked)) {
  console.error(`test-s3: say one of ${Object.keys(START).join(', ')}, or nothing for all of them`)
  process.exit(2)
}

let totals: Totals = { passed: 0, failed: 0, skipped: 0 }
const matrix: string[] = []
let isMissing = false
for (const name of asked === undefined ? Object.keys(START) : [asked]) await testServer(name)
console.log(`\n${matrix.join('\n')}\n`)
console.log(sentence(totals))
process.exit(totals.failed > 0 ? 1 : asked !== undefined && isMissing ? 2 : 0)

async function testServer(name: string): Promise<void> {
  const server = await START[name]?.()
  if (server === undefined || 'status' in server) {
    isMissing = server?.status === 2
    report(name, isMissing ? 'skipped: it cannot be installed here' : 'did not start', {
      passed: 0,
      failed: isMissing ? 0 : 1,
      skipped: isMissing ? 1 : 0,
    })
    return
  }
  for (const [what, args] of RUNS) {
    console.log(`\n# ${name}: ${what}`)
    report(name, what, await runVitest(args, server))
  }
}

function report(name: string, what: string, more: Totals): void {
  totals = addTotals(totals, more)
  matrix.push(`${name.padEnd(11)} ${what}: ${sentence(more)}`)
}

function sentence({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
