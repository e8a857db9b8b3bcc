import type { PublicImage } from '../contract/messages.ts'
import type { AnyUploadError } from '../contract/upload-error.ts'
import { STEPS } from './phase-steps.ts'
import {
  ABSENT,
  canCancel,
  type FirstPhase,
  IDLE,
  isPending,
  type NetworkPhase,
  type SettledState,
  type UnstoppableState,
  type UploadPhase,
  type UploadState,
  type Wait,
} from './upload-state.ts'

export type UploadStateEvent =
  | { type: 'started'; phase: FirstPhase }
  | { type: 'entered'; phase: NetworkPhase }
  | ({ type: 'waiting' } & Wait)
  | { type: 'confirmed'; image: PublicImage }
  | { type: 'removed'; canUndo: boolean }
  | { type: 'failed'; error: AnyUploadError }
  /** An upload was cancelled: back to what was there before it. */
  | { type: 'cancelled'; before: SettledState | UnstoppableState }
  | { type: 'reset' }

/** Which network phase may follow which phase. A renewal goes back to `requesting`; a retry skips what is done. */
const NEXT: Readonly<Record<UploadPhase, readonly NetworkPhase[]>> = {
  idle: [],
  preparing: ['requesting', 'uploading', 'confirming'],
  requesting: ['requesting', 'uploading'],
  uploading: ['requesting', 'confirming'],
  // An unclear PUT is asked about first; the answer may be that it has to be sent again.
  confirming: ['requesting', 'uploading', 'confirming'],
  waiting: ['requesting', 'uploading', 'confirming', 'removing'],
  removing: [],
  success: [],
  removed: [],
  error: [],
}

function canStart(state: UploadState, phase: FirstPhase): boolean {
  if (phase === 'preparing') return true
  if (phase === 'removing') return canRemove(state)
  // An undo, or one that has failed and is tried again.
  return state.canUndo || state.phase === 'error'
}

/** Not while the backend may be saving an image, which might then be the one that is removed; and not twice. */
export function canRemove(state: UploadState): boolean {
  return state.phase !== 'removed' && (!isPending(state) || canCancel(state))
}

function isNetworkPhase(phase: UploadPhase): boolean {
  return Object.hasOwn(STEPS, phase)
}

/** The state after an event. An event that makes no sense in a state changes nothing. */
export function transition(state: UploadState, event: UploadStateEvent): UploadState {
  switch (event.type) {
    case 'started':
      return canStart(state, event.phase) ? { ...ABSENT, phase: event.phase } : state
    case 'entered':
      return NEXT[state.phase].includes(event.phase) ? { ...ABSENT, phase: event.phase } : state
    case 'waiting': {
      const { waitingFor, resumes } = event
      return isNetworkPhase(state.phase) ? { ...ABSENT, phase: 'waiting', waitingFor, resumes } : state
    }
    case 'confirmed':
      return state.phase === 'confirming' ? { ...ABSENT, phase: 'success', image: event.image } : state
    case 'removed':
      return state.phase === 'removing' ? { ...ABSENT, phase: 'removed', canUndo: event.canUndo } : state
    case 'failed':
      return isPending(state) ? { ...ABSENT, phase: 'error', error: event.error } : state
    case 'cancelled':
      return canCancel(state) ? event.before : state
    case 'reset':
      return IDLE
  }
}
