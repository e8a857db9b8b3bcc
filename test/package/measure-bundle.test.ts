import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { measureBundle } from '../../scripts/measure-bundle.ts'

const pathsOf = (modules: { path: string; isLazy: boolean }[], lazy: boolean) =>
  modules.filter(({ path, isLazy }) => isLazy === lazy && path.startsWith('src/')).map(({ path }) => path)

test('what is imported by a dynamic import alone loads later, with all that only it needs', async () => {
  const size = await measureBundle(`
    import { tell } from './src/upload/tell.ts'
    tell(() => {})
    export const load = () => import('./src/upload/steps/step-error.ts')`)
  expect(pathsOf(size.modules, false)).toEqual(['src/upload/tell.ts'])
  expect(pathsOf(size.modules, true)).toEqual(
    expect.arrayContaining(['src/upload/steps/step-error.ts', 'src/contract/upload-error.ts']),
  )
  expect(size.eagerBytes).toBeGreaterThan(100)
  expect(size.lazyBytes).toBeGreaterThan(500)
})

test('what both need loads first', async () => {
  const { modules } = await measureBundle(`
    export { UploadError } from './src/contract/upload-error.ts'
    export const load = () => import('./src/upload/steps/step-error.ts')`)
  expect(pathsOf(modules, false)).toEqual(['src/contract/error-table.ts', 'src/contract/upload-error.ts'])
  expect(pathsOf(modules, true)).toEqual(['src/upload/steps/step-error.ts'])
})

test('bytes are those of the minified code for production, packed', async () => {
  const program = `
    const aLongName = 'development'
    export function hello(anotherLongName) {
      return process.env.NODE_ENV === aLongName ? 'nobody sees this' : anotherLongName
    }`
  const { eagerBytes } = await measureBundle(program)
  const expected = 'function e(e){return e}export{e as hello};'
  expect(eagerBytes).toBe(gzipSync(expected, { level: 9 }).length)
})

test('external packages count nothing', async () => {
  const program = `export { AwsV4Signer } from 'aws4fetch'`
  const [whole, without] = [
    await measureBundle(program),
    await measureBundle(program, { external: ['aws4fetch'] }),
  ]
  expect(whole.eagerBytes).toBeGreaterThan(1_000)
  expect(without.eagerBytes).toBeLessThan(100)
})

test('other code can stand in for a module', async () => {
  const program = `export { tell } from './src/upload/tell.ts'`
  const instead = { 'src/upload/tell.ts': 'export const tell = 1' }
  const { eagerBytes } = await measureBundle(program, { instead })
  expect(eagerBytes).toBeLessThan((await measureBundle(program)).eagerBytes)
})

test('stylesheets are counted apart', async () => {
  const { cssBytes } = await measureBundle(`import './src/react/styles.css'`)
  expect(cssBytes).toBeGreaterThan(1_000)
})
