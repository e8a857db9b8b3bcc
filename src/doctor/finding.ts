/** How a check ended. Not everything is promised by every server, and not everything can be told from outside. */
export type Status = 'pass' | 'fail' | 'accepted' | 'not-promised' | 'cannot-tell'

/** What a check found. */
export interface Verdict {
  status: Status
  /** What was seen, in a sentence. It holds no URL that is signed, no ticket and no credential. */
  detail: string
  /** For a failure: the line to change, or what to do where no line helps. Null for every other status. */
  fix: string | null
}

/** What a check found, with the check. */
export interface Finding extends Verdict {
  /** Of the check, such as "cors-origin": docs/doctor.md has a row for each. */
  id: string
  /** What should be the case. */
  title: string
}

/** One thing that is tried. */
export interface Check<C> {
  /** In kebab-case. */
  readonly id: string
  /** What should be the case, as a sentence without its full stop. */
  readonly title: string
  run(context: C): Verdict | Promise<Verdict>
}

export function pass(detail: string): Verdict {
  return { status: 'pass', detail, fix: null }
}

export function fail(detail: string, fix: string): Verdict {
  return { status: 'fail', detail, fix }
}

export function notPromised(detail: string): Verdict {
  return { status: 'not-promised', detail, fix: null }
}

export function cannotTell(detail: string): Verdict {
  return { status: 'cannot-tell', detail, fix: null }
}
