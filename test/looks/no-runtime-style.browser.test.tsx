import { expect, test } from 'vitest'
import { choosePicture, samplePicture } from '../../src/testing/index.ts'
import { openScene } from './scene.tsx'

/** Everything that styles this page. */
function styling() {
  return {
    elements: [...document.querySelectorAll('style, link[rel=stylesheet]')],
    adopted: [...document.adoptedStyleSheets],
    rules: [...document.styleSheets].map(({ cssRules }) => cssRules.length),
  }
}

test('no style comes or goes with the component: on mount, in an upload, on unmount', async () => {
  const before = styling()
  expect(before.rules.length).toBeGreaterThan(0)
  const scene = openScene()
  expect(styling()).toEqual(before)
  const sending = scene.backend.hold('send')
  await choosePicture(scene.root(), samplePicture())
  await sending.reached
  sending.progress(0.5)
  expect(styling()).toEqual(before)
  sending.release()
  await scene.until('[data-state=success]')
  expect(styling()).toEqual(before)
  scene.close()
  expect(styling()).toEqual(before)
})
