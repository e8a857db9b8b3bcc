import { isPending, type UploadState } from '../../upload/upload-state.ts'
import type { UploadProgress } from '../../upload/upload-progress.ts'
import { createFormat } from '../texts/format.ts'
import type { Messages } from '../texts/messages.ts'
import { describeState } from '../texts/describe-state.ts'
import { canDrop, type DragState } from '../input/use-drop-target.ts'

/** What there is to speak about. */
export interface Announced {
  state: UploadState
  drag: DragState
  fileName: string | null
  errorText: string | null
  messages: Messages
}

/** `status` waits for a pause of the reader, `alert` does not. */
export type Politeness = 'status' | 'alert'

/** What passes within this time is over before it is said. */
const LATE_MS = 1_000
/** Shorter uploads are not counted aloud, and longer ones not more often than this. */
const PROGRESS_AFTER_MS = 15_000
const PROGRESS_EVERY_MS = 5_000

/**
 * Decides what a screen reader is told, and when: the moments of an upload once each, its progress at a quarter, a half
 * and three quarters at the most. Nothing else, because every word interrupts.
 *
 * @param say Replaces what was said before in the same region.
 */
export function createAnnouncements(first: Announced, say: (text: string, politeness: Politeness) => void) {
  let before = first
  let settled = first.state
  let startedAtMs = 0
  let saidAtMs = 0
  let quarters = 0
  /** Moments of the run that were told of: most can come again, after a failure that passed. */
  const told = new Set<UploadState['phase'] | 'slow'>()
  let late: ReturnType<typeof setTimeout> | undefined

  function tell(text: string, politeness: Politeness = 'status'): void {
    saidAtMs = performance.now()
    say(text, politeness)
  }

  function tellOnce(moment: UploadState['phase'] | 'slow', text: string): void {
    if (told.has(moment)) return
    told.add(moment)
    tell(text)
  }

  function enter({ state, fileName, messages }: Announced): void {
    if (state.waitingFor === 'online') return tell(messages.waitingForConnection)
    if (before.state.waitingFor === 'online') return tell(messages.backOnline)
    const phase = state.resumes ?? state.phase
    const text = describeState(state, messages, fileName ?? '')
    const isSending = phase === 'requesting' || phase === 'uploading'
    if (isSending) tellOnce('uploading', text)
    else if (phase === 'confirming' && told.has('uploading')) tellOnce(phase, text)
    else late = setTimeout(() => tellOnce(phase, text), LATE_MS)
  }

  function end({ state, errorText, messages }: Announced): void {
    const isStopped = isSame(state, settled) || (state.phase === 'idle' && isPending(before.state))
    const isRestored = settled.phase === 'removed' && !told.has('uploading')
    settled = state
    if (isStopped) tell(messages.cancelled)
    else if (state.phase === 'success') tell(isRestored ? messages.restored : messages.saved)
    else if (state.phase === 'removed') {
      tell(state.canUndo ? `${messages.removed} ${messages.undoAvailable}` : messages.removed)
    } else if (state.error !== null) {
      const again = state.error.isRetryable ? ` ${messages.retryAvailable}` : ''
      tell(`${messages.errorPrefix} ${errorText}${again}`, 'alert')
    }
  }

  return {
    /** To be called after each change of what there is. */
    update(now: Announced): void {
      if (canDrop(now.drag) && !canDrop(before.drag)) tell(now.messages.dropHere)
      if (now.state !== before.state) {
        clearTimeout(late)
        if (isPending(now.state)) {
          // Another run.
          if (now.state.phase === 'preparing' || !isPending(before.state)) {
            startedAtMs = performance.now()
            quarters = 0
            told.clear()
          }
          enter(now)
        } else if (isPending(before.state) || !isSame(now.state, settled)) end(now)
      }
      before = now
    },
    /** To be called when bytes have moved. */
    progressed(progress: UploadProgress | null): void {
      const { messages } = before
      if (progress === null) return
      if (progress.isStalled) tellOnce('slow', messages.slow)
      const reached = Math.floor((progress.fraction ?? 0) * 4)
      if (reached <= quarters) return
      quarters = reached
      const now = performance.now()
      if (now - startedAtMs < PROGRESS_AFTER_MS || now - saidAtMs < PROGRESS_EVERY_MS) return
      const { uploaded, locale } = messages
      tell(typeof uploaded === 'string' ? uploaded : uploaded(reached / 4, createFormat(locale)))
    },
    dispose(): void {
      clearTimeout(late)
    },
  }
}

function isSame(one: UploadState, other: UploadState): boolean {
  return one.phase === other.phase && one.image === other.image && one.error === other.error
}
