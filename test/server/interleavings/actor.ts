import { AsyncLocalStorage } from 'node:async_hooks'
import type { Act } from './scenario.ts'

/** One request, and what its handler calls. */
export interface Actor {
  /** Among the requests that run at once, from 0; null: it runs alone. A fault strikes by this number. */
  number: number | null
  name: string
  act: Act
  /** Requests of one process share what it keeps in memory, and die with it. */
  process: { isDead: boolean }
  isEnded: boolean
  /** Turns of the event loop that it was waited for. */
  turns: number
  answer: Answer | null
  /** What `loadImage` has answered last. Undefined: it was not asked. */
  loaded: string | null | undefined
  /** The image that a `saveImage(owner, null)` of it meant, when that took effect. */
  meant: string | null
  /** Its calls so far that a fault of each mode can strike. */
  counts: { crash: number; 'late PUT': number; 'lost reply': number }
}

export interface Answer {
  status: number
  /** The code of an error, or the revocation. */
  code: string | null
  /** The image of a confirm. */
  id: string | null
}

/** A call to the store or to the app, at its scheduling point: made, and not carried out. */
export interface Call {
  actor: Actor
  /** For the trace. */
  text: string
  kind: 'read' | 'store write' | 'saving'
  /** Of the faults that can strike it. Faults count from 1. */
  nth: Actor['counts']
  effect(): unknown
  /** Null until it has been carried out, or has failed. */
  outcome: { value: unknown } | { error: unknown } | null
  deliver(outcome: { value: unknown } | { error: unknown }): void
}

/** Whose request the code runs for that makes a call. Ports of a process do not say. */
export const runningActor: AsyncLocalStorage<Actor> = new AsyncLocalStorage<Actor>()

export function newActor(act: Act, name: string, process: Actor['process'], number: number | null): Actor {
  return {
    number,
    name,
    act,
    process,
    isEnded: false,
    turns: 0,
    answer: null,
    loaded: undefined,
    meant: null,
    counts: { crash: 0, 'late PUT': 0, 'lost reply': 0 },
  }
}
