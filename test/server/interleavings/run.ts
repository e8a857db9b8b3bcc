import type { Actor, Call } from './actor.ts'
import type { Fault } from './fault.ts'
import type { Violation } from './moment.ts'
import type { AppRefusals } from './scenario.ts'
import type { World } from './world.ts'

/** One schedule while it is played, and what is known of it afterwards. */
export interface Run {
  world: World
  app: AppRefusals
  fault: Fault | null
  /** Whether the app refuses savings now. */
  isRefusingSavings: boolean
  /** Calls at their scheduling point, the oldest first. */
  calls: Call[]
  /** Writes whose caller was told of an error, and that the store has still to carry out. */
  late: Call[]
  /** The request that the fault has struck. */
  struck: Actor | null
  /** What happened, call by call. */
  trace: string[]
  violations: Violation[]
  actors: Actor[]
  /** How often a request was interrupted that could have gone on. */
  preemptions: number
  /** What runs now, for violations and errors. */
  phase: string
}

export function newRun(world: World, app: AppRefusals, fault: Fault | null): Run {
  return {
    world,
    app,
    fault,
    isRefusingSavings: false,
    calls: [],
    late: [],
    struck: null,
    trace: [],
    violations: [],
    actors: [],
    preemptions: 0,
    phase: 'set-up',
  }
}

/** Waits at the scheduling point: resolves or rejects when the scheduler delivers an outcome. */
export function scheduled<T>(
  run: Run,
  actor: Actor,
  { text, kind, effect }: Pick<Call, 'text' | 'kind'> & { effect(): T },
): Promise<Awaited<T>> {
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<T>>()
  // What a dead process still calls has no effect, and no answer.
  if (actor.process.isDead) return promise
  const { counts } = actor
  counts.crash += 1
  if (kind === 'store write') counts['late PUT'] += 1
  if (kind === 'saving') counts['lost reply'] += 1
  run.calls.push({
    actor,
    text,
    kind,
    nth: { ...counts },
    effect,
    outcome: null,
    deliver: (outcome) => ('error' in outcome ? reject(outcome.error) : resolve(outcome.value as Awaited<T>)),
  })
  return promise
}

export function violation(run: Run, invariant: Violation['invariant'], what: string): void {
  run.violations.push({ invariant, what, when: run.phase })
}

export function traceLine(run: Run, who: string, what: string): void {
  run.trace.push(`${who}: ${what}`)
}
