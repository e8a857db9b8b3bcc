import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { buildPackage } from './build-package.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

const versionOf = (main: string) => execFileSync(process.execPath, [main, '--version'], { encoding: 'utf8' })

test('--version is that of package.json, from the source', () => {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  expect(versionOf(`${root}src/cli/main.ts`)).toBe(`${version}\n`)
})

test('--version is that of package.json, from what is built, and nothing else says it', async () => {
  const folder = await buildPackage('versioned-package')
  const { version, ...rest } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  expect(versionOf(`${folder}/dist/cli/main.js`)).toBe(`${version}\n`)
  writeFileSync(`${folder}/package.json`, JSON.stringify({ ...rest, version: '98.7.6' }))
  expect(versionOf(`${folder}/dist/cli/main.js`)).toBe('98.7.6\n')
}, 60_000)
