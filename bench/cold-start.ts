import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Bench } from './bench.ts'
import { builtPackage, buildPackage } from './built-package.ts'
import { interleave } from './interleave.ts'
import { hasPeers, peerVersions } from './peers.ts'

const script = fileURLToPath(new URL('peers/first-url.mjs', import.meta.url))
const OWN = ['aws4fetch', 's3Store', 'request-url'] as const
const PEERS = ['AWS SDK presigner', 'Better Upload, handleRequest'] as const

/**
 * What a serverless function pays before its first URL: the import of the built server entry, and one signature, or one
 * answer of the whole route. Beside others where they are installed.
 */
export const coldStart: Bench = {
  name: 'cold-start',
  rounds: 15,
  async run(rounds) {
    await buildPackage()
    const isBeside = hasPeers()
    const lines = isBeside ? [...OWN, ...PEERS] : OWN
    const taken = await interleave(lines, { rounds, warmUps: 1 }, async (line) => {
      const { stdout } = await promisify(execFile)(process.execPath, [script, line, builtPackage])
      return JSON.parse(stdout) as { ms: number; cpuMs: number }
    })
    const samples = (of: 'ms' | 'cpuMs') =>
      Object.fromEntries(lines.map((line) => [line, taken[line].map((round) => round[of])]))
    const title = 'Import and first URL in a fresh process'
    const baselines = isBeside ? ['aws4fetch', ...PEERS] : ['aws4fetch']
    return {
      comparisons: [
        {
          title: `${title}, wall clock`,
          samples: samples('ms'),
          baselines,
          facts: isBeside
            ? peerVersions
            : { 'AWS SDK and Better Upload': 'not installed, `npm run bench -- peers` does it' },
        },
        { title: `${title}, CPU time`, samples: samples('cpuMs'), baselines, facts: {} },
      ],
      broken: [],
    }
  },
}
