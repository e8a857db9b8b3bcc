/** For `beforeEach`: as in an app that has not imported styles.css. */
export function withoutStylesheet(): () => void {
  const sheets = [...document.styleSheets].filter((sheet) =>
    Array.from(sheet.cssRules).some((rule) => rule.cssText.startsWith(':where(.profile-image)')),
  )
  const disable = (disabled: boolean) => {
    for (const sheet of sheets) sheet.disabled = disabled
  }
  disable(true)
  return () => disable(false)
}
