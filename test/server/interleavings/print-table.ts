// `npm run test:interleavings`: every scenario in every mode, as a table, and of each violated invariant the shortest
// trace. `-- 20000` plays so many random schedules of each pair (default 1000), `SEED=…` those of an earlier run again,
// and `ONLY=…` the scenarios whose names contain this text. Ends with 1 when an invariant is violated.
import { explore } from './explore.ts'
import { findingText } from './finding-text.ts'
import { MODES } from './fault.ts'
import { SCENARIOS } from './scenarios.ts'

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const schedules = Number(process.argv[2] ?? 1000)
const only = process.env['ONLY'] ?? ''

const findings: string[] = []
console.log(`SEED=${seed}, ${schedules} random schedules each, and all with few preemptions\n`)
console.log(row('schedules', 'struck', 'violated', 'invariants', 'mode', 'scenario'))
for (const scenario of SCENARIOS.filter(({ name }) => name.includes(only))) {
  for (const mode of MODES) {
    // With a fault at each call in turn, two preemptions are 100,000 schedules.
    const maxPreemptions = mode === 'none' ? 2 : 1
    const { systematic, seeded, found } = await explore(scenario, mode, { seed, schedules, maxPreemptions })
    const sum = (name: keyof typeof seeded) => String(Number(systematic[name]) + Number(seeded[name]))
    const invariants = [...found.keys()].sort().join(' ')
    console.log(row(sum('schedules'), sum('struck'), sum('violated'), invariants, mode, scenario.name))
    findings.push(...[...found.values()].map(({ shortest }) => findingText(scenario, mode, shortest)))
  }
}
for (const finding of findings) console.log(`\n${finding}`)
if (findings.length > 0) process.exitCode = 1

function row(...cells: readonly [string, string, string, string, string, string]): string {
  const [played, struck, violated, invariants, mode, scenario] = cells
  const counts = [played, struck, violated].map((cell) => cell.padStart(9)).join(' ')
  return `${counts}  ${invariants.padEnd(14)}  ${mode.padEnd(10)}  ${scenario}`
}
