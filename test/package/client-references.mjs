// Loaded before a program, this makes Node a bundler of server components, as far as modules go: of one that says
// 'use client', a server gets no more than references, which throw when they are called.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:')) return nextLoad(url, context)
    const source = readFileSync(fileURLToPath(url), 'utf8')
    if (!/^['"]use client['"]/.test(source)) return nextLoad(url, context)
    const { module } = parseSync(url, source)
    const names = module.staticExports.flatMap(({ entries }) =>
      entries.map(({ exportName }) => exportName.name),
    )
    const references = names.map(
      (name) =>
        `export const ${name} = Object.assign(() => { throw new Error('${name} is for the browser') }, { isReference: true })`,
    )
    return { format: 'module', source: references.join('\n'), shortCircuit: true }
  },
})
