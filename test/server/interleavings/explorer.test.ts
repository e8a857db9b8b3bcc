import { describe, expect, test } from 'vitest'
import { newActor, runningActor } from './actor.ts'
import { saveInRow } from './app-model.ts'
import { carryOut } from './carry-out.ts'
import type { Choose } from './choice.ts'
import { MODES } from './fault.ts'
import { playSchedule, setUp } from './play-schedule.ts'
import { startProcess } from './process.ts'
import { newRun, scheduled } from './run.ts'
import { confirm, remove, type Scenario, upload } from './scenario.ts'
import { seededSchedule } from './seeded.ts'
import { systematic } from './systematic.ts'
import { newWorld, OWNER_FOLDER } from './world.ts'

// The tools themselves: how schedules are searched and replayed, and what is checked while calls take effect.

const ID = '01900000-0000-7000-8000-000000000000'
const KEY = `avatars/${OWNER_FOLDER}/${ID}.jpg`
const PICTURE = { type: 'image/jpeg', bytes: new Uint8Array([1]) }

/** Two threads of two steps each. */
async function playToy(choose: Choose): Promise<string> {
  const left = new Map([
    ['a', 2],
    ['b', 2],
  ])
  let order = ''
  for (;;) {
    const last = order.at(-1) ?? ''
    const open = [...left].filter(([, steps]) => steps > 0).map(([name]) => name)
    const options = open.toSorted((one, other) => Number(other === last) - Number(one === last))
    if (options.length === 0) return order
    const canGoOn = options[0] === last
    const choice = choose(
      options.map((name) => ({ isSame: name === last, preemptions: canGoOn && name !== last ? 1 : 0 })),
    )
    const next = options[choice] ?? ''
    left.set(next, (left.get(next) ?? 0) - 1)
    order += next
  }
}

test.each([
  [0, ['aabb', 'bbaa']],
  [1, ['aabb', 'abba', 'baab', 'bbaa']],
  [2, ['aabb', 'abab', 'abba', 'baab', 'baba', 'bbaa']],
])('the systematic search plays each schedule with at most %i preemptions once', async (max, expected) => {
  const orders: string[] = []
  for await (const order of systematic(playToy, max)) orders.push(order)
  expect(orders.sort()).toEqual(expected)
})

test.each(MODES)('a seed plays the same schedules again (faults: %s)', async (mode) => {
  const scenario: Scenario = {
    name: 'replay',
    before: [upload('A'), confirm('A'), upload('B')],
    atOnce: [confirm('B'), remove],
    afterwards: [confirm('B')],
  }
  async function tracesOf(seed: number) {
    const start = await setUp(scenario)
    const traces: string[][] = []
    for (let nth = 1; nth <= 20; nth++) {
      const { fault, choose } = seededSchedule(seed, nth, mode, 2)
      traces.push((await playSchedule(start, scenario, { fault, choose, isAnswerApart: true })).trace)
    }
    return traces
  }
  expect(await tracesOf(7)).toEqual(await tracesOf(7))
  expect(await tracesOf(7)).not.toEqual(await tracesOf(8))
})

describe('while calls take effect, it notices', () => {
  const newCase = () => {
    const run = newRun(newWorld(), {}, null)
    const actor = newActor(remove, 'remove', { isDead: false }, 0)
    return { run, actor }
  }
  const brokenIn = ({ violations }: ReturnType<typeof newCase>['run']) =>
    violations.map(({ invariant }) => invariant)

  test('P4: a saving of what was never promoted', () => {
    const { run, actor } = newCase()
    saveInRow(run, actor, [{}, { id: ID, key: KEY }])
    expect(brokenIn(run)).toEqual(['P4'])
  })

  test.each(['delete', 'put'] as const)('P5: a %s that takes away what the row names', async (method) => {
    const { run, actor } = newCase()
    run.world.row = KEY
    run.world.store.place(KEY, PICTURE.bytes, PICTURE)
    const headers = { type: 'image/jpeg', cacheControl: '', metadata: {} } as const
    void runningActor.run(actor, () => startProcess(run).store[method](KEY, new Uint8Array(), headers))
    for (const call of run.calls) await carryOut(run, call)
    expect(brokenIn(run)).toEqual(['P5'])
  })

  test('P5: a call for the objects of another owner', () => {
    const { run, actor } = newCase()
    void runningActor.run(actor, () => startProcess(run).store.list('avatars/', '', 1))
    expect(brokenIn(run)).toEqual(['P5'])
  })

  test('nothing wrong in what a dead process still calls: it has no effect', () => {
    const { run, actor } = newCase()
    actor.process.isDead = true
    void scheduled(run, actor, { text: 'saveImage', kind: 'saving', effect: () => true })
    expect(run.calls).toEqual([])
  })
})

describe('the row of the app', () => {
  const image = { id: ID, key: KEY }

  test('is written blindly without a third argument', () => {
    const run = newRun(newWorld(), {}, null)
    run.world.row = 'something else'
    expect(saveInRow(run, newActor(confirm('A'), 'confirm', { isDead: false }, 0), [{}, image])).toBe(true)
    expect(run.world.row).toBe(KEY)
  })

  test.each([
    [null, null, true],
    [KEY, KEY, true],
    [KEY, null, false],
    [null, KEY, false],
  ])('of %s is compared with %s: %s', (row, replaces, isSaved) => {
    const run = newRun(newWorld(), {}, null)
    run.world.row = row
    const actor = newActor(confirm('A'), 'confirm', { isDead: false }, 0)
    expect(saveInRow(run, actor, [{}, image, replaces])).toBe(isSaved)
    expect(run.world.row).toBe(isSaved ? KEY : row)
  })
})
