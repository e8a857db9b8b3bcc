import { readFile, writeFile } from 'node:fs/promises'
import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/server/index.ts',
    'src/server/node.ts',
    'src/bucket-setup/index.ts',
    'src/cli/main.ts',
    'src/testing/index.ts',
    'src/testing/msw.ts',
    'src/testing/node.ts',
    'src/messages/{ar,de,es,fr,ja}.ts',
  ],
  // One output module per source module, so that 'use client' stays in the files that say it.
  unbundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  clean: true,
  tsconfig: 'tsconfig.build.json',
  inputOptions: {
    // It warns that 'use client' might get lost; scripts/check-dist.mjs knows that it does not.
    onLog(level, log, print) {
      if (log.code !== 'MODULE_LEVEL_DIRECTIVE') print(level, log)
    },
  },
  copy: [
    { from: 'src/react/styles.css', to: 'dist/react' },
    { from: 'src/react/styles.css.d.ts', to: 'dist/react' },
    { from: 'src/react/styles.css.d.ts', to: 'dist/react', rename: 'styles.layer.css.d.ts' },
  ],
  // The same look in a cascade layer, below every rule of an app that is in none.
  async onSuccess({ outDir }) {
    const css = await readFile('src/react/styles.css', 'utf8')
    await writeFile(`${outDir}/react/styles.layer.css`, `@layer profile-image {\n${css}}\n`)
  },
})
