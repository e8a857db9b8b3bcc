const CONDITION = 'prefers-reduced-motion'

/**
 * Puts the rules in force that the stylesheet has for people who want less motion. A page cannot change what the system
 * says; it can change under which condition these very rules hold.
 *
 * @returns What ends it.
 */
export function reduceMotion(): () => void {
  const changed = mediaRules().map((rule) => {
    const condition = rule.media.mediaText
    rule.media.mediaText = 'all'
    return () => {
      rule.media.mediaText = condition
    }
  })
  return () => changed.forEach((restore) => restore())
}

function mediaRules(): CSSMediaRule[] {
  return [...document.styleSheets]
    .flatMap((sheet) => Array.from(sheet.cssRules))
    .filter((rule) => rule instanceof CSSMediaRule)
    .filter(
      ({ conditionText, cssText }) => conditionText.includes(CONDITION) && cssText.includes('profile-image'),
    )
}
