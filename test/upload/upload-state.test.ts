import { describe, expect, test } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import {
  ABSENT,
  canCancel,
  CONFIRMING,
  IDLE,
  isPending,
  transition,
  type UploadPhase,
  type UploadState,
  type UploadStateEvent,
} from '../../src/upload/upload-state.ts'
import { publicImage } from './samples.ts'

const error = new UploadError('network')
const states: Readonly<Record<UploadPhase, UploadState>> = {
  idle: IDLE,
  preparing: { ...ABSENT, phase: 'preparing' },
  requesting: { ...ABSENT, phase: 'requesting' },
  uploading: { ...ABSENT, phase: 'uploading' },
  confirming: CONFIRMING,
  waiting: { ...ABSENT, phase: 'waiting', waitingFor: 'backoff', resumes: 'uploading' },
  success: { ...ABSENT, phase: 'success', image: publicImage('before') },
  error: { ...ABSENT, phase: 'error', error },
}

const before = { ...ABSENT, phase: 'success', image: publicImage('earlier') } as const
const events = {
  started: { type: 'started' },
  requesting: { type: 'entered', phase: 'requesting' },
  uploading: { type: 'entered', phase: 'uploading' },
  confirming: { type: 'entered', phase: 'confirming' },
  waiting: { type: 'waiting', waitingFor: 'online', resumes: 'confirming' },
  confirmed: { type: 'confirmed', image: publicImage('new') },
  failed: { type: 'failed', error: new UploadError('forbidden') },
  cancelled: { type: 'cancelled', before },
  reset: { type: 'reset' },
} satisfies Record<string, UploadStateEvent>

/** Phase after the event. A missing event changes nothing: the very same state comes back. */
const TABLE: Readonly<Record<UploadPhase, Partial<Record<keyof typeof events, UploadPhase>>>> = {
  idle: { started: 'preparing' },
  preparing: {
    started: 'preparing',
    requesting: 'requesting',
    uploading: 'uploading',
    confirming: 'confirming',
    failed: 'error',
    cancelled: 'success',
    reset: 'idle',
  },
  requesting: {
    started: 'preparing',
    requesting: 'requesting',
    uploading: 'uploading',
    waiting: 'waiting',
    failed: 'error',
    cancelled: 'success',
    reset: 'idle',
  },
  uploading: {
    started: 'preparing',
    requesting: 'requesting',
    confirming: 'confirming',
    waiting: 'waiting',
    failed: 'error',
    cancelled: 'success',
    reset: 'idle',
  },
  confirming: {
    started: 'preparing',
    requesting: 'requesting',
    uploading: 'uploading',
    confirming: 'confirming',
    waiting: 'waiting',
    confirmed: 'success',
    failed: 'error',
    reset: 'idle',
  },
  waiting: {
    started: 'preparing',
    requesting: 'requesting',
    uploading: 'uploading',
    confirming: 'confirming',
    failed: 'error',
    cancelled: 'success',
    reset: 'idle',
  },
  success: { started: 'preparing', reset: 'idle' },
  error: { started: 'preparing', reset: 'idle' },
}

const cells = Object.values(states).flatMap((state) =>
  Object.entries(events).map(([name, event]) => {
    const after = Object.entries(TABLE[state.phase]).find(([known]) => known === name)?.[1] ?? null
    return { phase: state.phase, name, state, event, after, title: after ?? 'as it was' }
  }),
)

describe('transition', () => {
  test.each(cells)('$phase, $name: $title', ({ state, event, after }) => {
    const next = transition(state, event)
    expect(next === state ? null : next.phase).toBe(after)
  })

  test.each(cells)('$phase, $name: every key is there', ({ state, event }) => {
    const next = transition(state, event)
    expect(Object.keys(next).toSorted()).toEqual(['error', 'image', 'phase', 'resumes', 'waitingFor'])
    expect(next.error !== null).toBe(next.phase === 'error')
    expect(next.image !== null).toBe(next.phase === 'success')
    expect(next.waitingFor !== null).toBe(next.phase === 'waiting')
    expect(next.resumes !== null).toBe(next.phase === 'waiting')
  })

  test('carries the image of a confirm and the error of a failure', () => {
    expect(transition(states.confirming, events.confirmed).image).toBe(events.confirmed.image)
    expect(transition(states.uploading, events.failed).error).toBe(events.failed.error)
  })

  test('keeps what a wait is for', () => {
    expect(transition(states.uploading, events.waiting)).toMatchObject({
      waitingFor: 'online',
      resumes: 'confirming',
    })
  })

  test('goes back to the very state that a cancelled upload had replaced', () => {
    for (const replaced of [IDLE, CONFIRMING, before]) {
      expect(transition(states.uploading, { type: 'cancelled', before: replaced })).toBe(replaced)
    }
  })
})

test('an upload is pending from preparing to confirming, waits included', () => {
  const pending = Object.values(states).filter(isPending)
  expect(pending.map(({ phase }) => phase)).toEqual([
    'preparing',
    'requesting',
    'uploading',
    'confirming',
    'waiting',
  ])
})

test('an upload can be cancelled until confirming begins', () => {
  const cancellable = Object.values(states).filter(canCancel)
  expect(cancellable.map(({ phase }) => phase)).toEqual(['preparing', 'requesting', 'uploading', 'waiting'])
})

test('a wait for another confirm cannot be cancelled: the backend may have saved before its answer was lost', () => {
  const wait = { ...ABSENT, phase: 'waiting', waitingFor: 'online', resumes: 'confirming' } as const
  expect(canCancel(wait)).toBe(false)
  expect(transition(wait, events.cancelled)).toBe(wait)
})
