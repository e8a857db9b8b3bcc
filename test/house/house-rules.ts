import { posix } from 'node:path'
import { COMPUTED_PATH, type SourceModule } from './read-module.ts'

/** What a folder may import besides itself: folders of src, or single files of them. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  'index.ts': ['contract', 'upload', 'react'],
  contract: [],
  picture: ['contract'],
  upload: ['contract', 'picture'],
  react: ['contract', 'upload'],
  messages: ['react/texts/messages.ts', 'react/texts/format.ts', 'react/texts/with-reason.ts'],
  server: ['contract', 'picture/header/picture-size.ts', 'picture/header/read-accepted.ts'],
  'bucket-setup': ['server'],
  cli: ['contract', 'server', 'bucket-setup', 'doctor'],
  // A test backend is what the page asks: its port, the standard way to ask, and how a silent PUT is judged.
  testing: [
    'contract',
    'server',
    'upload/steps/backend.ts',
    'upload/steps/send-object.ts',
    'upload/steps/classify-failure.ts',
  ],
  doctor: ['contract', 'server'],
}

/** The packages a folder, or a single file, may import. What is not named here imports none. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  react: ['react', 'react-dropzone', '@tanstack/react-query'],
  // An optional peer: nothing else of the folder may need it.
  'testing/msw.ts': ['msw/http'],
}

/** What is for Node alone, with the folder of the commands; all else runs wherever there are Web standards. */
const NODE_FILES = ['server/node.ts', 'server/http/node-body.ts', 'testing/node.ts']
/** What a browser has failed to fetch is asked for by the URL that its error tells. */
const COMPUTED_IMPORTS = new Set(['upload/lazy/import-again.ts'])
const ENTRIES = new Set([
  'index.ts',
  'bucket-setup/index.ts',
  'server/index.ts',
  'testing/index.ts',
  'testing/msw.ts',
  ...NODE_FILES,
])
/** What users write with a dot, `ProfileImage.Root`, is a module of its own to bundlers and server components. */
const NAMESPACES = new Set(['react/profile-image.ts'])
const MAX_LINES = 250

/** Each rule of the house that a module breaks, as a sentence; none when it is in order. */
export function brokenRules(module: SourceModule): string[] {
  const { path, lineCount, hasReexports, hasDefaultExport, isClient, needsClient } = module
  const name = posix.parse(path).name
  const isReact = folderOf(path) === 'react'
  const broken = module.imports.flatMap((specifier) => wrongImport(path, specifier) ?? [])
  if (!(folderOf(path) in FOLDERS)) broken.push('stands in a folder that has no rule')
  if (lineCount > MAX_LINES) broken.push(`has ${lineCount} lines, more than ${MAX_LINES}`)
  if (/^(?:utils?|helpers?|types?)$/.test(name)) broken.push(`is named ${name}, which says nothing`)
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) broken.push('is not named in kebab-case')
  if (name === 'index' && !ENTRIES.has(path)) broken.push('is an index, but no entry')
  if (hasReexports && !ENTRIES.has(path) && !NAMESPACES.has(path)) broken.push('re-exports, but is no entry')
  if (hasDefaultExport) broken.push('has a default export')
  if (isReact && needsClient && !isClient) broken.push("uses hooks or JSX without 'use client'")
  if (isReact && !needsClient && isClient) broken.push("says 'use client', but servers could import it")
  if (!isReact && isClient) broken.push("says 'use client' outside react")
  return broken
}

function wrongImport(path: string, specifier: string): string | null {
  const folder = folderOf(path)
  if (specifier === COMPUTED_PATH && COMPUTED_IMPORTS.has(path)) return null
  if (!specifier.startsWith('.')) {
    const isAllowed = specifier.startsWith('node:')
      ? NODE_FILES.includes(path) || folder === 'cli'
      : (PACKAGES[path] ?? PACKAGES[folder])?.includes(specifier)
    return isAllowed ? null : `imports ${specifier}`
  }
  const target = posix.join(posix.dirname(path), specifier)
  if (!/\.tsx?$/.test(target)) return `imports ${specifier} without .ts or .tsx`
  const allowed = new Set([folder, ...(FOLDERS[folder] ?? [])])
  return allowed.has(folderOf(target)) || allowed.has(target) ? null : `imports ${target}`
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? path
}
