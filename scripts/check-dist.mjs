// What the build has to keep: 'use client' in the very modules that say it, the whole stylesheet in its layer, and
// entries that the oldest supported Node can load. (npm names the Node that it runs on itself: often older than the one of our scripts.)
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'

/** @param {string} path */
const isClient = (path) => /^(['"])use client\1/.test(readFileSync(path, 'utf8'))

let modules = 0
for (const source of globSync('src/**/*.{ts,tsx}', { exclude: ['**/*.d.ts'] })) {
  const built = source.replace(/^src/, 'dist').replace(/\.tsx?$/, '.js')
  let isBuilt = true
  try {
    readFileSync(built)
  } catch {
    // A module of types only.
    isBuilt = false
  }
  if (!isBuilt) continue
  modules += 1
  if (isClient(source) !== isClient(built)) throw new Error(`${built} has lost or gained 'use client'.`)
}

const css = readFileSync('src/react/styles.css', 'utf8')
const [, layered] =
  /^@layer profile-image \{\n(.*)\}\n$/s.exec(readFileSync('dist/react/styles.layer.css', 'utf8')) ?? []
if (layered !== css)
  throw new Error('dist/react/styles.layer.css is not styles.css in the layer profile-image.')

const node = process.env['npm_node_execpath'] ?? process.execPath
const languages = ['ar', 'de', 'es', 'fr', 'ja'].map((language) => `messages/${language}`)
const entries = [
  'index',
  'server/index',
  'server/node',
  'bucket-setup/index',
  'testing/index',
  'testing/msw',
  'testing/node',
  ...languages,
]
const load = entries.map((entry) => `await import('./dist/${entry}.js')`).join(';')
execFileSync(node, ['--input-type=module', '--eval', load], { stdio: 'inherit' })
const args = ['policies', '--bucket', 'my-pictures', '--origin', 'https://app.example.com']
const printed = execFileSync(node, ['dist/cli/main.js', ...args], { encoding: 'utf8' })
if (!JSON.parse(printed).bucketPolicy) throw new Error('dist/cli/main.js prints no policies.')
const told = execFileSync(node, ['dist/cli/main.js', '--version'], { encoding: 'utf8' }).trim()
if (told !== JSON.parse(readFileSync('package.json', 'utf8')).version)
  throw new Error(`dist/cli/main.js says that it is ${told}.`)
if (!readFileSync('dist/cli/main.js', 'utf8').startsWith('#!/usr/bin/env node'))
  throw new Error('dist/cli/main.js cannot be run as a command.')
const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
console.log(`${modules} modules keep their directives; ${entries.length} entries load on Node ${version}.`)
