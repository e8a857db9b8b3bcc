import type { Invariant, Moment, Violation } from './moment.ts'

/**
 * What a quiet moment shows of P1, P2, P3 and P6. `check-effect.ts` checks P4 and P5, while requests run.
 */
export function checkMoment(moment: Moment): Violation[] {
  return CHECKS.flatMap(([invariant, check]) =>
    check(moment).map((what) => ({ invariant, what, when: moment.when })),
  )
}

type Check = (moment: Moment) => string[]

/**
 * P1: "At every quiet moment without a crash, the public objects of an owner are exactly the saved image (with its
 * sizes), or none." A failed write counts as a crash here, until its request was repeated: T-77 allows that.
 */
const publicIsSaved: Check = ({ unfinished, row, pictures, nameOf }) => {
  if (unfinished !== 'settled') return []
  const wrong = unsaved({ row, pictures }).map(
    (id) => `${nameOf(id)} is public, and the row does not name it`,
  )
  if (row !== null && !pictures.has(row.key))
    wrong.push(`the row names ${nameOf(row.id)}, and no picture is there`)
  return wrong
}

/**
 * P2: "An image that `inspect` refused, that was removed, replaced, superseded or revoked is readable by nobody".
 * The algorithm treats an image that `saveImage` refused in the same way ("Refused: end(T)").
 *
 * While a store write has failed, only answers bind: the removal said 200, or the revocation said `revoked`. A dead
 * process could not end what it had begun, so P6 is the check then.
 */
const endedIsUnreadable: Check = ({ unfinished, pictures, history, nameOf }) => {
  if (unfinished === 'crashed') return []
  const ended =
    unfinished === 'failing' ? [history.removedForSure, history.revoked] : Object.values(endsOf(history))
  return [...new Set(pictures.values())]
    .filter((id) => id !== null && ended.some((ids) => ids.has(id)))
    .map((id) => `${nameOf(id)} is readable, though it was ${howItEnded(history, id)}`)
}

/**
 * P2: "and no ticket brings it back but the undo ticket of its removal." An undo makes an image with an id of its own,
 * so an id that has ended is never in the row again.
 */
const endedIsNotSaved: Check = ({ unfinished, row, history, nameOf }) => {
  if (unfinished === 'crashed' || row === null) return []
  const how = howItEnded(history, row.id)
  return how === '' ? [] : [`the row names ${nameOf(row.id)}, though it was ${how}`]
}

/**
 * P3: "The saved image is the newest that was chosen: no upload that was *requested* before another one that was
 * confirmed, or confirmed and removed, wins over it. A revoked upload does not count as chosen."
 *
 * With a row that is null: the newest that was chosen is saved, unless a removal meant it. There a saving counts
 * without its answer, because it has replaced what was chosen before.
 */
const newestIsSaved: Check = ({ row, history, nameOf }) => {
  const chosen = [...history.confirmed, ...(row === null ? history.saved : [])]
  const newest = chosen
    .filter((id) => !history.revoked.has(id))
    .sort()
    .at(-1)
  if (newest === undefined) return []
  if (row === null) {
    return history.removed.has(newest)
      ? []
      : [`${nameOf(newest)} was confirmed, and no removal meant it: it is lost`]
  }
  return row.id !== null && row.id < newest
    ? [`the row names ${nameOf(row.id)}, though the newer ${nameOf(newest)} was confirmed`]
    : []
}

/** P6: "A process that dies anywhere leaves at most one promoted, unsaved object public, until its confirm is repeated" */
const crashLeavesOne: Check = ({ unfinished, row, pictures, nameOf }) => {
  if (unfinished !== 'crashed' && unfinished !== 'other repeated') return []
  const left = unsaved({ row, pictures })
  return left.length > 1
    ? [`${left.map(nameOf).join(' and ')} are public, and the row names none of them`]
    : []
}

/**
 * P6: "It is never one that `inspect` refused, or that was removed, replaced or revoked."
 * Not at the moment of the death: whoever dies between saving and taking away has left just that. From the next
 * request of the owner on.
 */
const crashLeavesNoEnded: Check = ({ unfinished, row, pictures, history, nameOf }) => {
  if (unfinished !== 'other repeated') return []
  const { refused, removed, replaced, revoked } = endsOf(history)
  return unsaved({ row, pictures })
    .filter((id) => id !== null && [refused, removed, replaced, revoked].some((ids) => ids.has(id)))
    .map((id) => `after the death, ${nameOf(id)} is readable, though it was ${howItEnded(history, id)}`)
}

const CHECKS: readonly (readonly [Invariant, Check])[] = [
  ['P1', publicIsSaved],
  ['P2', endedIsUnreadable],
  ['P2', endedIsNotSaved],
  ['P3', newestIsSaved],
  ['P6', crashLeavesOne],
  ['P6', crashLeavesNoEnded],
]

function endsOf({ removed, replaced, superseded, revoked, refused }: Moment['history']) {
  return { removed, replaced, superseded, revoked, refused }
}

function howItEnded(history: Moment['history'], id: string | null): string {
  const ends = Object.entries(endsOf(history)).filter(([, ids]) => id !== null && ids.has(id))
  return ends.map(([how]) => how).join(' and ')
}

function unsaved({ row, pictures }: Pick<Moment, 'row' | 'pictures'>): (string | null)[] {
  return [...new Set(pictures.values())].filter((id) => id === null || id !== row?.id)
}
