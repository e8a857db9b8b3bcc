import type { Mode } from './fault.ts'
import { confirm, remove, revoke, type Scenario, upload } from './scenario.ts'

const A = upload('A')
const B = upload('B')
const C = upload('C')

interface SoundToday {
  scenario: Scenario
  mode: Mode
  /** How many seeded ones. */
  schedules: number
  maxPreemptions?: number
}

/** What today's code does right: here a violation would be a mistake of the checker. */
export const SOUND_TODAY: readonly SoundToday[] = [
  {
    scenario: {
      name: 'all requests go to one process at once',
      before: [A, confirm('A'), B, C],
      atOnce: [confirm('B'), remove, confirm('A'), revoke('C')],
      afterwards: [remove, confirm('undo B')],
      isOneProcess: true,
    },
    mode: 'none',
    schedules: 2000,
    // Requests take turns in a process: to interrupt one changes nothing but when another begins.
    maxPreemptions: 1,
  },
  {
    scenario: {
      name: 'one process makes one request after another',
      before: [upload('O'), A, B],
      atOnce: [confirm('A')],
      afterwards: [
        confirm('B'),
        // Replaced.
        confirm('A'),
        // Superseded.
        confirm('O'),
        remove,
        // Removed.
        confirm('B'),
        confirm('undo B'),
        C,
        confirm('C'),
        // A revocation of what is gone already.
        revoke('B'),
        remove,
      ],
    },
    mode: 'none',
    schedules: 500,
  },
  {
    scenario: {
      name: 'two processes confirm the same ticket',
      before: [A],
      atOnce: [confirm('A'), confirm('A')],
      afterwards: [confirm('A'), remove],
    },
    mode: 'none',
    schedules: 1000,
  },
  {
    scenario: {
      name: 'a process dies while it confirms, and another one repeats the confirm',
      before: [A, confirm('A'), B],
      atOnce: [confirm('B')],
      afterwards: [remove, confirm('undo B')],
    },
    mode: 'crash',
    schedules: 1000,
  },
  {
    scenario: {
      name: 'a process dies while it removes, and another one repeats the removal',
      before: [A, confirm('A')],
      atOnce: [remove],
      afterwards: [B, confirm('B')],
    },
    mode: 'crash',
    schedules: 1000,
  },
]
