const FAULTS = [
  // Of the session, as `authorize` sees it
  'unauthenticated',
  'forbidden',
  'rateLimited',
  // Between the page and the backend
  'backendDown',
  'badJson',
  // Of the PUT
  'urlExpired',
  'signatureMismatch',
  'clockSkew',
  'cors',
  'reset',
  'slowDown',
  // Of the device: every request
  'offline',
  // Of the app: `saveImage` throws
  'confirmFails',
] as const

/** What can go wrong with a test backend. */
export type Fault = (typeof FAULTS)[number]

/** How often a fault happens. */
export interface FaultOptions {
  /** How many requests fail, one after the other. Default 1; Infinity: all, until it is ended. */
  times?: number | undefined
}

/** A fault that was asked for. */
export interface FaultHandle {
  /** Requests that it has happened to so far: a fault that never came proves nothing. */
  readonly hits: number
  /** From now on it happens no more. */
  end(): void
}

interface PendingFault {
  readonly fault: Fault
  left: number
  hits: number
}

/** Faults that wait for their requests. */
export interface FaultQueue {
  /** @throws {TypeError} for a fault that is not known, and a number of times that is none */
  add(fault: Fault, options?: FaultOptions): FaultHandle
  /** Of these faults the one that was asked for first; it counts as having happened. Null: none is to happen. */
  take<F extends Fault>(...faults: readonly F[]): F | null
  /** Whether such a fault is still to happen. */
  has(fault: Fault): boolean
}

export function createFaultQueue(): FaultQueue {
  const pending: PendingFault[] = []
  return {
    add(fault, { times = 1 } = {}) {
      if (!FAULTS.includes(fault)) {
        throw new TypeError(`createTestBackend: fail() knows no fault "${fault}", only ${FAULTS.join(', ')}.`)
      }
      if (times !== Infinity && !(Number.isInteger(times) && times >= 1)) {
        throw new TypeError('createTestBackend: times of fail() is a whole number from 1 up, or Infinity.')
      }
      const added: PendingFault = { fault, left: times, hits: 0 }
      pending.push(added)
      return {
        get hits() {
          return added.hits
        },
        end() {
          added.left = 0
        },
      }
    },
    take(...faults) {
      for (const waiting of pending) {
        const fault = faults.find((candidate) => candidate === waiting.fault)
        if (fault === undefined || waiting.left === 0) continue
        waiting.left -= 1
        waiting.hits += 1
        return fault
      }
      return null
    },
    has: (fault) => pending.some((waiting) => waiting.fault === fault && waiting.left > 0),
  }
}
