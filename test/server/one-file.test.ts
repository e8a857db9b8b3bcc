import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { expect, onTestFinished, test } from 'vitest'
import type * as server from '../../src/server/index.ts'
import { createBackend, PICTURE, SECRET } from './backend.ts'

// A function is often deployed as one file, also with what loads later: docs/frameworks.md says how.

test.each([
  ['es', 'server.mjs'],
  ['cjs', 'server.cjs'],
] as const)('the server bundled into one file of format %s confirms an upload', async (format, fileName) => {
  const outDir = mkdtempSync(join(tmpdir(), 'one-file-'))
  onTestFinished(() => rmSync(outDir, { recursive: true }))
  await build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir,
      ssr: 'src/server/index.ts',
      rolldownOptions: { output: { format, codeSplitting: false, entryFileNames: fileName } },
    },
  })
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
