// `npm run test:s3`: the S3 behaviour suite against the strict S3 in memory and against Ceph RGW, then against Ceph
// RGW what Chromium sees of its refusals, and the upload end to end. Its last line is `N passed, N failed, N skipped`.
// Exit status: 1 when a test failed or none ran, 2 when Ceph cannot be installed here.
import { startCeph } from './ceph-rgw.ts'
import { addTotals, type RunOptions, runVitest, type Totals } from './run-vitest.ts'

let totals: Totals = { passed: 0, failed: 0, skipped: 0 }
const exitCode = await runAll()
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exit(exitCode)

async function runAll(): Promise<number> {
  const suite = ['--project', 'node', 'test/s3']
  await test('memory', suite)
  const ceph = await startCeph()
  if ('status' in ceph) {
    console.error('Nothing was tested against Ceph RGW: it did not start.')
    return ceph.status === 2 ? 2 : 1
  }
  await test('ceph', suite, ceph)
  await test('ceph in Chromium', ['--project', 'browser', 'test/upload/refused-puts'], ceph)
  await test('ceph end to end', ['--project', 'e2e'], ceph)
  return totals.failed === 0 ? 0 : 1
}

async function test(name: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
  console.log(`\n# ${name}`)
  totals = addTotals(totals, await runVitest(args, options))
}
