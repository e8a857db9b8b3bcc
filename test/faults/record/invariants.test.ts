import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { INVARIANTS } from './invariants.ts'
import type { PageEntry, PageNews } from '../page/page-entry.ts'
import type { RunRecord } from './run-record.ts'

// A record of a run in which everything went well, and for each invariant records in which one thing did not.

const ID = '01a20ac2-a375-7000-a586-b44db7131888'
const KEY = `avatars/owner/${ID}.jpg`
const bytes = new TextEncoder().encode('a picture')
const sha256 = createHash('sha256').update(bytes).digest('base64')
const SIGNED_AT_MS = Date.parse('2026-11-23T12:00:00Z')
const URL_PATH = '/pictures/staging/a?X-Amz-Date=20261123T120000Z&X-Amz-Expires=300'

/** Entries one second apart. */
const told = (...news: PageNews[]): PageEntry[] =>
  news.map((each, index) => Object.assign({}, each, { atMs: index * 1_000, pageMs: index * 1_000 }))

const state = (phase: string, more: Partial<Extract<PageNews, { kind: 'state' }>> = {}): PageNews => ({
  kind: 'state',
  phase,
  waitingFor: null,
  code: null,
  imageId: null,
  text: '',
  ...more,
})
const act: PageNews = { kind: 'act' }
const loaded: PageNews = { kind: 'loaded' }
const put: PageNews = { kind: 'call', method: 'PUT', path: '/pictures/staging/a' }
const post = (path: string): PageNews => ({ kind: 'call', method: 'POST', path })
const progress = (fraction: number): PageNews => ({
  kind: 'progress',
  fraction,
  sentBytes: fraction * 1_000,
  totalBytes: 1_000,
})
const success = state('success', { imageId: ID })

/** So many seconds in which nothing is told but progress. */
const wait = (seconds: number): PageNews[] => Array.from({ length: seconds }, () => progress(0))
const backoff = state('waiting', { waitingFor: 'backoff' })
const pause = wait(2)
/** So many tries, as they are after failures. */
const puts = (count: number): PageNews[] =>
  Array.from({ length: count }, (_, index) => (index === 0 ? [put] : [backoff, put])).flat()
const uploading = state('uploading')

const request = (method: string, clockMs = SIGNED_AT_MS + 1_000) => ({
  method,
  target: URL_PATH,
  atMs: 0,
  clockMs,
  bodyBytes: 0,
  status: 200,
  isAimedAt: false,
  isDamaged: false,
})

const object = {
  key: KEY,
  bytes,
  sha256,
  headers: { 'content-type': 'image/jpeg', 'cache-control': 'public, max-age=86400' },
  metadata: { upload: ID, sha256, width: '1', height: '1' },
}

const good: RunRecord = {
  entries: told(
    loaded,
    state('idle'),
    act,
    { kind: 'object-url', change: 1 },
    state('requesting'),
    post('/api/request-url'),
    state('uploading'),
    put,
    progress(0.5),
    progress(0.99),
    state('confirming'),
    post('/api/confirm'),
    { kind: 'object-url', change: -1 },
    success,
  ),
  storageRequests: [request('OPTIONS'), request('PUT')],
  backendRequests: [],
  grants: [{ id: ID, ticket: 'the-ticket', signature: 'the-signature', sha256 }],
  confirmed: [{ id: ID, atMs: 11_500 }],
  saved: [{ id: ID, key: KEY, sha256 }],
  objects: [object],
  texts: { console: 'all is well' },
  pageErrors: [],
  mutationsLeft: 0,
  replays: [{ id: ID, status: 412 }],
}

const bad: Record<string, [what: string, change: Partial<RunRecord>][]> = {
  I1: [
    ['other bytes', { objects: [{ ...object, bytes: new Uint8Array(3) }] }],
    ['bytes of another upload', { objects: [{ ...object, key: 'avatars/owner/another.jpg' }] }],
  ],
  I2: [['a PUT with a URL that is too old', { storageRequests: [request('PUT', SIGNED_AT_MS + 300_001)] }]],
  I3: [['two rows', { saved: [...good.saved, ...good.saved] }]],
  I4: [
    ['a run that still uploads', { entries: good.entries.slice(0, 9) }],
    ['a run that never began', { entries: told(loaded) }],
    ['a mutation', { mutationsLeft: 1 }],
    ['a rejection', { pageErrors: ['TypeError'] }],
  ],
  I5: [
    ['no confirm', { confirmed: [] }],
    ['a confirm that came later', { confirmed: [{ id: ID, atMs: 13_001 }] }],
    ['the confirm of another upload', { confirmed: [{ id: 'another', atMs: 1 }] }],
  ],
  I6: [
    ['a ticket', { texts: { console: 'see the-ticket' } }],
    ['a signature', { texts: { caches: '{"url":"the-signature"}' } }],
    ['the query of a URL', { texts: { events: '?X-Amz-Signature=other' } }],
  ],
  I7: [
    [
      'progress that goes back',
      { entries: told(act, state('uploading'), put, progress(0.5), progress(0.4), success) },
    ],
    ['progress to the end', { entries: told(act, state('uploading'), put, progress(1), success) }],
  ],
  I8: [
    ['a request after a cancel', { entries: told(act, put, state('idle'), post('/api/confirm')) }],
    ['a request after an unmount', { entries: told(act, put, { kind: 'unmounted' }, put, success) }],
    ['a request after a reload', { entries: told(act, put, loaded, put, success) }],
    ['a request after a success', { entries: told(act, put, success, post('/api/confirm')) }],
    ['a request after an error', { entries: told(act, put, state('error'), post('/api/confirm')) }],
  ],
  I9: [
    [
      'an object URL',
      { entries: good.entries.filter((entry) => entry.kind !== 'object-url' || entry.change === 1) },
    ],
  ],
  I10: [
    ['five PUTs', { entries: told(act, ...puts(5), success) }],
    [
      'five PUTs after some progress',
      {
        storageRequests: [],
        entries: told(act, put, progress(0.01), ...wait(3), progress(0.5), backoff, ...puts(4), success),
      },
    ],
    [
      'five PUTs, of which each got further at once',
      {
        entries: told(
          act,
          ...[0.1, 0.3, 0.5, 0.7, 0.9].flatMap((sent) => [backoff, put, progress(sent)]),
          success,
        ),
      },
    ],
    [
      'five PUTs, the last but one of which comes late to where one was at once',
      {
        entries: told(
          act,
          put,
          progress(0.5),
          backoff,
          ...puts(3),
          progress(0.1),
          ...wait(3),
          progress(0.5),
          backoff,
          put,
          success,
        ),
      },
    ],
    [
      'a PUT right after another one',
      { entries: told(act, put, state('confirming'), uploading, put, success) },
    ],
    [
      'more than a minute of waiting in all',
      {
        storageRequests: [],
        entries: told(
          act,
          ...Array.from({ length: 50 }, () => [backoff, ...pause, state('uploading')]).flat(),
          success,
        ),
      },
    ],
    [
      'more than five minutes of being offline',
      {
        storageRequests: [],
        entries: told(act, state('waiting', { waitingFor: 'online' }), ...wait(303), success),
      },
    ],
    ['three PUTs on the wire for one', { storageRequests: [request('PUT'), request('PUT'), request('PUT')] }],
  ],
  I11: [['a URL that stores once more', { replays: [{ id: ID, status: 200 }] }]],
  I12: [
    [
      'a header of somebody else',
      { objects: [{ ...object, headers: { ...object.headers, expires: 'never' } }] },
    ],
    [
      'another cache-control',
      { objects: [{ ...object, headers: { ...object.headers, 'cache-control': 'no-store' } }] },
    ],
    ['metadata that is missing', { objects: [{ ...object, metadata: { upload: ID } }] }],
  ],
}

const names = Object.keys(INVARIANTS)
const numberOf = (name: string) => name.split(':')[0] ?? ''

test('there are twelve', () => {
  expect(names.map(numberOf)).toEqual(Array.from({ length: 12 }, (_, index) => `I${index + 1}`))
})

describe.each(names)('%s', (name) => {
  test('holds in a run that went well', () => {
    expect(INVARIANTS[name]?.(good)).toEqual([])
  })

  test.each(bad[numberOf(name)] ?? [])('sees %s', (_what, change) => {
    expect(INVARIANTS[name]?.({ ...good, ...change }).length).toBe(1)
  })
})

test('what is allowed: a browser that sends a PUT again, four tries, more of them after progress, two uploads', () => {
  const tries = [act, ...puts(4)]
  const entries = told(
    ...tries,
    progress(0.01),
    ...wait(2),
    progress(0.2),
    backoff,
    ...puts(3),
    state('error'),
    ...tries,
    state('requesting'),
    post('/api/request-url'),
    uploading,
    state('idle'),
    act,
    put,
    success,
  )
  const storageRequests = Array.from({ length: 24 }, () => request('PUT'))
  expect(INVARIANTS[names[9] ?? '']?.({ ...good, entries, storageRequests })).toEqual([])
  expect(INVARIANTS[names[7] ?? '']?.({ ...good, entries })).toEqual([])
})
