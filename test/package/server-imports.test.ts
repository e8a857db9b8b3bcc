import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseSync } from 'vite'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildPackage } from './build-package.ts'

// What servers and server components import from the built package.

/** All that `.` exports but hooks and components. */
const ON_SERVERS = [
  'UploadError',
  'createBackend',
  'createSendObject',
  'describeUploadError',
  'imageRules',
  'isUploadError',
  'preparePicture',
  'profileImageKeys',
  'profileImageMutations',
  'profileImageQuery',
]

let folder: string
beforeAll(async () => {
  folder = await buildPackage()
})

/** What a program prints as JSON that runs in the folder of the package, by Node without any of our tools. */
function run(program: string, ...options: string[]): unknown {
  const args = [...options, '--input-type=module', '--eval', program]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }))
}

const asServerComponent = () => [
  '--conditions=react-server',
  `--import=${pathToFileURL(join(import.meta.dirname, 'client-references.mjs')).href}`,
]

describe.each([
  ['plain Node', () => []],
  ['a server component', asServerComponent],
])('in %s', (_, options) => {
  test('errors, rules, texts, keys and queries of "." work', () => {
    const program = `
      import { QueryClient } from '@tanstack/react-query'
      import * as all from 'react-profile-image-upload'
      const { UploadError, describeUploadError, imageRules, isUploadError, profileImageKeys, profileImageQuery } = all
      const error = new UploadError('offline')
      const backend = { scope: '/api', current: async () => ({ url: '/saved.png' }) }
      const client = new QueryClient()
      await client.prefetchQuery(profileImageQuery({ endpoint: backend }))
      console.log(JSON.stringify({
        isUploadError: [isUploadError(error, 'offline'), isUploadError(new Error())],
        text: describeUploadError(error),
        maxSizeBytes: imageRules().maxSizeBytes,
        key: profileImageQuery({ endpoint: '/api' }).queryKey,
        current: client.getQueryData(profileImageKeys.current('/api')),
      }))`
    expect(run(program, ...options())).toEqual({
      isUploadError: [true, false],
      text: 'You are offline. Try again when you are connected.',
      maxSizeBytes: 5 * 1024 * 1024,
      key: ['profile-image', '/api', 'current'],
      current: { url: '/saved.png' },
    })
  })

  test('"./server" works', () => {
    const program = `
      import { isUploadError } from 'react-profile-image-upload'
      import * as server from 'react-profile-image-upload/server'
      const types = [server.createProfileImageHandler, server.s3Store, server.imageRules].map((value) => typeof value)
      console.log(JSON.stringify([...types, isUploadError(new server.UploadError('forbidden'))]))`
    expect(run(program, ...options())).toEqual(['function', 'function', 'function', true])
  })
})

test('hooks and components are references there, and nothing else is', () => {
  const program = `
    import * as all from 'react-profile-image-upload'
    const isNamespace = (value) => typeof value === 'object' && Object.values(value).every(isReference)
    const isReference = (value) => value.isReference === true || isNamespace(value)
    console.log(JSON.stringify(Object.keys(all).filter((name) => !isReference(all[name]))))`
  expect(run(program, ...asServerComponent())).toEqual(ON_SERVERS)
})

test.each(ON_SERVERS)("no module on the way of %s says 'use client'", (name) => {
  const seen = modulesBehind(name)
  expect(seen.size).toBeGreaterThan(0)
  expect([...seen].filter((path) => /^['"]use client/.test(readFileSync(path, 'utf8')))).toEqual([])
})

/** The module that an export of "." comes from, with all modules of the package that it imports, now or later. */
function modulesBehind(name: string): Set<string> {
  const index = join(folder, 'dist/index.js')
  const { staticImports } = parse(index)
  const source = staticImports.find(({ entries }) =>
    entries.some(({ localName }) => localName.value === name),
  )
  const seen = new Set<string>()
  const visit = (path: string) => {
    if (seen.has(path)) return
    seen.add(path)
    for (const specifier of specifiersOf(path)) {
      if (specifier.startsWith('.')) visit(join(dirname(path), specifier))
    }
  }
  if (source !== undefined) visit(join(dirname(index), source.moduleRequest.value))
  return seen
}

function parse(path: string) {
  return parseSync(path, readFileSync(path, 'utf8')).module
}

function specifiersOf(path: string): string[] {
  const text = readFileSync(path, 'utf8')
  const { staticImports, staticExports, dynamicImports } = parse(path)
  return [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value ?? '')),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1)),
  ]
}
