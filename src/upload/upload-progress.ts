import type { Clock } from './retry/clock.ts'

/** Progress of the running PUT. */
export interface UploadProgress {
  /** Bytes that have left, as far as the browser says. */
  sentBytes: number
  /** Bytes of the picture. */
  totalBytes: number
  /**
   * From 0 to 0.99, in whole hundredths, and told of in steps of at least five: all bytes sent is not saved. Null before
   * the first event and after 2 s without one.
   */
  fraction: number | null
  /** No byte has moved for 10 s, and the upload still waits. */
  isStalled: boolean
}

export interface ProgressTracker {
  get(): UploadProgress | null
  /** A PUT begins: from zero again. */
  begin(totalBytes: number): void
  moved(sentBytes: number, totalBytes: number): void
  end(): void
}

/**
 * All bytes sent is no exception: they may still wait in the buffers of this device, and how long the storage
 * takes to answer nobody knows. A bar that stands at 99 % would say "nearly done".
 */
const UNKNOWN_AFTER_MS = 2_000
const STALLED_AFTER_MS = 10_000
/** Listeners render, so the smallest step that an eye needs: 21 at most for a PUT, however many events come. */
const STEP = 0.05
/** All bytes sent is not done: a PUT can still fail, and confirm has not answered. */
const MAX_FRACTION = 0.99

/**
 * Never moves backwards within one PUT. `onChange` is for what happens in between: whoever begins and ends it
 * changes the phase as well, and tells of both at once.
 */
export function createProgressTracker(clock: Clock, onChange: () => void): ProgressTracker {
  let progress: UploadProgress | null = null
  let cancelTimer = () => {}

  const change = (changed: Partial<UploadProgress>) => {
    if (progress === null) return
    progress = { ...progress, ...changed }
    onChange()
  }
  const watch = () => {
    cancelTimer()
    cancelTimer = clock.after(UNKNOWN_AFTER_MS, () => {
      cancelTimer = clock.after(STALLED_AFTER_MS - UNKNOWN_AFTER_MS, () => change({ isStalled: true }))
      if (progress?.fraction !== null) change({ fraction: null })
    })
  }

  return {
    get: () => progress,
    begin(totalBytes) {
      watch()
      progress = { sentBytes: 0, totalBytes, fraction: null, isStalled: false }
    },
    moved(bytes, totalBytes) {
      // A sender may still report what it had sent when the PUT is over.
      if (progress === null) return
      watch()
      const sentBytes = Math.min(Math.max(bytes, progress.sentBytes), totalBytes)
      const fraction = Math.min(Math.floor((sentBytes * 100) / totalBytes) / 100, MAX_FRACTION)
      // A stalled one has no fraction, too: whatever moves after silence is told of.
      const isStep = progress.fraction === null || round(fraction - progress.fraction) >= STEP
      if (!isStep && sentBytes < totalBytes) return
      progress = { sentBytes, totalBytes, fraction, isStalled: false }
      onChange()
    },
    end() {
      cancelTimer()
      progress = null
    },
  }
}

/** To a hundredth: differences of binary fractions are a little off. */
function round(fraction: number): number {
  return Math.round(fraction * 100) / 100
}
