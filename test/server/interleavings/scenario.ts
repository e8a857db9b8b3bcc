/**
 * One request. Uploads and tickets have names: `A` is the ticket of upload A, `undo A` the one that a removal of A
 * was answered with.
 */
export type Act =
  /** Asks for a URL and stores the picture at it: uploads are requested in the order of these acts. */
  | { type: 'upload'; ticket: string }
  | { type: 'confirm'; ticket: string }
  | { type: 'revoke'; ticket: string }
  | { type: 'remove' }

export interface AppRefusals {
  /** `saveImage(owner, null)` throws `remove-rejected`. */
  removals?: boolean
  /** `saveImage` throws `confirm-rejected` for these, while the requests run at once. It accepts them afterwards. */
  savings?: readonly string[]
  /** `inspect` throws `confirm-rejected` for these, always. Today's handler never calls it. */
  inspections?: readonly string[]
}

export interface Scenario {
  name: string
  /** One after another, without faults. */
  before: readonly Act[]
  /** At once, each in a process of its own. */
  atOnce: readonly Act[]
  /** One after another, in a healthy process. */
  afterwards?: readonly Act[]
  /** All requests at once go to one process. Default false. */
  isOneProcess?: boolean
  app?: AppRefusals
}

export const upload = (ticket: string): Act => ({ type: 'upload', ticket })
export const confirm = (ticket: string): Act => ({ type: 'confirm', ticket })
export const revoke = (ticket: string): Act => ({ type: 'revoke', ticket })
export const remove: Act = { type: 'remove' }

/** An act in words. */
export function actName(act: Act): string {
  return act.type === 'remove' ? 'remove' : `${act.type} ${act.ticket}`
}
