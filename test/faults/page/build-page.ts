import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

/** The files of the page by their paths. */
export type BuiltPage = ReadonlyMap<string, { type: string; body: string | Uint8Array }>

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
}

/**
 * The page, built once and kept in memory: served module by module it would take longer than what is tested. It is
 * React's development build, because only that one mounts everything twice under StrictMode.
 */
export async function buildPage(): Promise<BuiltPage> {
  const output = await build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    mode: 'development',
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"development"' },
    plugins: [react()],
    build: { write: false, minify: false, modulePreload: false },
  })
  const [bundle] = [output].flat()
  if (bundle === undefined || !('output' in bundle)) throw new Error('Vite has built nothing.')
  return new Map(
    bundle.output.map((file) => [
      file.fileName === 'index.html' ? '/' : `/${file.fileName}`,
      {
        type: TYPES[file.fileName.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
        body: file.type === 'chunk' ? file.code : file.source,
      },
    ]),
  )
}
