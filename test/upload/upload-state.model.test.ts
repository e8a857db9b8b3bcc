import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  oneof,
  property,
  record,
} from 'fast-check'
import { expect, test } from 'vitest'
import { type AnyUploadError, UploadError } from '../../src/contract/upload-error.ts'
import { ABSENT, IDLE, type UploadState } from '../../src/upload/upload-state.ts'
import { transition, type UploadStateEvent } from '../../src/upload/transition.ts'
import { publicImage } from './samples.ts'

const error = new UploadError('network') as AnyUploadError
const image = publicImage('upload-1')
const success = { ...IDLE, phase: 'success' as const, image }
const confirming = { ...ABSENT, phase: 'confirming' as const }
const removing = { ...ABSENT, phase: 'removing' as const }
const removed = { ...IDLE, phase: 'removed' as const, canUndo: true }
const networkPhase = constantFrom(
  'requesting' as const,
  'uploading' as const,
  'confirming' as const,
  'removing' as const,
)

const anyEvent: Arbitrary<UploadStateEvent> = oneof(
  record({
    type: constant('started' as const),
    phase: constantFrom('preparing' as const, 'removing' as const, 'confirming' as const),
  }),
  record({ type: constant('entered' as const), phase: networkPhase }),
  record({ type: constant('entered' as const), phase: networkPhase }),
  record({
    type: constant('waiting' as const),
    waitingFor: constantFrom('backoff' as const, 'online' as const),
    resumes: networkPhase,
  }),
  record({ type: constant('confirmed' as const), image: constant(image) }),
  record({ type: constant('removed' as const), canUndo: boolean() }),
  record({ type: constant('removed' as const), canUndo: boolean() }),
  record({ type: constant('failed' as const), error: constant(error) }),
  record({
    type: constant('cancelled' as const),
    before: constantFrom(IDLE, confirming, removing, success, removed),
  }),
  record({ type: constant('reset' as const) }),
)

/** The drawing of the states, as the steps that lead into each; what is not here changes nothing. */
const WAYS = new Set([
  'preparing > requesting',
  'preparing > uploading',
  'preparing > confirming',
  'requesting > requesting',
  'requesting > uploading',
  'uploading > requesting',
  'uploading > confirming',
  'confirming > requesting',
  'confirming > uploading',
  'confirming > confirming',
  'waiting > requesting',
  'waiting > uploading',
  'waiting > confirming',
  'waiting > removing',
])

function expected(state: UploadState, event: UploadStateEvent): UploadState {
  const { phase, resumes } = state
  const isRunning = !['idle', 'success', 'removed', 'error'].includes(phase)
  const isCalling = ['requesting', 'uploading', 'confirming', 'removing'].includes(phase)
  const isUnstoppable = [phase, resumes].some((each) => each === 'confirming' || each === 'removing')
  switch (event.type) {
    case 'started': {
      const isPossible = {
        preparing: true,
        removing: phase !== 'removed' && !isUnstoppable,
        confirming: phase === 'error' || (phase === 'removed' && state.canUndo),
      }
      return isPossible[event.phase] ? { ...IDLE, phase: event.phase } : state
    }
    case 'entered':
      return WAYS.has(`${phase} > ${event.phase}`) ? { ...IDLE, phase: event.phase } : state
    case 'waiting':
      return isCalling
        ? { ...IDLE, phase: 'waiting', waitingFor: event.waitingFor, resumes: event.resumes }
        : state
    case 'confirmed':
      return phase === 'confirming' ? { ...IDLE, phase: 'success', image } : state
    case 'removed':
      return phase === 'removing' ? { ...IDLE, phase: 'removed', canUndo: event.canUndo } : state
    case 'failed':
      return isRunning ? { ...IDLE, phase: 'error', error } : state
    case 'cancelled':
      return isRunning && !isUnstoppable ? event.before : state
    case 'reset':
      return IDLE
  }
}

test('any sequence of events goes only ways that are drawn, and each state has what its phase says', () => {
  assert(
    property(array(anyEvent, { maxLength: 40, size: 'max' }), (events) => {
      let state: UploadState = IDLE
      for (const event of events) {
        const next = transition(Object.freeze(state), event)
        expect(next).toEqual(expected(state, event))
        // What changes nothing is the same object: nobody renders.
        expect(next === state || event.type === 'reset').toBe(
          event.type === 'reset' || expected(state, event) === state,
        )
        expect(Object.keys(next).sort()).toEqual([
          'canUndo',
          'error',
          'image',
          'phase',
          'resumes',
          'waitingFor',
        ])
        state = next
      }
    }),
    { numRuns: 500 },
  )
})
