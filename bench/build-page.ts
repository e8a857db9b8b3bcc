import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The page as an app would ship it: bundled, minified, React in production mode. By path, e.g. `/index.html`. */
export async function buildPage(): Promise<Map<string, string | Uint8Array>> {
  const output = await build({
    root: fileURLToPath(new URL('page/', import.meta.url)),
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    logLevel: 'warn',
    build: { write: false },
  })
  if (!('output' in output)) throw new TypeError('Vite made something else than one bundle.')
  return new Map(
    output.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  )
}
