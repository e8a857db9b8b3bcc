/** What happens to one upload. The seed decides all of it, but for the races of a real browser. */
export interface PlannedUpload {
  number: number
  lane: LaneName
  picture: { seed: number; sidePixels: number }
  /** By the file input, as a person chooses, or by a call of `upload`. */
  way: 'input' | 'call'
  fault: SoakFault | null
  act: SoakAct | null
}

/** What a person does as soon as the upload is in this phase, or in a later one when it was faster. */
export interface SoakAct {
  kind: ActKind
  inPhase: (typeof PHASES)[number]
  afterMs: number
}

export const ACTS = ['cancel', 'replace', 'unmount'] as const
export type ActKind = (typeof ACTS)[number]
export const PHASES = ['preparing', 'requesting', 'uploading', 'waiting', 'confirming'] as const

/** Two uploaders stand on the page, and each goes through its uploads in their order. */
export const LANES = ['left', 'right'] as const
export type LaneName = (typeof LANES)[number]

/** Where the backend or the storage goes wrong, once. */
export const FAULTS = [
  'request-url answers 403',
  'request-url answers 500',
  'request-url is cut',
  'confirm answers 500',
  'confirm is cut after its effect',
  'PUT answers 503',
  'PUT is cut after its effect',
  'PUT is cut before its effect',
] as const
export type SoakFault = (typeof FAULTS)[number]

/** The only fault that takes some seconds: the confirms after it wait for a PUT that may be on its way. */
const SLOW_FAULT: SoakFault = 'PUT is cut before its effect'
const SLOW_FAULT_EVERY = 150
/** Of the others. All uploads of a page share a few retries: not each can have a fault that costs one. */
const FAULTY_SHARE = 0.065
/** These are not tried again, or not after a wait. */
const FAULTS_WITHOUT_WAIT = new Set<SoakFault>(['request-url answers 403', 'PUT is cut after its effect'])
const IMPATIENT_SHARE = 0.6
const ACT_SHARE = 0.3
const LARGE_SHARE = 0.03
/** About 1 MB as a PNG of noise; the others have some kB. */
const LARGE_SIDE_PIXELS = 600

export function planUploads(seed: number, count: number): PlannedUpload[] {
  const random = seededRandom(seed)
  const oneOf = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T
  let waits = 0
  let faults = 0
  const quickFaults = FAULTS.filter((fault) => fault !== SLOW_FAULT)

  function faultOf(number: number): SoakFault | null {
    if (number % SLOW_FAULT_EVERY === 0) return SLOW_FAULT
    if (random() >= FAULTY_SHARE) return null
    faults += 1
    // In turn: some sixty could miss one of them by chance.
    return quickFaults[faults % quickFaults.length] as SoakFault
  }

  function actDuring(fault: SoakFault | null): SoakAct | null {
    const canWait = fault !== null && !FAULTS_WITHOUT_WAIT.has(fault)
    if (canWait && random() < IMPATIENT_SHARE) {
      waits += 1
      // There are not many: in turn, so that none is missed.
      return { kind: ACTS[waits % ACTS.length] as ActKind, inPhase: 'waiting', afterMs: 0 }
    }
    if (random() >= ACT_SHARE) return null
    const inPhase = oneOf(PHASES.filter((phase) => phase !== 'waiting'))
    return { kind: oneOf(ACTS), inPhase, afterMs: oneOf([0, 0, 1, 3, 8]) }
  }

  return Array.from({ length: count }, (_, index) => {
    const number = index + 1
    const fault = faultOf(number)
    return {
      number,
      lane: LANES[number % LANES.length] as LaneName,
      picture: {
        seed: Math.floor(random() * 2 ** 31),
        sidePixels: random() < LARGE_SHARE ? LARGE_SIDE_PIXELS : 24 + Math.floor(random() * 24),
      },
      way: oneOf(['input', 'call'] as const),
      fault,
      act: actDuring(fault),
    }
  })
}

/** From 0 to 1, the same for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
