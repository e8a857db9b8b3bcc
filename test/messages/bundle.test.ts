import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'
import { expect, test } from 'vitest'
import { languages } from './packs.ts'

// What an app ships of a language: its texts, and not the component's modules or another language.

const src = fileURLToPath(new URL('../../src/', import.meta.url))

/** What is left of an app that consists of this code: the modules of src, and all code. */
async function bundle(code: string): Promise<{ modules: string[]; code: string }> {
  const app: Rolldown.Plugin = {
    name: 'app',
    resolveId: (id) => (id === 'app' ? id : null),
    load: (id) => (id === 'app' ? code : null),
    // As for a bundler that does not read our package.json, where nothing but CSS has side effects.
    transform: (text) => ({ code: text, moduleSideEffects: true }),
  }
  const result = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [app],
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: 'app', preserveEntrySignatures: 'strict' },
    },
  })
  const [{ output }] = [result].flat() as [Rolldown.RolldownOutput]
  const [chunk] = output
  const modules = Object.keys(chunk.modules).filter((id) => chunk.modules[id]?.code?.trim() && id !== 'app')
  return { modules: modules.map((id) => id.replace(src, '')), code: chunk.code }
}

test.each(languages)('$tag brings along nothing but what builds sentences', async ({ tag }) => {
  const { modules } = await bundle(`export { ${tag} } from '${src}messages/${tag}.ts'`)
  const pack = `messages/${tag}.ts`
  expect(modules).toContain(pack)
  expect([pack, 'messages/plural-form.ts', 'react/texts/with-reason.ts']).toEqual(
    expect.arrayContaining(modules),
  )
})

test.each(languages)('$tag leaves nothing behind where it is imported and not used', async ({ tag }) => {
  const { code } = await bundle(`import { ${tag} } from '${src}messages/${tag}.ts'`)
  expect(code.trim()).toBe('')
})
