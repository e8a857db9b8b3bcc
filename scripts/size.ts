// `npm run size`: what the package costs an app, against its gates. `npm run size -- --modules` shows of what it is made.
// Exit status: 1 when something is larger than its gate.
import { type BundleOptions, type BundleSize, measureBundle, type ModuleSize } from './measure-bundle.ts'

interface Gate {
  what: string
  /** More than this fails. */
  maxBytes: number
  /** What it should cost, where that is not reached: bench/README.md says what was tried. */
  budgetBytes?: number
  bytesOf(size: BundleSize): number
}

interface Bundle {
  program: string
  options?: BundleOptions
  gates: readonly Gate[]
}

const REACT = ['react', 'react-dom']
const PEERS = [...REACT, '@tanstack/react-query', 'react-dropzone']
const eager = ({ eagerBytes }: BundleSize) => eagerBytes
const all = ({ eagerBytes, lazyBytes }: BundleSize) => eagerBytes + lazyBytes

/** All sizes are minified and packed by gzip -9, without React. */
const BUNDLES: readonly Bundle[] = [
  {
    program: `
      export { QueryClient, QueryClientProvider } from '@tanstack/react-query'
      export { ProfileImageDropzone } from './src/index.ts'`,
    options: { external: REACT },
    gates: [
      {
        what: 'component, react-dropzone and react-query: first load',
        maxBytes: 22_750,
        budgetBytes: 22_300,
        bytesOf: eager,
      },
    ],
  },
  {
    program: `export { ProfileImageDropzone } from './src/index.ts'`,
    options: { external: PEERS },
    gates: [
      {
        what: 'component: own first load',
        maxBytes: 10_400,
        budgetBytes: 9_500,
        bytesOf: eager,
      },
      {
        what: 'component: own chunk that loads later',
        maxBytes: 10_550,
        budgetBytes: 4_000,
        bytesOf: (size) => size.lazyBytes,
      },
    ],
  },
  {
    program: `export { useProfileImageUpload, useUploadProgress } from './src/index.ts'`,
    options: {
      external: PEERS,
      instead: { 'src/react/texts/english.ts': 'export const english = { errors: {} }' },
    },
    gates: [
      {
        what: 'hook and engine: all, without texts',
        maxBytes: 16_100,
        budgetBytes: 10_000,
        bytesOf: all,
      },
    ],
  },
  {
    program: `import './src/react/styles.css'`,
    gates: [{ what: 'stylesheet', maxBytes: 2_500, bytesOf: (size) => size.cssBytes }],
  },
  {
    program: `export * from './src/server/index.ts'`,
    gates: [
      {
        what: 'handler and S3 store: no dependency, first load',
        maxBytes: 12_000,
        bytesOf: eager,
      },
      {
        what: 'handler and S3 store: readers of pictures, which no first URL waits for',
        maxBytes: 1_200,
        bytesOf: (size) => size.lazyBytes,
      },
    ],
  },
]

const showsModules = process.argv.includes('--modules')
for (const { program, options, gates } of BUNDLES) {
  const size = await measureBundle(program, options)
  for (const { what, maxBytes, budgetBytes, bytesOf } of gates) {
    const bytes = bytesOf(size)
    const isTooLarge = bytes > maxBytes
    if (isTooLarge) process.exitCode = 1
    const isMissed = budgetBytes !== undefined && bytes > budgetBytes
    const budget = !isMissed ? '' : `  (budget missed: ${kilobytes(budgetBytes).trim()} kB)`
    const verdict = isTooLarge ? 'TOO LARGE  ' : ''
    console.log(`${kilobytes(bytes)} of ${kilobytes(maxBytes)} kB  ${verdict}${what}${budget}`)
  }
  if (showsModules) printModules(size.modules)
}

function printModules(modules: readonly ModuleSize[]): void {
  for (const { path, isLazy, minifiedBytes, gzippedBytes } of modules.toSorted(
    (a, b) => b.gzippedBytes - a.gzippedBytes,
  )) {
    const columns = [gzippedBytes, minifiedBytes].map((bytes) => String(bytes).padStart(8))
    console.log(`${columns.join('')}  ${isLazy ? 'later' : 'first'}  ${path}`)
  }
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(2).padStart(6)
}
