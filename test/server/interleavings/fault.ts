/** What goes wrong in a schedule: one thing, in one of the requests that run at once. */
export type Fault =
  /** The process dies at a call, before its effect or after it. */
  | { mode: 'crash'; actor: number; nth: number; when: 'before' | 'after' }
  /** The caller of a store write gets an error, and the store carries the write out later. */
  | { mode: 'late PUT'; actor: number; nth: number }
  /** `saveImage` takes effect, and its caller gets an error. */
  | { mode: 'lost reply'; actor: number; nth: number }

export type Mode = Fault['mode'] | 'none'

export const MODES: readonly Mode[] = ['none', 'crash', 'late PUT', 'lost reply']

/** Every fault of a mode at the nth call of a request that it can strike. */
export function faultsAt(mode: Mode, actor: number, nth: number): (Fault | null)[] {
  if (mode === 'none') return [null]
  if (mode !== 'crash') return [{ mode, actor, nth }]
  return (['before', 'after'] as const).map((when) => ({ mode, actor, nth, when }))
}

export function faultName(fault: Fault | null): string {
  if (fault === null) return 'none'
  const when = fault.mode === 'crash' ? ` ${fault.when} its effect` : ''
  return `${fault.mode} in p${fault.actor + 1}, call ${fault.nth} of those it can strike${when}`
}
