/** What has happened so far, as sets of image ids. */
export interface History {
  /** A confirm of it was answered with 200. */
  confirmed: Set<string>
  /** A `saveImage` of it took effect. */
  saved: Set<string>
  /** A removal wrote null, and this is the image that it meant. */
  removed: Set<string>
  /** The same, and the removal was answered with 200. */
  removedForSure: Set<string>
  /** `saveImage` wrote another image over it. */
  replaced: Set<string>
  /** A confirm of it was answered with `superseded`. */
  superseded: Set<string>
  /** `revoke` answered `revoked` for it. */
  revoked: Set<string>
  /** The app refused it, in `inspect` or in `saveImage`. */
  refused: Set<string>
}

const KINDS = [
  'confirmed',
  'saved',
  'removed',
  'removedForSure',
  'replaced',
  'superseded',
  'revoked',
  'refused',
] as const

/** A copy of a history, or an empty one. */
export function historyFrom(before?: History): History {
  return Object.fromEntries(KINDS.map((kind) => [kind, new Set(before?.[kind])])) as Record<
    (typeof KINDS)[number],
    Set<string>
  >
}
