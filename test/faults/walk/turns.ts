import type { UploadState } from '../../../src/upload/upload-state.ts'

/** One upload or retry that the user has started. */
export interface Start {
  /** The checksum of its file; null until its first request tells. */
  sha256: string | null
  isAborted: boolean
  /** Replaced when it could no longer be stopped: it may end by itself. */
  isReplaced: boolean
  isEnded: boolean
}

/** Whose turn it is, kept beside the engine and by the rules of its documentation alone. */
export interface Turns {
  current(): Start | null
  begin(before: UploadState): Start
  cancel(before: UploadState): void
  reset(): void
  /** Whether a request for this file may begin now. */
  mayBegin(sha256: string): boolean
}

export function createTurns(): Turns {
  const starts: Start[] = []
  let current: Start | null = null

  /** Until it confirms, the one whose turn it is can be stopped. */
  const abort = (state: UploadState) => {
    if (current !== null && isStoppable(state)) current.isAborted = true
  }

  return {
    current: () => current,
    begin(before) {
      abort(before)
      if (current !== null) current.isReplaced = true
      current = { sha256: null, isAborted: false, isReplaced: false, isEnded: false }
      starts.push(current)
      return current
    },
    cancel(before) {
      if (!isStoppable(before)) return
      abort(before)
      current = starts.findLast(({ isAborted, isEnded }) => !isAborted && !isEnded) ?? null
    },
    reset() {
      for (const start of starts) start.isAborted = true
      current = null
    },
    mayBegin(sha256) {
      if (current === null || current.isAborted || current.isEnded) return false
      current.sha256 ??= sha256
      return current.sha256 === sha256
    },
  }
}

function isStoppable({ phase, resumes }: UploadState): boolean {
  if (phase === 'waiting') return resumes !== 'confirming'
  return phase === 'preparing' || phase === 'requesting' || phase === 'uploading'
}
