import { faultsAt, type Mode } from './fault.ts'
import type { Invariant, Violation } from './moment.ts'
import { playSchedule, setUp } from './play-schedule.ts'
import type { Run } from './run.ts'
import type { Scenario } from './scenario.ts'
import { seededSchedule } from './seeded.ts'
import { systematic } from './systematic.ts'

export interface ExploreOptions {
  seed: number
  /** How many seeded schedules. */
  schedules: number
  /** Of the systematic search. Default 2. */
  maxPreemptions?: number
  /** Which violations count. Default: all. */
  counts?: (violation: Violation) => boolean
}

/** A schedule in which an invariant broke. */
export interface Finding {
  run: Run
  violation: Violation
  /** How to play it again. */
  origin: string
}

/** How often, and the shortest trace. */
export interface Found {
  schedules: number
  shortest: Finding
}

/** What was explored of a scenario in a mode. */
export interface Exploration {
  scenario: Scenario
  mode: Mode
  seed: number
  systematic: Part
  seeded: Part
  /** By invariant. */
  found: Map<Invariant, Found>
}

export interface Part {
  schedules: number
  /** In how many the fault took place. */
  struck: number
  /** In how many an invariant broke. */
  violated: number
  /** Which one was the first of them, from 1. */
  first: number | null
}

/** All schedules with few preemptions, then random ones. The systematic search finds the shortest trace. */
export async function explore(
  scenario: Scenario,
  mode: Mode,
  { seed, schedules, maxPreemptions = 2, counts = () => true }: ExploreOptions,
): Promise<Exploration> {
  const start = await setUp(scenario)
  const actors = scenario.atOnce.length
  const exploration: Exploration = {
    scenario,
    mode,
    seed,
    systematic: newPart(),
    seeded: newPart(),
    found: new Map(),
  }

  function note(part: Part, run: Run, origin: string): void {
    part.schedules += 1
    if (run.struck !== null) part.struck += 1
    const violations = run.violations.filter(counts)
    if (violations.length === 0) return
    part.violated += 1
    part.first ??= part.schedules
    const invariants = new Map(violations.toReversed().map((one) => [one.invariant, one]))
    for (const [invariant, violation] of invariants) {
      const before = exploration.found.get(invariant)
      const finding = { run, violation, origin }
      exploration.found.set(invariant, {
        schedules: (before?.schedules ?? 0) + 1,
        shortest: before === undefined || isShorter(run, before.shortest.run) ? finding : before.shortest,
      })
    }
  }

  for (let actor = 0; actor < (mode === 'none' ? 1 : actors); actor++) {
    for (let nth = 1; ; nth++) {
      const struckBefore = exploration.systematic.struck
      for (const fault of faultsAt(mode, actor, nth)) {
        const all = systematic((choose) => playSchedule(start, scenario, { fault, choose }), maxPreemptions)
        for await (const run of all) note(exploration.systematic, run, 'systematic')
      }
      // No schedule has so many calls.
      if (exploration.systematic.struck === struckBefore) break
    }
  }
  for (let nth = 1; nth <= schedules; nth++) {
    const { fault, repeated, choose } = seededSchedule(seed, nth, mode, actors)
    const run = await playSchedule(start, scenario, {
      fault,
      choose,
      isAnswerApart: true,
      ...(repeated !== null && { repeated }),
    })
    note(exploration.seeded, run, `SEED=${seed}, schedule ${nth}`)
  }
  return exploration
}

function newPart(): Part {
  return { schedules: 0, struck: 0, violated: 0, first: null }
}

/** Fewer interruptions are easier to read than fewer calls. */
function isShorter(run: Run, other: Run): boolean {
  if (run.preemptions !== other.preemptions) return run.preemptions < other.preemptions
  return run.trace.length < other.trace.length
}
