import { confirm, remove, revoke, type Scenario, upload } from './scenario.ts'
import { SOUND_TODAY } from './sound-today.ts'
import { TODAY_FAULTS } from './today-faults.ts'

const A = upload('A')
const B = upload('B')
const C = upload('C')
const D = upload('D')

/** What `npm run test:interleavings` explores in every mode. */
export const SCENARIOS: readonly Scenario[] = [
  ...TODAY_FAULTS.map(({ scenario }) => scenario),
  ...SOUND_TODAY.map(({ scenario }) => scenario).filter(({ isOneProcess = false }) => !isOneProcess),
  {
    name: 'two removals',
    before: [A, confirm('A')],
    atOnce: [remove, remove],
    afterwards: [confirm('undo A')],
  },
  {
    name: 'a removal and its undo ticket',
    before: [A, confirm('A'), remove],
    atOnce: [confirm('undo A'), remove],
  },
  {
    name: 'the same undo twice',
    before: [A, confirm('A'), remove],
    atOnce: [confirm('undo A'), confirm('undo A')],
  },
  {
    name: 'an undo and an older confirm',
    before: [A, B, confirm('A'), remove],
    atOnce: [confirm('undo A'), confirm('B')],
    afterwards: [remove],
  },
  {
    name: 'a confirm and a revocation',
    before: [A],
    atOnce: [confirm('A'), revoke('A')],
    afterwards: [confirm('A')],
  },
  {
    name: 'an undo and its revocation',
    before: [A, confirm('A'), remove],
    atOnce: [confirm('undo A'), revoke('undo A')],
  },
  {
    name: 'the same ticket twice and a revocation',
    before: [A],
    atOnce: [confirm('A'), revoke('A'), confirm('A')],
    afterwards: [confirm('A')],
  },
  {
    name: 'a newer upload is revoked while an older one is confirmed',
    before: [A, B],
    atOnce: [confirm('A'), revoke('B'), confirm('B')],
    afterwards: [confirm('A')],
  },
  {
    name: 'the same ticket twice and a newer one, over a saved image',
    before: [A, confirm('A'), B, C],
    atOnce: [confirm('B'), confirm('C'), confirm('B')],
    afterwards: [remove],
  },
  {
    name: 'three uploads at once, over a saved image',
    before: [A, confirm('A'), B, C, D],
    atOnce: [confirm('B'), confirm('C'), confirm('D')],
    afterwards: [remove],
  },
  {
    name: 'two confirms and a removal',
    before: [A, confirm('A'), B, C],
    atOnce: [confirm('B'), remove, confirm('C')],
    afterwards: [confirm('C')],
  },
  {
    name: 'a slow tab confirms while another one confirms and removes',
    before: [A, B],
    atOnce: [confirm('A'), confirm('B'), remove],
    afterwards: [confirm('A')],
  },
  {
    name: 'saveImage refuses a picture that two processes confirm',
    before: [A, confirm('A'), B],
    atOnce: [confirm('B'), confirm('B')],
    afterwards: [confirm('B')],
    app: { savings: ['B'] },
  },
  {
    name: 'inspect refuses a picture while an older one is confirmed',
    before: [A, B],
    atOnce: [confirm('A'), confirm('B')],
    afterwards: [confirm('B')],
    app: { inspections: ['B'] },
  },
  {
    name: 'the app refuses a removal while a newer upload is confirmed',
    before: [A, confirm('A'), B],
    atOnce: [remove, confirm('B')],
    app: { removals: true },
  },
  {
    name: 'the app refuses a removal, and the same ticket is confirmed again',
    before: [A],
    atOnce: [confirm('A'), confirm('A'), remove],
    afterwards: [confirm('A')],
    app: { removals: true },
  },
]
