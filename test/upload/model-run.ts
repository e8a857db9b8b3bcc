import type { NetworkPhase, UploadPhase } from '../../src/upload/upload-state.ts'

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
  draft: ModelDraft
  phase: UploadPhase
  /** How its promise settles: the id of an image or the code of an error. */
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
  phase: 'idle' | 'success' | 'error'
  /** Id of the image or code of the error. */
  what: string | null
  draft: ModelDraft | null
}

export function modelRun(id: string, draft: ModelDraft): ModelRun {
  return {
    id,
    draft,
    phase: 'preparing',
    end: null,
    wait: null,
    tries: { requesting: 0, uploading: 0, confirming: 0 },
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
