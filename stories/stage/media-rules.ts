/**
 * Puts the rules in force that the page has for people with this preference, e.g. `prefers-reduced-motion`. A page cannot
 * change what the system says; it can change under which condition these very rules hold.
 *
 * @returns What ends it.
 */
export function applyMediaRules(feature: string): () => void {
  const changed = mediaRules(feature).map((rule) => {
    const condition = rule.media.mediaText
    rule.media.mediaText = 'all'
    return () => {
      rule.media.mediaText = condition
    }
  })
  return () => changed.forEach((restore) => restore())
}

function mediaRules(feature: string): CSSMediaRule[] {
  return [...document.styleSheets]
    .flatMap((sheet) => Array.from(sheet.cssRules))
    .filter((rule) => rule instanceof CSSMediaRule)
    .filter(({ conditionText }) => conditionText.includes(feature))
}
