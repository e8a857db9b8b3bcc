import { describe, expect, test } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import {
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

const absent = { error: null, image: null }
const error = new UploadError('network')
const states: Readonly<Record<UploadPhase, UploadState>> = {
  idle: IDLE,
  preparing: { phase: 'preparing', ...absent },
  requesting: { phase: 'requesting', ...absent },
  uploading: { phase: 'uploading', ...absent },
  confirming: CONFIRMING,
  success: { phase: 'success', error: null, image: publicImage('before') },
  error: { phase: 'error', error, image: null },
}

const before = { phase: 'success', error: null, image: publicImage('earlier') } as const
const events = {
  started: { type: 'started' },
  requesting: { type: 'entered', phase: 'requesting' },
  uploading: { type: 'entered', phase: 'uploading' },
  confirming: { type: 'entered', phase: 'confirming' },
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
    failed: 'error',
    cancelled: 'success',
    reset: 'idle',
  },
  uploading: {
    started: 'preparing',
    requesting: 'requesting',
    confirming: 'confirming',
    failed: 'error',
    cancelled: 'success',
    reset: 'idle',
  },
  confirming: {
    started: 'preparing',
    requesting: 'requesting',
    uploading: 'uploading',
    confirmed: 'success',
    failed: 'error',
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
    expect(Object.keys(next).toSorted()).toEqual(['error', 'image', 'phase'])
    expect(next.error !== null).toBe(next.phase === 'error')
    expect(next.image !== null).toBe(next.phase === 'success')
  })

  test('carries the image of a confirm and the error of a failure', () => {
    expect(transition(states.confirming, events.confirmed).image).toBe(events.confirmed.image)
    expect(transition(states.uploading, events.failed).error).toBe(events.failed.error)
  })

  test('goes back to the very state that a cancelled upload had replaced', () => {
    for (const replaced of [IDLE, CONFIRMING, before]) {
      expect(transition(states.uploading, { type: 'cancelled', before: replaced })).toBe(replaced)
    }
  })
})

test('an upload is pending from preparing to confirming', () => {
  const pending = Object.values(states).filter(isPending)
  expect(pending.map(({ phase }) => phase)).toEqual(['preparing', 'requesting', 'uploading', 'confirming'])
})

test('an upload can be cancelled until confirming begins', () => {
  const cancellable = Object.values(states).filter(canCancel)
  expect(cancellable.map(({ phase }) => phase)).toEqual(['preparing', 'requesting', 'uploading'])
})
