import type { Choose } from './choice.ts'
import { carryOutLate } from './carry-out.ts'
import { checkMoment } from './check-moment.ts'
import type { Fault } from './fault.ts'
import type { Unfinished } from './moment.ts'
import { playPhase } from './play-phase.ts'
import { newRun, type Run, traceLine } from './run.ts'
import { type Act, actName, type Scenario } from './scenario.ts'
import { idIn, newWorld, publicPictures, type World, worldFrom } from './world.ts'

export interface ScheduleOptions {
  fault: Fault | null
  choose: Choose
  isAnswerApart?: boolean
  /** Which of the requests at once is repeated after a crash: its index. Default: the one that died. */
  repeated?: number
}

const FIRST: Choose = () => 0

/** The world after the requests of `before`. */
export async function setUp({ before }: Scenario): Promise<World> {
  const run = newRun(newWorld(), {}, null)
  for (const act of before) {
    await playPhase(run, [act], FIRST, {})
    const isDone = run.actors.every(({ answer }) => answer?.status === 200)
    if (!isDone) throw new Error(`The set-up has failed.\n${run.trace.join('\n')}`)
  }
  return run.world
}

/** Plays one schedule from a world that was set up, and checks every quiet moment. */
export async function playSchedule(start: World, scenario: Scenario, options: ScheduleOptions): Promise<Run> {
  const { atOnce, afterwards = [], isOneProcess = false, app = {} } = scenario
  const { fault, choose, isAnswerApart = false } = options
  const run = newRun(worldFrom(start), app, fault)

  async function phase(when: string, acts: readonly Act[], isAtOnce: boolean): Promise<void> {
    run.phase = when
    await playPhase(run, acts, choose, { isOneProcess, isAtOnce, isAnswerApart })
    // A late write may come now, or later still.
    while (run.late.length > 0 && choose(BETWEEN) === 1) await landLate(run)
  }

  run.isRefusingSavings = true
  await phase('after all at once', atOnce, true)
  run.isRefusingSavings = false
  const { struck } = run
  let unfinished: Unfinished = 'settled'
  if (struck !== null && fault?.mode === 'late PUT') unfinished = 'failing'
  if (struck !== null && fault?.mode === 'crash') unfinished = 'crashed'
  checkNow(run, unfinished)
  if (struck !== null && fault?.mode === 'crash') {
    const other = atOnce[options.repeated ?? fault.actor]
    // A revocation knows a ticket only: it is no request of the owner.
    const act = other === undefined || other.type === 'revoke' ? struck.act : other
    unfinished = act === struck.act ? 'settled' : 'other repeated'
    await phase(`after a healthy process repeated ${actName(act)}`, [act], false)
    checkNow(run, unfinished)
  }
  for (const act of afterwards) {
    await phase(`after ${actName(act)}`, [act], false)
    checkNow(run, unfinished)
  }
  if (unfinished !== 'failing' || struck === null) return run
  while (run.late.length > 0) {
    await landLate(run)
    run.phase = 'after the late write'
    checkNow(run, unfinished)
  }
  await phase(`after the late write and a repeated ${actName(struck.act)}`, [struck.act], false)
  checkNow(run, 'settled')
  return run
}

/** Go on, or let a late write come: neither interrupts anybody. */
const BETWEEN = [
  { preemptions: 0, isSame: true },
  { preemptions: 0, isSame: false },
] as const

async function landLate(run: Run): Promise<void> {
  const [call] = run.late
  if (call !== undefined) await carryOutLate(run, call)
}

function checkNow(run: Run, unfinished: Unfinished): void {
  const { world, phase } = run
  const moment = {
    when: phase,
    unfinished,
    row: world.row === null ? null : { key: world.row, id: idIn(world.row) },
    pictures: publicPictures(world),
    history: world.history,
    nameOf: (id: string | null) => (id === null ? 'an unknown object' : (world.names.get(id) ?? id)),
  }
  run.violations.push(...checkMoment(moment))
  const names = [...new Set(moment.pictures.values())].map(moment.nameOf)
  const saved = moment.row === null ? 'null' : moment.nameOf(moment.row.id)
  traceLine(run, phase, `the row is ${saved}, public: ${names.join(', ') || 'nothing'}`)
}
