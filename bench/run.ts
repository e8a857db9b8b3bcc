// `npm run bench -- <suite or benchmark>… [--rounds N] [--json]`; without a name it lists them.
// Exit status: 1 when something is broken that has to hold on any machine, 2 for a name that is unknown.
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { Bench } from './bench.ts'
import { coldStart } from './cold-start.ts'
import { confirmRates } from './confirm-rates.ts'
import { peerRates } from './peer-rates.ts'
import { presignRates } from './presign-rates.ts'
import { printSummary, summarise, type Summary } from './summary.ts'
import { uploadOverhead } from './upload-overhead.ts'

const SUITES: Readonly<Record<string, readonly Bench[]>> = {
  upload: [uploadOverhead, presignRates, confirmRates, coldStart],
  // In this order: the first installs what the second shows only when it is there.
  peers: [peerRates, coldStart],
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string' } },
})
process.exitCode = await main(positionals)

async function main(names: readonly string[]): Promise<number> {
  const rounds = values.rounds === undefined ? null : Number(values.rounds)
  const benches = names.flatMap(benchesOf)
  const isWrong = (rounds !== null && !(Number.isInteger(rounds) && rounds > 0)) || benches.includes(null)
  if (names.length === 0 || isWrong) {
    printUsage()
    return isWrong ? 2 : 0
  }
  const summaries: Record<string, Summary[]> = {}
  const broken: string[] = []
  for (const bench of benches) {
    if (bench === null) continue
    const result = await bench.run(rounds ?? bench.rounds)
    const summarised = result.comparisons.map(summarise)
    summaries[bench.name] = summarised
    broken.push(...result.broken)
    if (!values.json) summarised.forEach(printSummary)
  }
  if (values.json) console.log(JSON.stringify({ machine: machine(), benches: summaries, broken }, null, 2))
  else console.log(`\n${machine()}`)
  for (const sentence of broken) console.error(`BROKEN: ${sentence}`)
  return broken.length === 0 ? 0 : 1
}

/** Null: there is nothing of this name. */
function benchesOf(name: string): readonly (Bench | null)[] {
  if (Object.hasOwn(SUITES, name)) return SUITES[name] ?? []
  return [
    Object.values(SUITES)
      .flat()
      .find((bench) => bench.name === name) ?? null,
  ]
}

function printUsage(): void {
  console.log('npm run bench -- <name>… [--rounds N] [--json]\n')
  for (const [suite, benches] of Object.entries(SUITES)) {
    console.log(`  ${suite}: all of ${benches.map(({ name }) => name).join(', ')}`)
  }
}

function machine(): string {
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`
}
