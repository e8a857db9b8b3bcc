import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

test('docs/errors.md has a line for every code, once, and for nothing else', () => {
  const table =
    /interface UploadErrorDetails \{(.*?)\n\}/s.exec(read('src/contract/error-table.ts'))?.[1] ?? ''
  const codes = [...table.matchAll(/^ {2}'?([\w-]+)'?:/gm)].map(([, code]) => code)
  const [, section = ''] = read('docs/errors.md').split(/^## /m)
  const described = [...section.matchAll(/^\| `([\w-]+)`/gm)].map(([, code]) => code)
  expect(codes.length).toBeGreaterThan(40)
  expect(new Set(described)).toEqual(new Set(codes))
  expect(described).toHaveLength(codes.length)
})
