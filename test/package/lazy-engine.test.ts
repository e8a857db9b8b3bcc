import { relative } from 'node:path'
import { expect, test } from 'vitest'
import { measureBundle } from '../../scripts/measure-bundle.ts'
import { buildPackage } from './build-package.ts'

test('an app that is built with the built package loads first what shows the component, and later what uploads', async () => {
  const folder = await buildPackage('package-of-an-app')
  const dist = `${relative(process.cwd(), folder)}/dist/`
  const program = `export { ProfileImageDropzone } from './${dist}index.js'`
  const external = ['react', 'react-dom', 'react-dropzone', '@tanstack/react-query']
  const { modules, lazyBytes } = await measureBundle(program, { external })
  const isLazy = (path: string) => modules.find((module) => module.path === dist + path)?.isLazy
  const first = ['react/profile-image-dropzone', 'react/engine/connect-lazily', 'upload/lazy/lazy-uploader']
  const later = [
    'react/engine/connect-uploader',
    'upload/upload-picture',
    'upload/steps/backend',
    'upload/steps/send-object',
  ]
  expect(first.map((name) => isLazy(`${name}.js`))).toEqual(first.map(() => false))
  expect(later.map((name) => isLazy(`${name}.js`))).toEqual(later.map(() => true))
  expect(lazyBytes).toBeGreaterThan(5_000)
})
