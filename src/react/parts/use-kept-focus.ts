'use client'
import { type FocusEvent, useRef } from 'react'

/**
 * A button that has the focus may disappear, Cancel when the upload has ended, and would leave the focus nowhere. Then
 * it goes to "Try again", where there is one, else to the button that chooses.
 *
 * @returns props for the group around the buttons.
 */
export function useKeptFocus(): { onFocus(event: FocusEvent<HTMLElement>): void; onBlur(): void } {
  const watch = useRef<MutationObserver>(null)
  return {
    onFocus({ target, currentTarget }) {
      watch.current?.disconnect()
      // Not by what is rendered here: parts, and what others put between them, come and go by themselves.
      watch.current = new MutationObserver(() => {
        if (target.isConnected) return
        watch.current?.disconnect()
        // It may have been sent elsewhere, which is no business of ours.
        if (document.activeElement !== document.body) return
        const find = (part: string) => currentTarget.querySelector<HTMLElement>(`[data-part=${part}]`)
        ;(find('retry') ?? find('choose'))?.focus()
      })
      watch.current.observe(currentTarget, { childList: true, subtree: true })
    },
    // Not told of an element that was removed.
    onBlur() {
      watch.current?.disconnect()
    },
  }
}
