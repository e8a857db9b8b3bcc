import { contrastOf } from '../a11y/contrast.ts'

/** As computed styles say it. */
const TRANSPARENT = 'rgba(0, 0, 0, 0)'

/** What in the component cannot be told apart well enough, in words. */
export function lackingContrast(root: HTMLElement): string[] {
  return [...root.querySelectorAll<HTMLElement | SVGElement>('[data-part]')]
    .filter(isSeen)
    .flatMap((element) => {
      const part = element.dataset['part'] ?? ''
      const { color, stroke } = getComputedStyle(element)
      const behind = backgroundOf(element)
      const faults: string[] = []
      const need = (what: string, one: string, other: string, least: number) => {
        const ratio = contrastOf(one, other)
        if (ratio < least) faults.push(`${part}: ${what} has ${ratio.toFixed(2)}:1`)
      }
      if (hasText(element)) need('its text', color, behind, 4.5)
      if (part === 'fill') need('the ring', stroke, behind, 3)
      // The quiet one is a text with a line below it.
      if (element instanceof HTMLButtonElement && part !== 'remove') {
        const around = backgroundOf(root)
        const { borderTopColor, backgroundColor } = getComputedStyle(element)
        const edge = borderTopColor === TRANSPARENT ? backgroundColor : borderTopColor
        need('its edge', edge, around, 3)
      }
      return faults
    })
}

/** Disabled controls need no contrast. */
function isSeen(element: Element): boolean {
  return (
    element.checkVisibility() && element.closest('[aria-disabled=true], [data-part=announcement]') === null
  )
}

function hasText({ childNodes }: Element): boolean {
  return [...childNodes].some(
    ({ nodeType, textContent }) => nodeType === Node.TEXT_NODE && textContent !== '',
  )
}

/** The nearest one that is not seen through. */
function backgroundOf(element: Element): string {
  const { backgroundColor } = getComputedStyle(element)
  const { parentElement } = element
  return backgroundColor !== TRANSPARENT || parentElement === null
    ? backgroundColor
    : backgroundOf(parentElement)
}
