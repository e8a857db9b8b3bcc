import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { run } from './run-vitest.ts'
import type { StartedS3 } from './started-s3.ts'

const script = fileURLToPath(new URL('ceph-rgw.sh', import.meta.url))

/** What Debian and Ubuntu call it. */
export function cephPackages(): string[] {
  return execFileSync(script, ['packages'], { encoding: 'utf8' }).trim().split(' ')
}

/** Starts Ceph RGW until this process ends. */
export async function startCeph(): Promise<StartedS3> {
  // Also on the way out after Ctrl-C, or after a bug in the caller.
  process.on('exit', () => execFileSync(script, ['down']))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
  const { status, output } = await run(script, ['up'], { stdout: 'pipe' })
  return status === 0 ? { environment: parseEnv(output) } : { status }
}
