import type { Aimed } from './aim.ts'
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

export interface ConnectionFault extends Aimed<RequestHead> {
  damage: ConnectionDamage
  /**
   * When: `up` after so many bytes of the request's body have gone on to the server, `down` after so many bytes of
   * the answer have gone on to the client. A fraction is one of the body that was announced.
   */
  after: { up: number | { fraction: number } } | { down: number }
}

/** When the damage begins, for a request with this head. */
export function pointOf(
  { after }: ConnectionFault,
  { bodyBytes }: RequestHead,
): { direction: 'up' | 'down'; afterBytes: number } {
  if ('down' in after) return { direction: 'down', afterBytes: after.down }
  const { up } = after
  return { direction: 'up', afterBytes: typeof up === 'number' ? up : Math.floor(bodyBytes * up.fraction) }
}
