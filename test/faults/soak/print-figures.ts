import { sumOf } from './object-bytes.ts'
import type { Reading } from './open-soak-page.ts'
import { slope } from './slope.ts'
import type { UploadEnd } from './soak-page.ts'
import type { SoakFault } from './soak-plan.ts'

export interface Soak {
  seed: number
  ms: number
  before: Reading
  readings: readonly (readonly [uploads: number, reading: Reading])[]
  ends: readonly UploadEnd[]
  faults: ReadonlyMap<SoakFault, number>
}

const COLUMNS: Readonly<Record<string, (reading: Reading) => number>> = {
  'object URLs': ({ objectUrls }) => objectUrls.created,
  'not revoked': ({ objectUrls }) => objectUrls.created - objectUrls.revoked,
  listeners: ({ listeners }) => Object.values(listeners).reduce((sum, count) => sum + count, 0),
  timers: ({ timers }) => timers.length,
  nodes: ({ nodes }) => nodes,
  mutations: ({ mutations }) => mutations,
  queries: ({ queries }) => queries,
  'objects (B)': ({ objectBytes }) => sumOf(objectBytes),
  'heap (B)': ({ heapBytes }) => heapBytes,
}

export function printFigures({ seed, ms, before, readings, ends, faults }: Soak): void {
  const rows = [[0, before] as const, ...readings].map(([uploads, reading]) =>
    row([uploads, ...Object.values(COLUMNS).map((column) => column(reading))]),
  )
  const growth = (column: (reading: Reading) => number) =>
    slope(readings.map(([uploads, reading]) => [uploads, column(reading)])).toFixed(1)
  const lines = [
    `SEED=${seed}: ${ends.length} uploads and their readings in ${Math.round(ms / 1000)} s`,
    tally(ends.map(({ end }) => end)),
    tally(ends.flatMap(({ end, actedIn }) => (actedIn === null ? [] : `${end} after an act in ${actedIn}`))),
    Array.from(faults, ([fault, count]) => `${fault}: ${count}`).join(', '),
    row(['uploads', ...Object.keys(COLUMNS)]),
    ...rows,
    `Growth for each upload: ${growth(({ objectBytes }) => sumOf(objectBytes))} B of objects, ${growth(({ heapBytes }) => heapBytes)} B of heap`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell) => String(cell).padStart(12)).join('')
}

function tally(names: readonly string[]): string {
  const counts = Map.groupBy(names, (name) => name)
  return Array.from(counts, ([name, { length }]) => `${name}: ${length}`).join(', ')
}
