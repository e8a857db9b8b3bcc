import type { RunRecord } from './run-record.ts'

// What I10 asks: each function returns what is wrong with the tries of a run, in words.

/** Of a step, since the upload last got further. */
const MAX_TRIES = 4
/** In tenths, as the engine counts; so even a line that breaks later each time comes to an end. */
const TENTHS = 10
/** Since the first byte of a PUT: what goes out before may lie in buffers that nobody reads. */
const BUFFERED_WITHIN_MS = 3_000
/** Time moves on by half seconds in these tests. */
const SLACK_MS = 1_500
const MAX_BACKOFF_MS = 60_000
const MAX_OFFLINE_MS = 300_000

type Entries = RunRecord['entries']

export function tooManyTries(entries: Entries): string[] {
  let puts = 0
  let furthestTenth = 0
  let firstByteAtMs: number | null = null
  let largest = 1
  let most = 0
  for (const entry of entries) {
    if (entry.kind === 'act') puts = furthestTenth = 0
    if (entry.kind === 'progress' && entry.fraction !== null) {
      firstByteAtMs ??= entry.pageMs
      largest = Math.max(largest, entry.totalBytes)
      const tenth = Math.floor((TENTHS * entry.sentBytes) / largest)
      const isFurther = tenth > furthestTenth
      if (isFurther) furthestTenth = tenth
      if (isFurther && entry.pageMs - firstByteAtMs >= BUFFERED_WITHIN_MS) puts = 1
    }
    if (entry.kind === 'call' && entry.method === 'PUT') {
      puts += 1
      firstByteAtMs = null
    }
    most = Math.max(most, puts)
  }
  return most > MAX_TRIES ? [`${most} PUTs without getting further`] : []
}

/** Between two PUTs of an upload lies a wait, or a request for another URL. */
export function hastyTries(entries: Entries): string[] {
  let hasPut = false
  return entries.flatMap((entry) => {
    const isPause = entry.kind === 'state' && ['waiting', 'requesting'].includes(entry.phase)
    if (isPause || entry.kind === 'act') hasPut = false
    if (entry.kind !== 'call' || entry.method !== 'PUT') return []
    const isHasty = hasPut
    hasPut = true
    return isHasty ? ['a PUT after another one, without a pause'] : []
  })
}

export function tooLongWaits(entries: Entries): string[] {
  const waited = { backoff: 0, online: 0 }
  let wait: { for: 'backoff' | 'online'; sinceMs: number } | null = null
  for (const entry of entries) {
    if (entry.kind === 'act') waited.backoff = waited.online = 0
    if (entry.kind !== 'state') continue
    if (wait !== null) waited[wait.for] += Math.max(0, entry.pageMs - wait.sinceMs - SLACK_MS)
    wait = entry.waitingFor === null ? null : { for: entry.waitingFor, sinceMs: entry.pageMs }
  }
  return [
    ...(waited.backoff > MAX_BACKOFF_MS ? [`${waited.backoff} ms of waiting for other tries`] : []),
    ...(waited.online > MAX_OFFLINE_MS ? [`${waited.online} ms of waiting to be online`] : []),
  ]
}

/** Browsers send a PUT once more by themselves when a connection breaks that they had used before. */
export function tooManyResends(entries: Entries, storageRequests: RunRecord['storageRequests']): string[] {
  const sent = entries.filter((entry) => entry.kind === 'call' && entry.method === 'PUT').length
  const seen = storageRequests.filter(({ method }) => method === 'PUT').length
  return seen > 2 * sent ? [`${seen} PUTs on the wire for ${sent} of ours`] : []
}
