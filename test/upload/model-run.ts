import type { NetworkPhase, UploadPhase } from '../../src/upload/upload-state.ts'

/** What is done: an upload with its file, or one of the others. */
export type ModelWork = { kind: 'upload'; draft: ModelDraft } | { kind: 'removal' | 'undo' }

/** A file, and how far its upload has come. */
export interface ModelDraft {
  isPicture: boolean
  isPrepared: boolean
  /** When its URL was asked for, on both clocks. */
  grantedAt: [number, number] | null
  isUnconfirmed: boolean
}

export interface ModelRun {
  /** Of the image that it would make. */
  id: string
  work: ModelWork
  /** Those that have to end before its first request. */
  waitsFor: readonly ModelRun[]
  phase: UploadPhase
  /** How its promise settles: the id of an image, `removed`, or the code of an error. */
  end: string | null
  wait: { waitingFor: 'backoff' | 'online'; resumes: NetworkPhase; dueMs: number; sinceMs: number } | null
  tries: Record<NetworkPhase, number>
  failures: number
  offlineMs: number
  askedAt: [number, number]
  renewals: number
  isRenewed: boolean
  isRestarted: boolean
  /** Of the PUT that confirm is asked about: null when it was one of an earlier run. */
  put: { errorCode: string | null } | null
  pausesMs: number[]
}

/** What is there while nothing runs. */
export interface ModelSettled {
  phase: 'idle' | 'success' | 'removed' | 'error'
  /** Id of the image, code of the error, or `can undo`. */
  what: string | null
  /** What a retry does. */
  failed: ModelWork | null
}

export function modelRun(id: string, work: ModelWork, waitsFor: readonly ModelRun[]): ModelRun {
  return {
    id,
    work,
    waitsFor,
    phase: 'preparing',
    end: null,
    wait: null,
    tries: { requesting: 0, uploading: 0, confirming: 0, removing: 0 },
    failures: 0,
    offlineMs: 0,
    askedAt: [0, 0],
    renewals: 0,
    isRenewed: false,
    isRestarted: false,
    put: null,
    pausesMs: [],
  }
}
