import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'tsdown'
import config from '../tsdown.config.ts'
import type { Bench } from './bench.ts'
import { interleave } from './interleave.ts'

const outDir = fileURLToPath(new URL('../node_modules/.cache/bench-dist/', import.meta.url))
const script = fileURLToPath(new URL('first-url.mjs', import.meta.url))

/** What a serverless function pays before its first URL: import of the built server entry and one signature. */
export const coldStart: Bench = {
  name: 'cold-start',
  rounds: 15,
  async run(rounds) {
    // Not into dist/, which may be in use.
    await build({ ...config, config: false, outDir, dts: false, copy: [], logLevel: 'error' })
    const lines = { aws4fetch: 'aws4fetch', 'server/index.js': `${outDir}server/index.js` }
    const names = Object.keys(lines) as (keyof typeof lines)[]
    const samples = await interleave(names, { rounds, warmUps: 1 }, async (line) => {
      const { stdout } = await promisify(execFile)(process.execPath, [script, lines[line]])
      return Number(stdout)
    })
    return {
      comparisons: [
        { title: 'Import and first URL in a fresh process', samples, baselines: ['aws4fetch'], facts: {} },
      ],
      broken: [],
    }
  },
}
