import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build, type Rolldown } from 'vite'
import { expect, onTestFinished, test } from 'vitest'
import type * as server from '../../src/server/index.ts'
import { createBackend, PICTURE, SECRET } from './backend.ts'

// Functions are often deployed as bundles, also what loads beside the rest: docs/frameworks.md says how.

/** Bundles the server entry, and resolves with the folder. */
async function bundle(output: Rolldown.OutputOptions): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'bundled-'))
  onTestFinished(() => rmSync(outDir, { recursive: true }))
  await build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: { outDir, ssr: 'src/server/index.ts', rolldownOptions: { output } },
  })
  return outDir
}

test.each([
  ['es', 'server.mjs'],
  ['cjs', 'server.cjs'],
] as const)('the server bundled into one file of format %s confirms an upload', async (format, fileName) => {
  const outDir = await bundle({ format, codeSplitting: false, entryFileNames: fileName })
  expect(readdirSync(outDir)).toEqual([fileName])
  const { href } = pathToFileURL(join(outDir, fileName))
  // Not a module of the tests: Node loads it, as it would there.
  const { createProfileImageHandler }: typeof server = await import(/* @vite-ignore */ href)

  const backend = createBackend()
  const handler = createProfileImageHandler({
    store: backend.store,
    ticketSecret: SECRET,
    imageUrl: 'https://img.example.com',
    authorize: () => null,
    loadImage: () => null,
    saveImage: () => {},
  })
  const { ticket } = await backend.upload()
  expect(await handler.confirm({ id: 'ada' }, ticket)).toMatchObject({
    type: 'image/jpeg',
    sizeBytes: PICTURE.length,
  })
})

test('the server bundled into several files, of which one alone is deployed, ends at its start', async () => {
  const outDir = await bundle({ entryFileNames: 'server.mjs', chunkFileNames: '[name].mjs' })
  const start = () => promisify(execFile)(process.execPath, [join(outDir, 'server.mjs')])
  await expect(start()).resolves.toMatchObject({ stderr: '' })
  for (const file of readdirSync(outDir)) {
    if (file !== 'server.mjs') rmSync(join(outDir, file))
  }
  await expect(start()).rejects.toMatchObject({ stderr: expect.stringContaining('ERR_MODULE_NOT_FOUND') })
})
