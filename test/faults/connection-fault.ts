import type { RequestHead } from './http-framing.ts'

/** What happens to a connection. */
export type ConnectionDamage =
  /** FIN to both sides, in good order, in the middle of things. */
  | 'cut'
  /** RST to the client; the server keeps what has reached it, and sees the end of it. */
  | 'reset'
  /** FIN to the client, while its own bytes go on to the server. */
  | 'half-close'
  /** The bytes are taken, and go nowhere, in both directions. The connection stays open. */
  | 'swallow'
  /** Nothing more is read from the client: its buffers fill up. */
  | 'hold'
  /** Bytes go on after this time, in real milliseconds. */
  | { delayMs: number }
  /** Bytes go on at this pace. */
  | { bytesPerSecond: number }

export interface ConnectionFault {
  /** Which requests it is for. */
  of(head: RequestHead): boolean
  damage: ConnectionDamage
  /**
   * When: `up` after so many bytes of the request's body have gone on to the server, `down` after so many bytes of
   * the answer have gone on to the client. A fraction is one of the body that was announced.
   */
  after: { up: number | { fraction: number } } | { down: number }
  /** The first request that is hit, counted from 1 among those that fit. Default 1. */
  nth?: number
  /** How many are hit, one after the other. Default 1. */
  times?: number
}

export interface FaultAim {
  add(fault: ConnectionFault): void
  /** The damage that a request is to take; null: none. Each request is to be asked about once. */
  next(head: RequestHead): { damage: ConnectionDamage; direction: 'up' | 'down'; afterBytes: number } | null
}

/** Which request takes which damage: of several faults that fit, the oldest that is not used up. */
export function createFaultAim(): FaultAim {
  const waiting: { fault: ConnectionFault; passes: number; hits: number }[] = []
  return {
    add(fault) {
      waiting.push({ fault, passes: (fault.nth ?? 1) - 1, hits: fault.times ?? 1 })
    },
    next(head) {
      for (const each of waiting) {
        if (each.hits === 0 || !each.fault.of(head)) continue
        if (each.passes > 0) {
          each.passes -= 1
          continue
        }
        each.hits -= 1
        const { damage, after } = each.fault
        if ('down' in after) return { damage, direction: 'down', afterBytes: after.down }
        const { up } = after
        const afterBytes = typeof up === 'number' ? up : Math.floor(head.bodyBytes * up.fraction)
        return { damage, direction: 'up', afterBytes }
      }
      return null
    },
  }
}
