import type { Clock } from './clock.ts'

/** Progress of the running PUT. */
export interface UploadProgress {
  sentBytes: number
  totalBytes: number
  /** From 0 to 1 and below 1 until the upload is confirmed; null while nothing is known. */
  fraction: number | null
  /** No byte has moved for 10 s, and the upload still waits. */
  isStalled: boolean
}

export interface ProgressTracker {
  get(): UploadProgress | null
  moved(sentBytes: number, totalBytes: number): void
  /** A PUT begins: from zero again. */
  begin(totalBytes: number): void
  end(): void
}

const STALLED_AFTER_MS = 10_000
/** All bytes sent is not done: a PUT can still fail, and confirm has not answered. */
const MAX_FRACTION = 0.99

/** Never moves backwards within one PUT. */
export function createProgressTracker(clock: Clock, onChange: () => void): ProgressTracker {
  let progress: UploadProgress | null = null
  let cancelTimer = () => {}

  const set = (next: UploadProgress | null) => {
    progress = next
    onChange()
  }
  const watch = () => {
    cancelTimer()
    cancelTimer = clock.after(STALLED_AFTER_MS, () => {
      if (progress !== null) set({ ...progress, isStalled: true })
    })
  }

  return {
    get: () => progress,
    begin(totalBytes) {
      watch()
      set({ sentBytes: 0, totalBytes, fraction: null, isStalled: false })
    },
    moved(bytes, totalBytes) {
      const sentBytes = Math.min(Math.max(bytes, progress?.sentBytes ?? 0), totalBytes)
      watch()
      set({
        sentBytes,
        totalBytes,
        fraction: Math.min(sentBytes / totalBytes, MAX_FRACTION),
        isStalled: false,
      })
    },
    end() {
      cancelTimer()
      if (progress !== null) set(null)
    },
  }
}
