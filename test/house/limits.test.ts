import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { imageRules } from '../../src/index.ts'

test('5.1.1: the README names the types and limits of the default rules', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const [, limits = ''] = /^## Limits\n(.*?)^## /ms.exec(readme) ?? []
  const { types, maxSizeBytes, maxSidePixels, maxPixels } = imageRules()
  expect(types).toEqual(['image/jpeg', 'image/png', 'image/webp'])
  expect(limits).toContain('JPEG, PNG and WebP, by their bytes; never SVG.')
  expect(limits).toContain(`${maxSizeBytes / 1024 ** 2} MiB at the most`)
  expect(limits).toContain(`${maxSidePixels.toLocaleString('en-GB')} pixels a side`)
  expect(limits).toContain(`${maxPixels / 1e6} megapixels`)
})
