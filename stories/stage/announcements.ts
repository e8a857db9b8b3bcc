/** One thing that a live region said: of which politeness, and what. */
export interface Announcement {
  role: string
  text: string
}

/**
 * Listens to the live regions inside an element, as screen readers do: what is written into one is spoken once.
 *
 * @returns What ends it.
 */
export function listenTo(element: Element, onSaid: (said: Announcement) => void): () => void {
  const observer = new MutationObserver((changes) => {
    for (const region of new Set(changes.map(({ target }) => regionOf(target)))) {
      const text = region?.textContent ?? ''
      if (text !== '') onSaid({ role: region?.getAttribute('role') ?? '', text })
    }
  })
  observer.observe(element, { childList: true, characterData: true, subtree: true })
  return () => observer.disconnect()
}

function regionOf(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement
  return element?.closest('[role=status], [role=alert]') ?? null
}
