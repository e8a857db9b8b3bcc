import type { Fault } from '../../../src/testing/index.ts'

/** What comes of a fault. */
export interface Outcome {
  /** When it happens to one request: `saved` (the engine has got over it), or the code of the error. */
  once: string
  /** When it happens to every request; null: the upload waits until it is over. */
  always: string | null
  /** What the upload waits for before it goes on. */
  waitsFor: 'backoff' | 'online' | null
}

/** In the order of docs/testing.md. */
export const OUTCOMES: Readonly<Record<Fault, Outcome>> = {
  unauthenticated: { once: 'unauthenticated', always: 'unauthenticated', waitsFor: null },
  forbidden: { once: 'forbidden', always: 'forbidden', waitsFor: null },
  rateLimited: { once: 'saved', always: 'rate-limited', waitsFor: 'backoff' },
  backendDown: { once: 'saved', always: 'backend-unavailable', waitsFor: 'backoff' },
  badJson: { once: 'bad-response', always: 'bad-response', waitsFor: null },
  urlExpired: { once: 'saved', always: 'url-expired', waitsFor: null },
  signatureMismatch: { once: 'signature-mismatch', always: 'signature-mismatch', waitsFor: null },
  clockSkew: { once: 'saved', always: 'clock-skew', waitsFor: null },
  cors: { once: 'cors', always: 'cors', waitsFor: null },
  reset: { once: 'saved', always: 'network', waitsFor: 'backoff' },
  slowDown: { once: 'saved', always: 'storage-busy', waitsFor: 'backoff' },
  offline: { once: 'saved', always: null, waitsFor: 'online' },
  confirmFails: { once: 'saved', always: 'unexpected', waitsFor: 'backoff' },
}

export function outcomes(): [Fault, Outcome][] {
  return Object.entries(OUTCOMES) as [Fault, Outcome][]
}
