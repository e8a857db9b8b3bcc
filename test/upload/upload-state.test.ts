import { describe, expect, test } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import {
  ABSENT,
  canCancel,
  IDLE,
  isPending,
  type UploadPhase,
  type UploadState,
} from '../../src/upload/upload-state.ts'
import { canRemove, transition, type UploadStateEvent } from '../../src/upload/transition.ts'
import { publicImage } from './samples.ts'

const error = new UploadError('network')
const states = {
  idle: IDLE,
  preparing: { ...ABSENT, phase: 'preparing' },
  requesting: { ...ABSENT, phase: 'requesting' },
  uploading: { ...ABSENT, phase: 'uploading' },
  confirming: { ...ABSENT, phase: 'confirming' },
  waiting: { ...ABSENT, phase: 'waiting', waitingFor: 'backoff', resumes: 'uploading' },
  removing: { ...ABSENT, phase: 'removing' },
  success: { ...ABSENT, phase: 'success', image: publicImage('before') },
  removed: { ...ABSENT, phase: 'removed', canUndo: true },
  error: { ...ABSENT, phase: 'error', error },
} satisfies Record<UploadPhase, UploadState>

const before = { ...ABSENT, phase: 'success', image: publicImage('earlier') } as const
const events = {
  started: { type: 'started', phase: 'preparing' },
  removal: { type: 'started', phase: 'removing' },
  undo: { type: 'started', phase: 'confirming' },
  requesting: { type: 'entered', phase: 'requesting' },
  uploading: { type: 'entered', phase: 'uploading' },
  confirming: { type: 'entered', phase: 'confirming' },
  removing: { type: 'entered', phase: 'removing' },
  waiting: { type: 'waiting', waitingFor: 'online', resumes: 'confirming' },
  confirmed: { type: 'confirmed', image: publicImage('new') },
  removed: { type: 'removed', canUndo: true },
  failed: { type: 'failed', error: new UploadError('forbidden') },
  cancelled: { type: 'cancelled', before },
  reset: { type: 'reset' },
} satisfies Record<string, UploadStateEvent>

/** Phase after the event. A missing event changes nothing: the very same state comes back. */
const TABLE: Readonly<Record<UploadPhase, Partial<Record<keyof typeof events, UploadPhase>>>> = {
  idle: { started: 'preparing', removal: 'removing' },
  preparing: {
    started: 'preparing',
    removal: 'removing',
    requesting: 'requesting',
    uploading: 'uploading',
    confirming: 'confirming',
    failed: 'error',
    cancelled: 'success',
    reset: 'idle',
  },
  requesting: {
    started: 'preparing',
    removal: 'removing',
    requesting: 'requesting',
    uploading: 'uploading',
    waiting: 'waiting',
    failed: 'error',
    cancelled: 'success',
    reset: 'idle',
  },
  uploading: {
    started: 'preparing',
    removal: 'removing',
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
    removal: 'removing',
    requesting: 'requesting',
    uploading: 'uploading',
    confirming: 'confirming',
    removing: 'removing',
    failed: 'error',
    cancelled: 'success',
    reset: 'idle',
  },
  removing: { started: 'preparing', waiting: 'waiting', removed: 'removed', failed: 'error', reset: 'idle' },
  success: { started: 'preparing', removal: 'removing', reset: 'idle' },
  removed: { started: 'preparing', undo: 'confirming', reset: 'idle' },
  error: { started: 'preparing', removal: 'removing', undo: 'confirming', reset: 'idle' },
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
    expect(Object.keys(next).toSorted()).toEqual([
      'canUndo',
      'error',
      'image',
      'phase',
      'resumes',
      'waitingFor',
    ])
    expect(next.error !== null).toBe(next.phase === 'error')
    expect(next.image !== null).toBe(next.phase === 'success')
    expect(next.canUndo).toBe(next.phase === 'removed')
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

  test.each([true, false])('says whether a removal can be undone: %s', (canUndo) => {
    const removed = transition(states.removing, { type: 'removed', canUndo })
    expect(removed.canUndo).toBe(canUndo)
    expect(transition(removed, events.undo).phase).toBe(canUndo ? 'confirming' : 'removed')
  })

  test('goes back to the very state that a cancelled upload had replaced', () => {
    for (const replaced of [IDLE, states.confirming, states.removing, before, states.removed]) {
      expect(transition(states.uploading, { type: 'cancelled', before: replaced })).toBe(replaced)
    }
  })
})

test('something is pending from preparing to confirming, and while removing, waits included', () => {
  const pending = Object.values(states).filter(isPending)
  expect(pending.map(({ phase }) => phase)).toEqual([
    'preparing',
    'requesting',
    'uploading',
    'confirming',
    'waiting',
    'removing',
  ])
})

test('an upload can be cancelled until confirming begins', () => {
  const cancellable = Object.values(states).filter(canCancel)
  expect(cancellable.map(({ phase }) => phase)).toEqual(['preparing', 'requesting', 'uploading', 'waiting'])
})

test('an image can be removed while nothing runs, and instead of what can be cancelled; but not twice', () => {
  const removable = Object.values(states).filter(canRemove)
  expect(removable.map(({ phase }) => phase)).toEqual([
    'idle',
    'preparing',
    'requesting',
    'uploading',
    'waiting',
    'success',
    'error',
  ])
})

test.each(['confirming', 'removing'] as const)(
  'a wait before more %s can neither be cancelled nor give way to a removal: the answer alone may have been lost',
  (resumes) => {
    const wait = { ...ABSENT, phase: 'waiting', waitingFor: 'online', resumes } as const
    expect([canCancel(wait), canRemove(wait)]).toEqual([false, false])
    expect(transition(wait, events.cancelled)).toBe(wait)
    expect(transition(wait, events.removal)).toBe(wait)
  },
)
