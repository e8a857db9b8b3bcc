// React complains about updates outside of act() while this global is true, as Testing Library sets it. An upload
// goes on by itself, so a test that waits for it waits outside: Testing Library's own waits switch it off, too.
const react: typeof globalThis & { IS_REACT_ACT_ENVIRONMENT?: boolean } = globalThis

let waits = 0
let wasOn = false

/** Runs work during which React may update when it likes. */
export async function outsideAct<T>(work: () => T | Promise<T>): Promise<T> {
  const restore = leaveAct()
  try {
    return await work()
  } finally {
    restore()
  }
}

/** From now on, until the returned function is called. */
export function leaveAct(): () => void {
  if (waits === 0) wasOn = react.IS_REACT_ACT_ENVIRONMENT === true
  waits += 1
  if (wasOn) react.IS_REACT_ACT_ENVIRONMENT = false
  return () => {
    waits -= 1
    // When it was off already, somebody else waits, and switches it on again.
    if (waits === 0 && wasOn) react.IS_REACT_ACT_ENVIRONMENT = true
  }
}
