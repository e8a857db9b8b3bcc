'use client'
import { canCancel } from '../../upload/upload-state.ts'
import type { ProfileImageUploader } from '../profile-image-uploader.ts'
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
export const Retry: Part<'button'> = createPart('retry', 'button', (uploader) =>
  uploader.state.error?.isRetryable === true
    ? beginning(uploader, uploader.retry, uploader.messages.retry)
    : null,
)

/** Only when there is an image, the backend can remove it, and nothing is under way. */
export const Remove: Part<'button'> = createPart('remove', 'button', (uploader) =>
  uploader.canRemove && !uploader.isPending
    ? beginning(uploader, uploader.remove, uploader.messages.remove)
    : null,
)

/** Only after a removal that can be undone. It stays until the next action. */
export const Undo: Part<'button'> = createPart('undo', 'button', (uploader) =>
  uploader.state.canUndo ? beginning(uploader, uploader.undo, uploader.messages.undo) : null,
)

/** A button that begins something, which a disabled uploader does not. Not `disabled`: that would drop the focus. */
function beginning({ isDisabled }: ProfileImageUploader, act: () => void, children: string) {
  return {
    type: 'button',
    'aria-disabled': isDisabled || undefined,
    onClick: isDisabled ? undefined : act,
    children,
  } as const
}
