/**
 * What the live regions in here are given to say, in order; from the alert it begins with "!". Each writing counts, also
 * of a text that another one replaces at once.
 */
export function listenTo(container: HTMLElement): readonly string[] {
  const said: string[] = []
  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      const region = (target as Element).closest('[role=status], [role=alert]')
      if (region === null) continue
      for (const { textContent } of addedNodes) {
        said.push(region.role === 'alert' ? `! ${textContent}` : (textContent ?? ''))
      }
    }
  })
  observer.observe(container, { childList: true, subtree: true })
  return said
}
