'use client'
import { type FocusEvent, useRef } from 'react'
import { useBrowserLayoutEffect } from '../use-browser-layout-effect.ts'

/**
 * A button that has the focus may disappear, Cancel when the upload has ended, and would leave the focus nowhere. Then
 * it goes to "Try again", where there is one, else to the button that chooses.
 *
 * @returns props for the group around the buttons.
 */
export function useKeptFocus(): { onFocus(event: FocusEvent<HTMLElement>): void; onBlur(): void } {
  const focus = useRef<{ element: Element; group: HTMLElement } | null>(null)
  useBrowserLayoutEffect(() => {
    if (focus.current === null || focus.current.element.isConnected) return
    const { group } = focus.current
    focus.current = null
    const [retry, choose] = ['retry', 'choose'].map((part) =>
      group.querySelector<HTMLElement>(`[data-part=${part}]`),
    )
    ;(retry ?? choose)?.focus()
  })
  return {
    onFocus({ target, currentTarget }) {
      focus.current = { element: target, group: currentTarget }
    },
    // Not told of an element that was removed: that is how it is known here.
    onBlur() {
      focus.current = null
    },
  }
}
