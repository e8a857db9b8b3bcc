import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The page of the app as its build for production makes it: files by their paths, such as `/index.html`. */
export async function buildPage(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const output = await build({
    root: fileURLToPath(new URL('page', import.meta.url)),
    configFile: false,
    // It warns of every 'use client', which says nothing to a browser.
    logLevel: 'error',
    build: { write: false },
  })
  const [bundle] = [output].flat()
  if (bundle === undefined || !('output' in bundle)) throw new Error('Vite has built nothing.')
  return new Map(
    bundle.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  )
}
