import { describe, expect, test } from 'vitest'
import { createFormat } from '../../../src/react/texts/format.ts'

// What Intl makes of each language. No ordinary space stands beside a number: lines do not break there.
const NBSP = '\u00A0'
const NARROW = '\u202F'
const LEFT_TO_RIGHT = '\u200E'
const SIZES = [5 * 1024 * 1024, 1.5 * 1024 * 1024 + 1, 340 * 1024, 1024 * 1024 - 1]

describe.each([
  ['en-GB', [`5${NBSP}MB`, `1.6${NBSP}MB`, `340${NBSP}kB`, `1,024${NBSP}kB`]],
  ['de', [`5${NBSP}MB`, `1,6${NBSP}MB`, `340${NBSP}kB`, `1.024${NBSP}kB`]],
  ['es', [`5${NBSP}MB`, `1,6${NBSP}MB`, `340${NBSP}kB`, `1024${NBSP}kB`]],
  // Octets: "Mo" is what French systems call 1024 times 1024 of them, as "MB" is in English.
  ['fr', [`5${NARROW}Mo`, `1,6${NARROW}Mo`, `340${NARROW}ko`, `1${NARROW}024${NARROW}ko`]],
  ['ar', [`5${NBSP}م.ب`, `1.6${NBSP}م.ب`, `340${NBSP}كيلوبايت`, `1,024${NBSP}كيلوبايت`]],
  ['ar-EG', [`٥${NBSP}م.ب`, `١٫٦${NBSP}م.ب`, `٣٤٠${NBSP}كيلوبايت`, `١٬٠٢٤${NBSP}كيلوبايت`]],
  ['ja', [`5${NBSP}MB`, `1.6${NBSP}MB`, `340${NBSP}KB`, `1,024${NBSP}KB`]],
])('%s', (locale, sizes) => {
  test('writes sizes with its units and its spaces', () => {
    expect(SIZES.map(createFormat(locale).bytes)).toEqual(sizes)
  })
})

test.each([
  ['en-GB', '42%', '12,000', 'JPEG, PNG or WebP'],
  ['de', `42${NBSP}%`, '12.000', 'JPEG, PNG oder WebP'],
  ['es', `42${NBSP}%`, '12.000', 'JPEG, PNG o WebP'],
  ['fr', `42${NBSP}%`, `12${NARROW}000`, 'JPEG, PNG ou WebP'],
  ['ar', `42${LEFT_TO_RIGHT}%${LEFT_TO_RIGHT}`, '12,000', 'JPEG أو PNG أو WebP'],
  ['ja', '42%', '12,000', 'JPEG、PNG、またはWebP'],
])('%s writes percents, numbers and lists', (locale, percent, number, types) => {
  const format = createFormat(locale)
  expect(format.percent(0.42)).toBe(percent)
  expect(format.number(12_000)).toBe(number)
  expect(format.types(['image/jpeg', 'image/png', 'image/webp'])).toBe(types)
})
