import { posix } from 'node:path'
import { COMPUTED_PATH, type SourceModule } from './read-module.ts'

/** What a wing may import besides itself: other wings, or single files of them. */
export const WINGS: Readonly<Record<string, readonly string[]>> = {
  'index.ts': ['contract', 'upload', 'react'],
  contract: [],
  picture: ['contract'],
  upload: ['contract', 'picture'],
  react: ['contract', 'upload'],
  messages: ['react/texts/messages.ts', 'react/texts/format.ts', 'react/texts/with-reason.ts'],
  server: ['contract', 'picture/header/picture-size.ts', 'picture/header/read-accepted.ts'],
  'bucket-setup': ['server'],
  doctor: ['contract', 'server'],
  cli: ['contract', 'server', 'bucket-setup', 'doctor'],
  // A test backend is what the page asks: its port, the standard way to ask, and how a silent PUT is judged.
  testing: [
    'contract',
    'server',
    'upload/steps/profile-image-backend.ts',
    'upload/steps/backend.ts',
    'upload/steps/send-object.ts',
    'upload/steps/classify-failure.ts',
  ],
}

/** The rooms within the wings, and what each may import of its wing besides itself, rooms in it, and ports. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'picture/header': [],

  'upload/retry': [],
  'upload/steps': ['upload/retry'],
  'upload/lazy': ['upload/retry'],

  'react/texts': [],
  'react/input': [],
  'react/announcements': ['react/texts', 'react/input'],
  'react/query': [],
  'react/engine': ['react/query'],
  'react/parts': ['react/texts', 'react/input', 'react/announcements'],

  'server/crypto': [],
  'server/http': [],
  'server/tickets': ['server/crypto'],
  'server/image': ['server/crypto', 'server/tickets'],
  'server/routes': ['server/tickets', 'server/image'],
  'server/s3': ['server/crypto', 'server/http'],

  'doctor/backend': [],
  'doctor/bucket': [],
  'doctor/bucket/checks': [],

  'cli/formats': [],
  'cli/plans': [],
  'cli/commands': ['cli/formats', 'cli/plans'],

  'testing/s3': [],
  'testing/s3/xml': [],
  'testing/s3/signature': [],
  'testing/s3/operations': ['testing/s3/xml'],
  'testing/s3/faults': ['testing/s3/operations'],
  'testing/acts': [],
  'testing/sample-picture': [],
  'testing/backend': ['testing/acts', 'testing/s3'],
}

/** The files that a room may import of the folders it stands in. */
export const PORTS: ReadonlySet<string> = new Set([
  'upload/upload-state.ts',
  'upload/phase-steps.ts',
  'upload/uploader.ts',
  'upload/settled.ts',
  'upload/tell.ts',

  'react/use-profile-image-upload.ts',
  'react/profile-image-uploader.ts',
  'react/uploader-source.ts',
  'react/use-upload-progress.ts',
  'react/merge-props.ts',

  'server/handler-config.ts',
  'server/handler-event.ts',
  'server/object-store.ts',

  'doctor/finding.ts',
  'doctor/doctor-error.ts',
  'doctor/failure-name.ts',
  'doctor/bucket/bucket-context.ts',
  'doctor/bucket/probe.ts',
  'doctor/bucket/s3-reply.ts',

  'testing/s3/received-request.ts',
  'testing/s3/s3-error.ts',
  'testing/s3/bucket.ts',
  'testing/s3/stored-object.ts',
  'testing/s3/bucket-cors.ts',
  'testing/s3/bucket-policy.ts',
  'testing/s3/public-access-block.ts',
])

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
  const { dir, name } = posix.parse(path)
  const isReact = wingOf(path) === 'react'
  const broken = module.imports.flatMap((specifier) => wrongImport(path, specifier) ?? [])
  const isKnown = [WINGS, ROOMS].some((known) => Object.hasOwn(known, dir === '' ? path : dir))
  if (!isKnown) broken.push('stands in a folder that has no rule')
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
  const wing = wingOf(path)
  if (specifier === COMPUTED_PATH && COMPUTED_IMPORTS.has(path)) return null
  if (!specifier.startsWith('.')) {
    const isAllowed = specifier.startsWith('node:')
      ? NODE_FILES.includes(path) || wing === 'cli'
      : (PACKAGES[path] ?? PACKAGES[wing])?.includes(specifier)
    return isAllowed ? null : `imports ${specifier}`
  }
  const target = posix.join(posix.dirname(path), specifier)
  if (!/\.tsx?$/.test(target)) return `imports ${specifier} without .ts or .tsx`
  const isAllowed = wing === wingOf(target) ? isAllowedWithin(path, target) : isAllowedBetween(wing, target)
  return isAllowed ? null : `imports ${target}`
}

function isAllowedBetween(wing: string, target: string): boolean {
  const allowed = WINGS[wing] ?? []
  return allowed.includes(wingOf(target)) || allowed.includes(target)
}

function isAllowedWithin(path: string, target: string): boolean {
  const [from, to] = [posix.dirname(path), posix.dirname(target)]
  if (from === to || isWithin(to, from)) return true
  return isWithin(from, to) ? PORTS.has(target) : (ROOMS[from]?.includes(to) ?? false)
}

/** Whether a folder stands in another one, at any depth. */
export function isWithin(folder: string, outer: string): boolean {
  return folder.startsWith(`${outer}/`)
}

/** The first folder of a path. */
export function wingOf(path: string): string {
  return path.split('/')[0] ?? path
}
