import { isPending, type UploadState } from '../upload/upload-state.ts'
import type { UploadProgress } from '../upload/upload-progress.ts'
import { createFormat } from './format.ts'
import type { Messages } from './messages.ts'
import { uploadingText } from './describe-state.ts'
import type { DragState } from './use-drop-target.ts'

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
const CHECKING_AFTER_MS = 1_000
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
  let hasSaidUploading = false
  let hasSaidFinishing = false
  let hasSaidSlow = false
  let checking: ReturnType<typeof setTimeout> | undefined

  function tell(text: string, politeness: Politeness = 'status'): void {
    saidAtMs = performance.now()
    say(text, politeness)
  }

  function begin({ state, messages }: Announced): void {
    startedAtMs = performance.now()
    quarters = 0
    hasSaidUploading = false
    hasSaidFinishing = false
    hasSaidSlow = false
    const text = state.phase === 'removing' ? messages.removing : messages.checking
    checking = setTimeout(() => tell(text), CHECKING_AFTER_MS)
  }

  function enter({ state, fileName, messages }: Announced): void {
    if (state.phase === 'waiting') {
      if (state.waitingFor === 'online') tell(messages.waitingForConnection)
    } else if (before.state.waitingFor === 'online') tell(messages.backOnline)
    else if (state.phase === 'requesting' && !hasSaidUploading) {
      hasSaidUploading = true
      tell(uploadingText(messages, fileName ?? ''))
    } else if (state.phase === 'confirming' && hasSaidUploading && !hasSaidFinishing) {
      hasSaidFinishing = true
      tell(messages.finishing)
    }
  }

  function end({ state, errorText, messages }: Announced): void {
    // Back to what was there before: cancelled, and nothing new has happened.
    if (isSame(state, settled)) return tell(messages.cancelled)
    const isRestored = settled.phase === 'removed' && !hasSaidUploading
    settled = state
    if (state.phase === 'success') tell(isRestored ? messages.restored : messages.saved)
    if (state.phase === 'removed') {
      tell(state.canUndo ? `${messages.removed} ${messages.undoAvailable}` : messages.removed)
    }
    if (state.error !== null) {
      const again = state.error.isRetryable ? ` ${messages.retryAvailable}` : ''
      tell(`${messages.errorPrefix} ${errorText}${again}`, 'alert')
    }
  }

  return {
    /** To be called after each change of what there is. */
    update(now: Announced): void {
      if (isOver(now.drag) && !isOver(before.drag)) tell(now.messages.dropHere)
      if (now.state !== before.state) {
        clearTimeout(checking)
        if (isPending(now.state)) {
          if (now.state.phase === 'preparing' || !isPending(before.state)) begin(now)
          enter(now)
        } else if (isPending(before.state) || !isSame(now.state, settled)) end(now)
      }
      before = now
    },
    /** To be called when bytes have moved. */
    progressed(progress: UploadProgress | null): void {
      const { messages } = before
      if (progress === null) return
      if (progress.isStalled && !hasSaidSlow) {
        hasSaidSlow = true
        tell(messages.slow)
      }
      const reached = Math.floor((progress.fraction ?? 0) * 4)
      if (reached <= quarters) return
      quarters = reached
      const now = performance.now()
      if (now - startedAtMs < PROGRESS_AFTER_MS || now - saidAtMs < PROGRESS_EVERY_MS) return
      const { uploaded, locale } = messages
      tell(typeof uploaded === 'string' ? uploaded : uploaded(reached / 4, createFormat(locale)))
    },
    dispose(): void {
      clearTimeout(checking)
    },
  }
}

function isOver(drag: DragState): boolean {
  return drag === 'accept' || drag === 'unknown'
}

function isSame(one: UploadState, other: UploadState): boolean {
  return one.phase === other.phase && one.image === other.image && one.error === other.error
}
