import { describe, expect, test } from 'vitest'
import { imageRules } from '../../src/contract/image-rules.ts'
import { isImageType } from '../../src/contract/image-type.ts'

const DEFAULTS = {
  types: ['image/jpeg', 'image/png', 'image/webp'],
  maxSizeBytes: 5_242_880,
  maxSidePixels: 12_000,
  maxPixels: 50_000_000,
}

describe('imageRules', () => {
  test('are JPEG, PNG and WebP, 5 MiB, 12,000 pixels a side and 50 megapixels by default', () => {
    expect(imageRules()).toEqual(DEFAULTS)
    expect(imageRules({})).toEqual(DEFAULTS)
  })

  test.each([
    { types: ['image/png'] as const },
    { maxSizeBytes: 1 },
    { maxSizeBytes: 5_242_880 },
    { maxSidePixels: 512 },
    { maxPixels: 1 },
  ])('take the override %j and keep the other defaults', (override) => {
    expect(imageRules(override)).toEqual({ ...DEFAULTS, ...override })
  })

  test.each(['image/gif', 'image/avif'] as const)(
    'throw a TypeError for %s, whose size cannot be read',
    (type) => {
      // @ts-expect-error -- what JavaScript callers can write
      expect(() => imageRules({ types: ['image/png', type] })).toThrow(TypeError)
      // @ts-expect-error -- what JavaScript callers can write
      expect(() => imageRules({ types: [type] })).toThrow(
        `types must be some of image/jpeg, image/png, image/webp, not "${type}".`,
      )
    },
  )

  test.each(['image/svg+xml', 'image/heic', 'image/*', 'IMAGE/PNG', '.png', 'constructor', ''])(
    'throw a TypeError for the type %j',
    (type) => {
      // @ts-expect-error -- what JavaScript callers can write
      expect(() => imageRules({ types: [type] })).toThrow(TypeError)
    },
  )

  test('throw a TypeError that names the fix when no type is left', () => {
    expect(() => imageRules({ types: [] })).toThrow(/types must be some of image\/jpeg.*, not ""\./)
  })

  test.each(['maxSizeBytes', 'maxSidePixels', 'maxPixels'] as const)(
    '%s must be a positive integer',
    (name) => {
      for (const value of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
        expect(() => imageRules({ [name]: value })).toThrow(TypeError)
        expect(() => imageRules({ [name]: value })).toThrow(
          `imageRules: ${name} must be an integer from 1 to`,
        )
      }
      expect(() => imageRules({ [name]: '5' })).toThrow(TypeError)
    },
  )

  test('cannot allow more than one PUT of 5 MiB', () => {
    expect(() => imageRules({ maxSizeBytes: 5_242_881 })).toThrow(/from 1 to 5242880, not 5242881/)
  })
})

test.each([
  ['image/jpeg', true],
  ['image/avif', true],
  ['image/gif', true],
  ['image/svg+xml', false],
  ['image/jpg', false],
  ['toString', false],
  [['image/jpeg'], false],
  [null, false],
])('isImageType(%j) is %j', (value, expected) => {
  expect(isImageType(value)).toBe(expected)
})
