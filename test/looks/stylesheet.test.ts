import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { faultsOf } from './stylesheet-faults.ts'

test('every rule of an app wins over the stylesheet, and no rule of it knows left from right', () => {
  const css = readFileSync(new URL('../../src/react/styles.css', import.meta.url), 'utf8')
  expect(css.length).toBeGreaterThan(5_000)
  expect(faultsOf(css)).toEqual([])
})

describe('the checker finds', () => {
  test.each([
    ['two classes', '.a .b { color: red }', ['.a .b is more than one class']],
    ['a class and an attribute', '.a[data-b] { color: red }', ['.a[data-b] is more than one class']],
    ['an element', ':where(.a) p { color: red }', [':where(.a) p is more than one class']],
    ['an id', '#a { color: red }', ['#a is more than one class']],
    ['one in a list', ':where(.a), .b:hover { color: red }', ['.b:hover is more than one class']],
    ['one in a media query', '@media print { .a.b { color: red } }', ['.a.b is more than one class']],
    ['!important', '.a { color: red !important }', ['color: red !important']],
    ['a width', '.a { max-width: 1px }', ['max-width: 1px']],
    ['a side', '.a { padding-left: 1px }', ['padding-left: 1px']],
    ['a position', '.a { right: 0 }', ['right: 0']],
    ['four sides', '.a { margin: 0 1px 0 2px }', ['margin: 0 1px 0 2px']],
    ['an alignment', '.a { text-align: left }', ['text-align: left']],
  ])('%s', (_name, css, faults) => {
    expect(faultsOf(css)).toEqual(faults)
  })
})

test.each([
  ['one class', '.a { color: red }'],
  ['anything in :where()', ':where(.a:is(.b, #c) p, .d) :where(*) { color: red }'],
  ['steps of an animation', '@keyframes a { 50% { opacity: 0 } to { opacity: 1 } }'],
  [
    'logical properties',
    '.a { margin: 0 1px; inline-size: 1px; inset: 0; stroke-width: 1; text-align: start }',
  ],
  ['media queries by width', '@media (width >= 30em) { .a { color: red } }'],
])('the checker lets pass %s', (_name, css) => {
  expect(faultsOf(css)).toEqual([])
})
