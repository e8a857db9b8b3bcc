import { asyncProperty, check, defaultReportMessage } from 'fast-check'
import { expect, test } from 'vitest'
import { runWalk } from './run-walk.ts'
import { walkInvariants } from './walk-invariants.ts'
import type { WalkRecord } from './walk-record.ts'
import { walkScript } from './walk-script.ts'

// Random faults at every port, and random acts of the user, over the real engine, the real handler and the strict
// S3. The clock is a fake one, and everything else is decided by the seed: what failed once fails again.

const RUNS = 2_000

/** Another walk each time. SEED goes one again, and with WALK_PATH straight to the script that failed. */
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const path = process.env['WALK_PATH'] ?? ''

test(
  `T-56, T-57, T-58, T-59, I1, I2, I3, I4, I5, I6, I7, I8, I10, I11, I12: all hold in ${RUNS} random runs`,
  { timeout: 300_000 },
  async () => {
    const met = new Set<string>()
    const walk = asyncProperty(walkScript, async (script) => {
      const record = await runWalk(script)
      for (const name of placesOf(record)) met.add(name)
      const broken = Object.entries(walkInvariants).flatMap(([name, invariant]) =>
        invariant(record).map((what) => `${name}: ${what}`),
      )
      expect(broken).toEqual([])
    })
    const result = await check(walk, { seed, path, numRuns: RUNS, endOnFailure: path !== '' })
    if (result.failed) {
      const { counterexamplePath, errorInstance: cause } = result
      throw new Error(
        `SEED=${seed} WALK_PATH=${counterexamplePath} runs it again. ${defaultReportMessage(result)}`,
        { cause },
      )
    }
    // A walk that meets nothing proves nothing.
    const missed = PLACES.filter((name) => path === '' && !met.has(name))
    expect(missed).toEqual([])
  },
)

/** Where every walk of this length comes by, by far. */
const PLACES = [
  'preparing',
  'requesting',
  'uploading',
  'confirming',
  'waiting for backoff, then requesting',
  'waiting for backoff, then uploading',
  'waiting for backoff, then confirming',
  'waiting for online, then requesting',
  'waiting for online, then confirming',
  'success',
  'idle',
]

/** The phases that a run went through. */
function placesOf({ views }: WalkRecord): string[] {
  return views.map(({ state: { phase, waitingFor, resumes } }) =>
    phase === 'waiting' ? `waiting for ${waitingFor}, then ${resumes}` : phase,
  )
}
