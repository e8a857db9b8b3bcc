import { describe, expect, inject, test } from 'vitest'
import { importAgain } from '../../../src/upload/lazy/import-again.ts'

interface Numbered {
  /** Number of the request that was answered with this module. */
  request: number
}

/** An import of a module that cannot be fetched at first. */
function importOf(failures: number): () => Promise<Numbered> {
  const url = `${inject('failingModules')}/${failures}/${crypto.randomUUID()}.js`
  return importAgain((): Promise<Numbered> => import(/* @vite-ignore */ url))
}

test('a module is fetched once, however often it is needed', async () => {
  const load = importOf(0)
  const modules = await Promise.all([load(), load()])
  expect(modules.concat(await load()).map(({ request }) => request)).toEqual([1, 1, 1])
})

describe('a module that cannot be fetched', () => {
  test('is fetched again', async () => {
    const load = importOf(1)
    expect((await load()).request).toBe(2)
  })

  test('is an error when that fails, too, and is fetched again when it is needed again', async () => {
    const load = importOf(2)
    await expect(load()).rejects.toThrow(TypeError)
    expect((await load()).request).toBe(3)
  })
})

test.each([
  ['of another loader', new Error('Loading chunk 7 failed. (error: https://app.example/7.js)')],
  ['that names no module', new TypeError('Importing a module script failed.')],
])('after an error %s, the same is done again', async (_, failure) => {
  let calls = 0
  const load = importAgain(async () => {
    calls += 1
    if (calls < 4) throw failure
    return 'loaded'
  })
  await expect(load()).rejects.toBe(failure)
  expect(await load()).toBe('loaded')
})
