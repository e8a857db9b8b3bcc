import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { npm } from '../scripts/npm.ts'
import { run } from '../scripts/run-vitest.ts'

const folder = fileURLToPath(new URL('peers/', import.meta.url))

/** Other packages that do what this one does: exact versions by name. They are none of the project's own. */
export const peerVersions: Readonly<Record<string, string>> = Object(
  readJson(`${folder}package.json`),
).dependencies

/** Whether just these versions are in bench/peers/node_modules. */
export function hasPeers(): boolean {
  return Object.entries(peerVersions).every(([name, version]) => {
    try {
      return Object(readJson(`${folder}node_modules/${name}/package.json`)).version === version
    } catch {
      return false
    }
  })
}

/**
 * Installs them by the lockfile there, when they are not. Then compiles what stands beside them: `npm run check` cannot,
 * without them.
 *
 * @throws {Error} when one of the two has failed.
 */
export async function preparePeers(): Promise<void> {
  if (!hasPeers()) {
    console.error('Installing bench/peers by its lockfile.')
    await npm('ci', '--prefix', folder)
  }
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url))
  const { status } = await run(process.execPath, [tsc, '-p', folder])
  if (status !== 0) throw new Error('bench/peers does not compile.')
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
