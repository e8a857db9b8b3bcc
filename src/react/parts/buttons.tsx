'use client'
import { canCancel } from '../../upload/upload-state.ts'
import { createPart, type Part } from './part.tsx'

/**
 * Opens the file picker. Always there: choosing again replaces what runs. Its name is another one only when something was
 * saved: screen readers say the name that it had, when the picker closes.
 */
export const Choose: Part<'button'> = createPart(
  'choose',
  'button',
  ({ savedSrc, messages, getChooseProps }) =>
    getChooseProps({ children: savedSrc === null ? messages.choose : messages.change }),
)

/** Only while an upload can still be stopped. */
export const Cancel: Part<'button'> = createPart('cancel', 'button', ({ state, messages, cancel }) =>
  canCancel(state) ? { type: 'button', onClick: cancel, children: messages.cancel } : null,
)

/** Only after a failure that may not come again. Repeats what failed, with the same file. */
export const Retry: Part<'button'> = createPart('retry', 'button', ({ state, messages, retry }) =>
  state.error?.isRetryable === true ? { type: 'button', onClick: retry, children: messages.retry } : null,
)

/** Only when there is an image, the backend can remove it, and nothing is under way. */
export const Remove: Part<'button'> = createPart(
  'remove',
  'button',
  ({ canRemove, isPending, isDisabled, messages, remove }) =>
    canRemove && !isPending
      ? {
          type: 'button',
          'aria-disabled': isDisabled || undefined,
          onClick: isDisabled ? undefined : remove,
          children: messages.remove,
        }
      : null,
)

/** Only after a removal that can be undone. It stays until the next action. */
export const Undo: Part<'button'> = createPart('undo', 'button', ({ state, messages, undo }) =>
  state.canUndo ? { type: 'button', onClick: undo, children: messages.undo } : null,
)
