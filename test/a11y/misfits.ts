/** What makes the page scroll sideways, lies beside it, or is cut: the parts of this component, or the page. */
export function misfits(group: HTMLElement): string[] {
  const { scrollWidth, clientWidth } = document.documentElement
  const parts = [...group.querySelectorAll('button, p:not([hidden]), [data-part=label], img')]
  const wrong = parts.filter((part) => {
    const { left, right } = part.getBoundingClientRect()
    // Words that do not fit would be cut, or drawn over what is beside them. Only a name may be.
    const isCut = part.scrollWidth > part.clientWidth + 1 && !part.hasAttribute('data-has-name')
    return left < 0 || right > clientWidth || isCut
  })
  const names = wrong.map((part) => part.getAttribute('data-part') ?? part.localName)
  return scrollWidth > clientWidth ? ['page', ...names] : names
}
