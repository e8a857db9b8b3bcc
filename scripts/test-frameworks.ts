// `npm run test:frameworks`: the recipes of docs/frameworks.md, each in its framework, over this package as users install it.
// What they need is installed into test/frameworks/node_modules by the lockfile there. Its last line is
// `N passed, N failed, N skipped`. Exit status: 1 when a test failed or none ran, or something could not be installed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { npm } from './npm.ts'
import { runVitest } from './run-vitest.ts'

const folder = fileURLToPath(new URL('../test/frameworks', import.meta.url))
const packed = mkdtempSync(join(tmpdir(), 'frameworks-'))
try {
  await npm('ci', '--prefix', folder)
  await npm('run', 'build')
  const name = await npm('pack', '--silent', '--pack-destination', packed)
  // By its file, but not as a dependency: the lockfile would hold the digest of each build. All that it depends on is
  // there; what npm wants to read of it once more it may lack in its cache, where only the files are.
  const asUsersDo = ['--prefer-offline', '--no-save', '--no-package-lock']
  await npm('install', '--prefix', folder, ...asUsersDo, join(packed, name.trim()))
} finally {
  rmSync(packed, { recursive: true })
}
const { passed, failed, skipped } = await runVitest(['--project', 'frameworks'])
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed === 0 ? 0 : 1)
