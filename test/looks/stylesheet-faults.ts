const PHYSICAL =
  /^((margin|padding|border|scroll-margin|scroll-padding)-)?(top|right|bottom|left)\b|^(min-|max-)?(width|height)$|^overflow-[xy]$/
const FOUR_SIDES = /^(margin|padding|inset|border-(width|color|style)): (\S+ ){3}\S+$/

/** What an app could not override by one class, and what would not mirror in a page from right to left. */
export function faultsOf(css: string): string[] {
  const plain = css.replaceAll(/\/\*.*?\*\//gs, '')
  const selectors = [...plain.matchAll(/([^{};]+)\{/g)]
    .map(([, prelude = '']) => prelude.trim().replaceAll(/\s+/g, ' '))
    .filter((prelude) => !/^(@|from$|to$|[\d.]+%$)/.test(prelude))
    .flatMap(splitList)
  const declarations = [...plain.matchAll(/(?<=[{;]\s*)[\w-]+\s*:[^{};]+(?=[;}])/g)].map(([text]) =>
    text.trim().replaceAll(/\s+/g, ' '),
  )
  return [
    ...selectors.filter(isStrong).map((selector) => `${selector} is more than one class`),
    ...declarations.filter(isRigid),
  ]
}

/** What stands in :where() counts nothing. */
function isStrong(selector: string): boolean {
  const rest = outsideParentheses(selector).replaceAll(':where()', '').replaceAll('*', '').trim()
  return !/^(\.[\w-]+)?$/.test(rest)
}

function isRigid(declaration: string): boolean {
  const [property = '', value = ''] = declaration.split(/\s*:\s*/)
  return (
    PHYSICAL.test(property) ||
    FOUR_SIDES.test(outsideParentheses(declaration)) ||
    /^(left|right)$/.test(value) ||
    value.includes('!important')
  )
}

function splitList(selectors: string): string[] {
  let depth = 0
  const separate = (character: string) => {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    return character === ',' && depth === 0 ? '\n' : character
  }
  return Array.from(selectors, separate)
    .join('')
    .split('\n')
    .map((selector) => selector.trim())
}

/** With empty pairs where something stood in them. */
function outsideParentheses(text: string): string {
  const shorter = text.replaceAll(/\(([^()]|\(\))+\)/g, '()')
  return shorter === text ? text : outsideParentheses(shorter)
}
