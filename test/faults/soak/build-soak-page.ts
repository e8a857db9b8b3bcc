import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The page as an app would ship it: React's development build keeps more than it needs. By path, e.g. `/index.html`. */
export async function buildSoakPage(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const output = await build({
    root: fileURLToPath(new URL('page/', import.meta.url)),
    configFile: false,
    // The environment of a test says `test`, which would be taken for development.
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', development: false } },
    logLevel: 'error',
    build: { write: false, modulePreload: false },
  })
  if (!('output' in output)) throw new TypeError('Vite made something else than one bundle.')
  return new Map(
    output.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  )
}
