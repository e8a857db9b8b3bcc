import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

/** What an app's bundle holds, minified, by gzip -9, in bytes. */
export interface BundleSize {
  /** Of the scripts that load first. */
  eagerBytes: number
  /** Of the scripts that load later, by a dynamic import. */
  lazyBytes: number
  cssBytes: number
  modules: ModuleSize[]
}

export interface ModuleSize {
  path: string
  isLazy: boolean
  minifiedBytes: number
  /** Packed alone: more than its share of the bundle, as far as it repeats what stands in other modules. */
  gzippedBytes: number
}

export interface BundleOptions {
  /** Packages that count nothing, with all that is in them. */
  external?: readonly string[]
  /** Other code for modules, by their paths from the root of the repository. */
  instead?: Readonly<Record<string, string>>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const entry = `${root}bundle-entry.ts`

/** Bundles a program as an app's build for production does. It imports relative to the root of the repository. */
export async function measureBundle(program: string, options: BundleOptions = {}): Promise<BundleSize> {
  const { external = [], instead = {} } = options
  const code = new Map(Object.entries({ 'bundle-entry.ts': program, ...instead }))
  const output = await build({
    root,
    configFile: false,
    // It warns of every 'use client', which says nothing to a browser.
    logLevel: 'error',
    // Whatever NODE_ENV this process was started with.
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { development: false } },
    plugins: [
      {
        name: 'program',
        enforce: 'pre',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => code.get(id.replace(root, '')) ?? null,
      },
    ],
    build: {
      write: false,
      sourcemap: 'hidden',
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
        preserveEntrySignatures: 'strict',
      },
    },
  })
  const [bundle] = [output].flat()
  if (bundle === undefined || !('output' in bundle)) throw new Error('Vite has built nothing.')
  const chunks = bundle.output.filter((file) => file.type === 'chunk')
  const eager = eagerChunks(chunks)
  const lazy = chunks.filter((chunk) => !eager.includes(chunk))
  const styles = bundle.output.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'))
  return {
    eagerBytes: sum(eager.map((chunk) => gzippedBytes(chunk.code))),
    lazyBytes: sum(lazy.map((chunk) => gzippedBytes(chunk.code))),
    cssBytes: sum(styles.map((file) => ('source' in file ? gzippedBytes(file.source) : 0))),
    modules: chunks.flatMap((chunk) => modulesOf(chunk, lazy.includes(chunk))),
  }
}

/** The entry with all that it imports statically. */
function eagerChunks(chunks: readonly Rolldown.OutputChunk[]): Rolldown.OutputChunk[] {
  const names = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
  // A set is walked to its end, also to what is added on the way.
  for (const name of names) {
    chunks.find(({ fileName }) => fileName === name)?.imports.forEach((imported) => names.add(imported))
  }
  return chunks.filter(({ fileName }) => names.has(fileName))
}

/** By the source map: what of the chunk each module has become. */
function modulesOf({ code, map }: Rolldown.OutputChunk, isLazy: boolean): ModuleSize[] {
  if (map === null) return []
  const sourceMap = new SourceMap(JSON.parse(map.toString()))
  const texts = new Map<string, string>()
  code.split('\n').forEach((line, lineNumber) => {
    for (let column = 0; column < line.length; column += 1) {
      const origin = sourceMap.findEntry(lineNumber, column)
      const path = ('originalSource' in origin && origin.originalSource) || 'the bundle itself'
      texts.set(path, (texts.get(path) ?? '') + line.charAt(column))
    }
  })
  return Array.from(texts, ([path, text]) => ({
    path: path.replace(/^(?:\.\.\/)+/, ''),
    isLazy,
    minifiedBytes: text.length,
    gzippedBytes: gzippedBytes(text),
  }))
}

function gzippedBytes(file: string | Uint8Array): number {
  return gzipSync(file, { level: 9 }).length
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
