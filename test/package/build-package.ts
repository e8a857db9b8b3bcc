import { copyFileSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'tsdown'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** The package as `npm run build` makes it, without types and styles, in a folder of its own. Returns its path. */
export async function buildPackage(): Promise<string> {
  const folder = path('../../node_modules/.cache/package')
  mkdirSync(folder, { recursive: true })
  // So that code in there can import the package by its name.
  copyFileSync(path('../../package.json'), `${folder}/package.json`)
  await build({
    config: path('../../tsdown.config.ts'),
    outDir: `${folder}/dist`,
    dts: false,
    copy: [],
    logLevel: 'error',
  })
  return folder
}
