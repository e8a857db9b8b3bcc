// `npm run ci`: everything that has to hold, on a machine with Node 20 or newer and npm; it installs the rest itself.
// `npm run ci -- <step> …`: only these steps. `npm run ci -- --list`: what there is.
// Two lanes of steps run side by side. What a step prints appears when it has ended; a table of all comes last.
// Exit status: 1 when a step failed, or when other tests were skipped than test/expected-skips.txt says
// (`npm run ci -- --write-skips` writes that file anew).
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Outcome } from '../test/outcome-reporter.ts'
import { compareSkips } from './compare-skips.ts'
import { run } from './run-vitest.ts'

interface Step {
  name: string
  /** An npm script with its arguments. */
  script: readonly string[]
}

interface Ended {
  step: Step
  hasFailed: boolean
  minutes: number
  outcomes: readonly Outcome[]
}

/** First of all, one after another. */
const FIRST: readonly Step[] = [
  { name: 'install', script: ['ci:install'] },
  { name: 'check', script: ['check'] },
]

/**
 * Side by side. All that starts Ceph stands in one lane, and so does all that listens on a fixed port: neither could be
 * started twice.
 */
const LANES: readonly (readonly Step[])[] = [
  [
    { name: 'node', script: ['test:node'] },
    { name: 'frameworks', script: ['test:frameworks'] },
    { name: 'faults', script: ['test:faults'] },
    { name: 'soak', script: ['test:soak'] },
    { name: 's3-memory', script: ['test:s3', '--', 'memory'] },
    { name: 's3-localstack', script: ['test:s3', '--', 'localstack'] },
  ],
  [
    { name: 'browser', script: ['test:browser'] },
    { name: 'storybook', script: ['test:storybook'] },
    { name: 'compat', script: ['test:compat'] },
    { name: 's3-ceph', script: ['test:s3', '--', 'ceph'] },
    { name: 'firefox', script: ['test:firefox'] },
    { name: 'webkit', script: ['test:webkit'] },
    { name: 'looks', script: ['test:looks'] },
  ],
]

const root = fileURLToPath(new URL('..', import.meta.url))
const expectedSkips = join(root, 'test', 'expected-skips.txt')
const folder = join(root, 'node_modules', '.cache', 'ci')

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean' }, 'write-skips': { type: 'boolean' } },
})
const names = [...FIRST, ...LANES.flat()].map(({ name }) => name)
const unknown = asked.filter((name) => !names.includes(name))
if (values.list === true || unknown.length > 0) {
  console.log(`Steps: ${names.join(', ')}`)
  process.exit(unknown.length > 0 ? 2 : 0)
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const startedAt = Date.now()
const ended = await runLane(FIRST)
// What does not compile is not tested.
if (ended.every(({ hasFailed }) => !hasFailed)) {
  ended.push(...(await Promise.all(LANES.map(runLane))).flat())
}
const skipped = ended.flatMap(({ step, outcomes }) =>
  outcomes.flatMap((outcome) => outcome.skipped.map((test) => `${step.name}: ${test}`)),
)
const listed = readFileSync(expectedSkips, 'utf8').trimEnd().split('\n')
const judged = ended.filter(({ hasFailed }) => !hasFailed).map(({ step }) => step.name)
const differences = compareSkips(skipped, listed, judged)
if (values['write-skips'] === true) {
  const ofOthers = listed.filter(
    (line) => line !== '' && !judged.some((step) => line.startsWith(`${step}: `)),
  )
  writeFileSync(expectedSkips, `${[...ofOthers, ...skipped].toSorted().join('\n')}\n`)
}

for (const { step, hasFailed, minutes } of ended) {
  console.log(`${minutes.toFixed(1).padStart(6)} min  ${hasFailed ? 'FAILED' : 'ok    '}  ${step.name}`)
}
console.log(`${minutesSince(startedAt).toFixed(1).padStart(6)} min  in all`)
for (const difference of differences) console.log(difference)
const total = (what: 'passed' | 'failed') =>
  ended.flatMap(({ outcomes }) => outcomes).reduce((sum, outcome) => sum + outcome[what], 0)
console.log(`${total('passed')} passed, ${total('failed')} failed, ${skipped.length} skipped`)
process.exitCode = differences.length > 0 || ended.some(({ hasFailed }) => hasFailed) ? 1 : 0

async function runLane(steps: readonly Step[]): Promise<Ended[]> {
  const results: Ended[] = []
  for (const step of steps) {
    if (asked.length === 0 || asked.includes(step.name)) results.push(await runStep(step))
  }
  return results
}

async function runStep(step: Step): Promise<Ended> {
  const outcomesFile = join(folder, `${step.name}.jsonl`)
  writeFileSync(outcomesFile, '')
  const stepStartedAt = Date.now()
  const { status, output } = await run('npm', ['run', ...step.script], {
    stdout: 'pipe',
    stderr: 'pipe',
    environment: { OUTCOMES: outcomesFile },
  })
  const minutes = minutesSince(stepStartedAt)
  const result = status === 0 ? 'ok' : `FAILED with status ${status}`
  console.log(`\n===== ${step.name}: ${result}, ${minutes.toFixed(1)} min\n${output}`)
  const lines = readFileSync(outcomesFile, 'utf8').split('\n').filter(Boolean)
  const outcomes = lines.map((line): Outcome => JSON.parse(line))
  return { step, hasFailed: status !== 0, minutes, outcomes }
}

function minutesSince(ms: number): number {
  return (Date.now() - ms) / 60_000
}
