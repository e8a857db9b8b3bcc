import readme from '../../README.md?raw'
import accessibility from '../../docs/accessibility.md?raw'

/** The code block of README.md with this in it: what is to be copied stands in one place. */
export function codeFromReadme(part: string): string {
  const blocks = [...readme.matchAll(/^```\w*\n(.*?)^```$/gms)].map(([, code = '']) => code)
  const block = blocks.find((code) => code.includes(part))
  if (block === undefined) throw new Error(`README.md has no code with "${part}".`)
  return block.trimEnd()
}

/** A section of docs/accessibility.md, without its title. Links to files of the repository lead nowhere here. */
export function accessibilitySection(title: string): string {
  const sections = accessibility.split(/^## /m)
  const section = sections.find((text) => text.startsWith(`${title}\n`))
  if (section === undefined) throw new Error(`docs/accessibility.md has no section "${title}".`)
  return section.slice(title.length).replaceAll(/\[([^\]]*)\]\((?!https?:)[^)]*\)/g, '$1')
}
