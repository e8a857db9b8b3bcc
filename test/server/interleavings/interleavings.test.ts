import { describe, expect, test } from 'vitest'
import { explore } from './explore.ts'
import { findingText } from './finding-text.ts'
import { SOUND_TODAY } from './sound-today.ts'
import { TODAY_FAULTS } from './today-faults.ts'

// The explorer runs real handlers over one store and one database row, and decides whose call goes next.
//
// THESE ARE FAULTS OF TODAY: the first table of the design of an image's life on the server ("What was wrong"). Each
// test of the first group says that the explorer finds one. When the algorithm of that design is in `src/server`, turn
// each test round: `explore` finds nothing, in every mode. Until then a test that fails here says that a fault is gone.
//
// `npm run test:interleavings` explores every scenario in every mode, and prints a table.

/** Other schedules each time. `SEED` plays those of an earlier run again. */
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** Of the rarest row, 9 in 2,000 seeded schedules violate the invariant. The systematic search finds all rows. */
const SCHEDULES = 500

describe('today the explorer finds', () => {
  test.each(TODAY_FAULTS.map((row) => [row.invariant, row.scenario.name, row] as const))(
    'a violation of %s: %s',
    { timeout: 60_000 },
    async (invariant, _, { scenario, mode, when = /./ }) => {
      const { found, systematic, seeded } = await explore(scenario, mode, {
        seed,
        schedules: SCHEDULES,
        counts: (violation) => violation.invariant === invariant && when.test(violation.when),
      })
      const finding = found.get(invariant)
      expect(finding?.shortest.run.trace).toBeDefined()
      // Every schedule with at most two preemptions was played: this number cannot change by chance.
      expect(systematic.violated).toBeGreaterThan(0)
      expect(systematic.first).toBeLessThanOrEqual(100)
      expect(seeded.schedules).toBe(SCHEDULES)
    },
  )
})

describe('today the explorer finds nothing', () => {
  test.each(SOUND_TODAY.map((row) => [row.scenario.name, row.mode, row] as const))(
    'when %s (faults: %s)',
    { timeout: 60_000 },
    async (_, mode, { scenario, schedules, maxPreemptions = 2 }) => {
      const { found, systematic, seeded } = await explore(scenario, mode, { seed, schedules, maxPreemptions })
      expect([...found.values()].map(({ shortest }) => findingText(scenario, mode, shortest))).toEqual([])
      expect(systematic.schedules + seeded.schedules).toBeGreaterThan(schedules)
      expect(systematic.struck > 0).toBe(mode !== 'none')
    },
  )
})
