import { type Arbitrary, array, constant, constantFrom, nat, oneof, record, tuple } from 'fast-check'

/** What goes wrong at one call of a step, and how long each way takes. */
export interface Fault<Kind extends string> {
  kind: Kind
  latencyMs: number
}

/** `lost`: it has had its effect, and the answer does not arrive. `silent`: no answer within 30 s. */
const ANYWHERE = [
  'none',
  'refused',
  'lost',
  'silent',
  '401',
  '403',
  '429',
  '500',
  '503',
  'html',
  'cut',
] as const
const REQUEST_FAULTS = ANYWHERE
const CONFIRM_FAULTS = [...ANYWHERE, 'late', '404', '409', '410', '422', 'changed', 'superseded'] as const
const SEND_FAULTS = [
  'none',
  'refused',
  'cut at 1 %',
  'cut at 50 %',
  'cut at 99 %',
  'lost',
  'stored late',
  'sent twice',
  'stalled',
  'stalled, stored',
  'slow',
  'no progress',
  'progress backwards',
  'cors',
  'redirected',
  '400',
  '403 expired',
  '403 token',
  '403 signature',
  '409',
  '429',
  '500',
  '503',
] as const

export type RequestFault = (typeof REQUEST_FAULTS)[number]
export type ConfirmFault = (typeof CONFIRM_FAULTS)[number]
export type SendFault = (typeof SEND_FAULTS)[number]

/** What the user does, or what happens to the device. */
export type Deed =
  | { type: 'upload'; file: number }
  | { type: 'cancel' | 'retry' | 'reset' | 'offline' | 'online' | 'listen' | 'leave' }
  | { type: 'sleep' | 'set-wall-back'; ms: number }

/** All that happens in one run, as data. Calls beyond the end of a list go well. */
export interface WalkScript {
  deeds: { afterMs: number; deed: Deed }[]
  requestUrl: Fault<RequestFault>[]
  send: Fault<SendFault>[]
  confirm: Fault<ConfirmFault>[]
  /** Seed of the jitter. */
  jitter: number
}

export const FILES = 3
/** The number of a file that is no picture. */
const BAD_FILE: number = FILES

function faults<Kind extends string>(kinds: readonly Kind[]): Arbitrary<Fault<Kind>[]> {
  const fault = record({
    // The first of them is "none", to which a failing script shrinks.
    kind: oneof(constantFrom(...kinds.slice(0, 1)), constantFrom(...kinds)),
    latencyMs: constantFrom(0, 30, 800, 7_000, 45_000),
  })
  // Outages last: the same fault comes again and again.
  const outage = tuple(fault, constantFrom(1, 1, 1, 2, 3, 5))
  return array(outage, { maxLength: 5 }).map((outages) =>
    outages.flatMap(([same, times]) => Array.from({ length: times }, () => same)),
  )
}

const deed: Arbitrary<Deed> = oneof(
  {
    weight: 4,
    arbitrary: record({ type: constant('upload' as const), file: nat({ max: BAD_FILE }) }),
  },
  {
    weight: 6,
    arbitrary: record({
      type: constantFrom('cancel', 'retry', 'reset', 'offline', 'online', 'listen', 'leave'),
    }),
  },
  {
    weight: 1,
    arbitrary: record({
      type: constantFrom('sleep', 'set-wall-back'),
      ms: constantFrom(20_000, 290_000, 3_600_000),
    }),
  },
)

export const walkScript: Arbitrary<WalkScript> = record({
  deeds: array(record({ afterMs: constantFrom(0, 10, 100, 2_000, 20_000, 90_000, 400_000), deed }), {
    maxLength: 8,
  }),
  requestUrl: faults(REQUEST_FAULTS),
  send: faults(SEND_FAULTS),
  confirm: faults(CONFIRM_FAULTS),
  jitter: nat({ max: 1_000 }),
})
