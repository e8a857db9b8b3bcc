/**
 * The ticket that brings a removed image back, opaque: this object does not hold it. As with `SealedGrant`, it may lie
 * in React state, the mutation cache, devtools or a log.
 */
export interface SealedUndo {
  /** Tells it from other objects. */
  readonly type: 'undo'
}

const tickets = new WeakMap<SealedUndo, string>()

export function sealUndo(ticket: string): SealedUndo {
  const sealed: SealedUndo = Object.freeze({ type: 'undo' })
  tickets.set(sealed, ticket)
  return sealed
}

/** For the step that sends it. Keep the result in a local variable only. */
export function openUndo(undo: SealedUndo): string {
  const ticket = tickets.get(undo)
  if (ticket === undefined)
    throw new TypeError('This undo was not sealed here: pass the object on unchanged.')
  return ticket
}
