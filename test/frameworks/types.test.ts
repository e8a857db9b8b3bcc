import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

test('the recipes compile against the package as it is published, as strictly as our own code', () => {
  const tsc = path('../../node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', path('.')], { encoding: 'utf8' })
  expect(stdout).toBe('')
})
