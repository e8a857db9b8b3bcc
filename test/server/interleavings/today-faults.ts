import type { Mode } from './fault.ts'
import type { Invariant } from './moment.ts'
import { confirm, remove, revoke, type Scenario, upload } from './scenario.ts'

/** A row of the first table of image-life.md. */
export interface TodayFault {
  scenario: Scenario
  mode: Mode
  invariant: Invariant
  /** The quiet moment at which it has to be seen, as `Violation.when` says it. Default: any. */
  when?: RegExp
}

const A = upload('A')
const B = upload('B')

/** The rows in their order. */
export const TODAY_FAULTS: readonly TodayFault[] = [
  {
    scenario: {
      name: 'confirm of an older upload in one process, of a newer one in another',
      before: [A, B],
      atOnce: [confirm('A'), confirm('B')],
      afterwards: [confirm('B'), remove],
    },
    mode: 'none',
    invariant: 'P1',
    // "also after a repeated confirm and a DELETE"
    when: /^after remove$/,
  },
  {
    scenario: {
      name: 'remove in one process, confirm in another',
      before: [A, confirm('A'), B],
      atOnce: [remove, confirm('B')],
    },
    mode: 'none',
    invariant: 'P1',
  },
  {
    scenario: {
      name: 'undo in one process, a newer confirm in another',
      before: [A, confirm('A'), remove, B],
      atOnce: [confirm('undo A'), confirm('B')],
    },
    mode: 'none',
    invariant: 'P1',
  },
  {
    scenario: {
      name: 'the same ticket confirmed twice, then removed',
      before: [A],
      atOnce: [confirm('A'), confirm('A'), remove],
    },
    mode: 'none',
    invariant: 'P2',
  },
  {
    scenario: {
      name: 'the app refuses a removal while another process replaces',
      before: [A, confirm('A'), B],
      atOnce: [remove, confirm('B'), remove],
      app: { removals: true },
    },
    mode: 'none',
    invariant: 'P5',
  },
  {
    scenario: {
      name: 'saveImage refuses the picture',
      before: [A],
      atOnce: [confirm('A')],
      afterwards: [revoke('A'), confirm('A')],
      app: { savings: ['A'] },
    },
    mode: 'none',
    invariant: 'P2',
    // "the same ticket confirms later"
    when: /^after confirm A$/,
  },
  {
    scenario: {
      name: 'request A, confirm B, remove B, confirm A',
      before: [A, B],
      atOnce: [confirm('B')],
      afterwards: [remove, confirm('A')],
    },
    mode: 'none',
    invariant: 'P3',
  },
  {
    scenario: {
      name: 'S3 carries out a PUT after its deadline',
      before: [A],
      atOnce: [confirm('A')],
      afterwards: [confirm('A'), remove],
    },
    mode: 'late PUT',
    invariant: 'P2',
  },
]
