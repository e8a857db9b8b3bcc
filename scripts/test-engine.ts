// `npm run test:firefox`, `npm run test:webkit`: what depends on the browser, in another one than Chromium: the component by
// real keys, and uploads against the strict S3 and against Ceph RGW. Its last line is `N passed, N failed, N skipped`.
// Exit status: 1 when a test failed or none ran, 2 when the browser cannot be installed here.
import { spawnSync } from 'node:child_process'
import { aptInstall } from './apt-install.ts'
import { startCeph } from './ceph-rgw.ts'
import { type Engine, ENGINES } from './engines.ts'
import { runVitest } from './run-vitest.ts'

const [, , name = ''] = process.argv
const engine = ENGINES[name]
if (engine === undefined) fail(`say one of ${Object.keys(ENGINES).join(', ')}`, 1)
install(engine)

const ceph = await startCeph()
if ('status' in ceph) console.error('Skipped: what Ceph RGW refuses. It did not start.')
const environment = { ENGINE: name, ...('environment' in ceph && ceph.environment) }
const { passed, failed, skipped } = await runVitest(['--project', 'browser', '--project', 'a11y'], {
  environment,
  wrapper: engine.wrapper,
})
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed === 0 ? 0 : 1)

function install({ packages, commands }: Engine): void {
  const isMissing = () => commands.some((command) => spawnSync('which', [command]).status !== 0)
  if (!isMissing()) return
  const obstacle = aptInstall(packages)
  if (obstacle !== null) fail(obstacle, 2)
  if (isMissing()) fail(`needs ${commands.join(', ')}`, 2)
}

function fail(reason: string, status: number): never {
  console.error(`test-engine: skipped ${name}: ${reason}`)
  process.exit(status)
}
