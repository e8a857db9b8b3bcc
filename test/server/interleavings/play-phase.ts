import { type Actor, type Call, newActor } from './actor.ts'
import { carryOut, carryOutLate, deliver } from './carry-out.ts'
import type { Choose, Option } from './choice.ts'
import { performAct } from './perform-act.ts'
import { startProcess } from './process.ts'
import type { Run } from './run.ts'
import { type Act, actName } from './scenario.ts'

/** One thing that can happen next. */
interface Step extends Option {
  actor: Actor | null
  happen(): Promise<void> | void
}

export interface PhaseOptions {
  isOneProcess?: boolean
  /** Whether a fault can strike these requests. */
  isAtOnce?: boolean
  /**
   * Whether the answer of a call is a step of its own. Between an effect and its answer the caller changes nothing, so
   * that each schedule without this has the same effects as some with it: only the clock, and parallel calls of one
   * request, can tell the difference. The systematic search goes without, because it halves the steps.
   */
  isAnswerApart?: boolean
}

/** More than any request takes: then something waits for what is no call. */
const MAX_TURNS = 200
const TURNS_TO_BEGIN = 5
/** Of three requests with eight rounds each, 300 is a lot. */
const MAX_STEPS = 1000

/** Plays requests until all of them have ended, in the order that `choose` decides. */
export async function playPhase(
  run: Run,
  acts: readonly Act[],
  choose: Choose,
  { isOneProcess = false, isAtOnce = false, isAnswerApart = false }: PhaseOptions,
): Promise<void> {
  const shared = { isDead: false }
  const sharedHandler = startProcess(run)
  const actors = acts.map((act, index) => {
    const who = isAtOnce ? `p${isOneProcess ? 1 : index + 1} ` : ''
    const life = isOneProcess ? shared : { isDead: false }
    return newActor(act, who + actName(act), life, isAtOnce ? index : null)
  })
  run.actors = actors
  const waiting = [...actors]
  const begin = (actor: Actor) => {
    waiting.splice(waiting.indexOf(actor), 1)
    void performAct(run, actor, isOneProcess ? sharedHandler : startProcess(run)).catch((error: unknown) =>
      failures.push(error),
    )
  }
  const failures: unknown[] = []
  // Nothing happens before the first call of a process, so when a request begins matters only where one is shared.
  if (!isOneProcess) for (const actor of actors) begin(actor)
  let current: Actor | null = null
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    await untilWaiting(
      run,
      actors.filter((actor) => !waiting.includes(actor)),
    )
    if (failures.length > 0) throw new Error('A request has thrown.', { cause: failures[0] })
    if (actors.every(({ isEnded }) => isEnded)) return
    const possible: Step[] = [
      ...run.calls.map((call) => callStep(run, call, isAnswerApart)),
      ...waiting.filter(({ isEnded }) => !isEnded).map((actor) => step(actor, () => begin(actor))),
      ...run.late.map((call) => step(null, () => carryOutLate(run, call))),
    ]
    // A request that runs alone, with no late write about, has nothing to decide.
    const isAlone = acts.length === 1 && !isAtOnce && run.late.length === 0
    const next = chosen(possible, current, isAlone ? () => 0 : choose)
    if (next === null) throw new Error(`Nothing goes on.\n${run.trace.join('\n')}`)
    run.preemptions += next.preemptions
    await next.happen()
    // What the store does late is nobody's turn.
    current = next.actor ?? current
  }
  throw new Error(`It goes on for ever.\n${run.trace.slice(0, 100).join('\n')}`)
}

function callStep(run: Run, call: Call, isAnswerApart: boolean): Step {
  return step(call.actor, async () => {
    if (call.outcome === null) {
      await carryOut(run, call)
      if (isAnswerApart) return
    }
    deliver(run, call)
  })
}

function step(actor: Actor | null, happen: Step['happen']): Step {
  return { actor, happen, preemptions: 0, isSame: false }
}

/** Those of the request that went on before come first: to go on is no preemption. */
function chosen(steps: readonly Step[], current: Actor | null, choose: Choose): Step | null {
  const own = steps.filter(({ actor }) => current !== null && actor === current)
  const others = steps.filter((other) => !own.includes(other))
  // Parallel calls of one request: another order than theirs counts like a preemption, or such orders multiply.
  for (const [index, same] of own.entries())
    Object.assign(same, { isSame: true, preemptions: index > 0 ? 1 : 0 })
  for (const other of others) other.preemptions = own.length > 0 ? 1 : 0
  const options = [...own, ...others]
  return options[options.length === 1 ? 0 : choose(options)] ?? null
}

/**
 * Until each request that has begun has made its next call, has ended, or waits for another one in its process.
 * One turn of the event loop is enough for that, but for the begin and the end of a request: there are streams.
 */
async function untilWaiting(run: Run, begun: readonly Actor[]): Promise<void> {
  const isBusy = (actor: Actor) => !actor.isEnded && !run.calls.some((call) => call.actor === actor)
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    const busy = begun.filter(isBusy)
    if (busy.length === 0) return
    for (const actor of busy) actor.turns += 1
    // Time enough to begin, and another request of its process has a call: it waits for that one.
    const isBehind = ({ turns, process }: Actor) =>
      turns > TURNS_TO_BEGIN && run.calls.some((call) => call.actor.process === process)
    if (busy.every(isBehind)) return
  }
}
