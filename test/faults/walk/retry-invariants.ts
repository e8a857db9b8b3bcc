import type { Start } from './turns.ts'
import type { Invariant, PortCall, View, WalkRecord } from './walk-record.ts'

const MAX_TRIES = 4
const MAX_PAUSE_MS = 20_000
/** Since the first byte of a PUT. */
const BUFFERED_WITHIN_MS = 3_000
const MAX_WAIT_MS = { backoff: 60_000, online: 300_000 }

/** The bounds of what an upload does by itself, between one act of the user and the next. */
export const retryInvariants: Readonly<Record<string, Invariant>> = {
  'I10: a PUT is tried four times since one last got further': (record) =>
    byStart(record).flatMap((calls) => {
      // A URL that had expired, and bytes of somebody else in the storage: each is got over once.
      const allowed = MAX_TRIES + 1 + (calls.some(({ outcome }) => outcome === 'changed') ? 1 : 0)
      const most = Math.max(...tries(calls, ({ step }) => step === 'send'))
      return most > allowed ? [`${most} PUTs`] : []
    }),

  'I10: so is each call of the backend that fails in passing': (record) =>
    byStart(record).flatMap((calls) =>
      (['request-url', 'confirm'] as const).flatMap((step) => {
        const isTry = (call: PortCall) => call.step === step && call.wasOnline && isPassing(call)
        const most = Math.max(...tries(calls, isTry))
        return most > MAX_TRIES ? [`${most} failures of ${step}`] : []
      }),
    ),

  'I10: what cannot succeed is not tried again': (record) =>
    byStart(record).flatMap((calls) =>
      calls.flatMap(({ step, outcome }, n) => {
        const later = calls.slice(n + 1)
        if (FINAL.has(outcome ?? '') && later.length > 0) return [`${later[0]?.step} after ${outcome}`]
        // It may have been stored nevertheless: asking is all that is left.
        const next = later.find((call) => call.step !== 'confirm' || call.outcome === 'changed')
        const isDiverted = step === 'send' && outcome === 'redirected'
        return isDiverted && next !== undefined && next.step !== 'confirm'
          ? [`${next.step} after a redirect`]
          : []
      }),
    ),

  'I10: a PUT of which nobody knows whether it arrived is asked about before it is sent again': (record) =>
    byStart(record).flatMap((calls) =>
      calls.flatMap(({ step, outcome }, n) => {
        const isUnclear = step === 'send' && UNCLEAR.has(outcome ?? '')
        const next = calls[n + 1]?.step ?? 'confirm'
        return isUnclear && next !== 'confirm' ? [`${next} after ${outcome}`] : []
      }),
    ),

  'I10: who asks to come back later is not asked before': (record) =>
    byStart(record).flatMap((calls) =>
      calls.flatMap(({ step, endedAtMs, retryAfterMs }, n) => {
        const next = calls.slice(n + 1).find((call) => call.step === step)
        if (retryAfterMs === null || endedAtMs === null || next === undefined) return []
        const pausedMs = next.beganAtMs - endedAtMs
        return pausedMs < retryAfterMs ? [`${step} after ${pausedMs} ms, not ${retryAfterMs}`] : []
      }),
    ),

  'I10: no pause is longer than 20 s, unless it was asked for': ({ views, calls }) =>
    waits(views).flatMap(({ start, atMs, ms, waitingFor }) => {
      const last = calls.findLast((call) => call.start === start && (call.endedAtMs ?? atMs) <= atMs)
      const mostMs = waitingFor === 'online' ? MAX_WAIT_MS.online : MAX_PAUSE_MS + (last?.retryAfterMs ?? 0)
      return ms > mostMs ? [`${ms} ms, waiting for ${waitingFor}`] : []
    }),

  'I10: an upload waits 60 s in all, and 5 min for the device to come online': ({ views }) =>
    [...Map.groupBy(waits(views), ({ start }) => start).values()].flatMap((own) =>
      (['backoff', 'online'] as const).flatMap((kind) => {
        const ms = own.reduce((sum, wait) => sum + (wait.waitingFor === kind ? wait.ms : 0), 0)
        return ms > MAX_WAIT_MS[kind] ? [`${ms} ms, waiting for ${kind}`] : []
      }),
    ),
}

/** Answers that end an upload at once, by the code of the error or of S3. */
const FINAL: ReadonlySet<string> = new Set([
  'unauthenticated',
  'forbidden',
  'request-rejected',
  'bad-response',
  'ticket-invalid',
  'revoked',
  'superseded',
  'confirm-rejected',
  'BadDigest',
  'SignatureDoesNotMatch',
])

const UNCLEAR: ReadonlySet<string> = new Set(['network', 'stalled', 'redirected', 'PreconditionFailed'])

function isPassing({ outcome }: PortCall): boolean {
  return ['network', 'offline', 'backend-unavailable', 'rate-limited', 'unexpected'].includes(outcome ?? '')
}

/** The calls of each start, in order. */
function byStart({ calls }: WalkRecord): PortCall[][] {
  return [...Map.groupBy(calls, ({ start }) => start).values()]
}

/**
 * How many tries there had been at each call, counted anew from a PUT that gets further than any before it, by a tenth
 * of its bytes and later than buffers are filled.
 */
function tries(calls: PortCall[], isTry: (call: PortCall) => boolean): number[] {
  let count = 0
  let furthest = 0
  return calls.map((call) => {
    const { reports, sizeBytes } = call.put ?? { reports: [], sizeBytes: 1 }
    for (const { atMs, sentBytes } of reports) {
      const tenth = Math.floor((10 * sentBytes) / sizeBytes)
      const isLate = atMs - (reports[0]?.atMs ?? atMs) >= BUFFERED_WITHIN_MS
      if (tenth > furthest && isLate) count = 0
      furthest = Math.max(furthest, tenth)
    }
    if (isTry(call)) count += 1
    return count
  })
}

interface Wait {
  start: Start | null
  atMs: number
  ms: number
  waitingFor: 'backoff' | 'online'
}

function waits(views: View[]): Wait[] {
  return views.flatMap(({ atMs, start, state: { waitingFor } }, n) =>
    waitingFor === null ? [] : [{ start, atMs, waitingFor, ms: (views[n + 1]?.atMs ?? atMs) - atMs }],
  )
}
