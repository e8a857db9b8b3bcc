import { describe, expect, test } from 'vitest'
import { parseCurrentImage, parsePublicImage } from '../../src/contract/parse-answer.ts'
import { isUploadError } from '../../src/contract/upload-error.ts'

const image = {
  id: '0198-abc',
  url: 'https://img.example.com/avatars/o/0198-abc.jpg',
  type: 'image/jpeg',
  width: 512,
  height: 256,
  sizeBytes: 50_000,
}

function isBadResponse(parse: (value: unknown) => unknown, value: unknown): boolean {
  try {
    parse(value)
    return false
  } catch (error) {
    return isUploadError(error, 'bad-response')
  }
}

const URLS = ['http://localhost:3000/a.jpg', '/avatars/a.jpg', 'https://example.com/a.jpg?v=1#x']
const BAD_FIELDS: [string, object][] = [
  ['a javascript: URL', { url: 'javascript:alert(1)' }],
  ['a javascript: URL behind space', { url: ' \tjava\nscript:alert(1)' }],
  ['a data: URL', { url: 'data:image/svg+xml,<svg/>' }],
  ['a blob: URL', { url: 'blob:https://example.com/0198' }],
  ['a URL without scheme', { url: '//evil.example/a.jpg' }],
  ['a URL without scheme, by backslash', { url: '/\\evil.example/a.jpg' }],
  ['a relative URL', { url: 'a.jpg' }],
  ['an empty URL', { url: '' }],
  ['a URL that is an object', { url: { href: image.url } }],
  ['a URL too long', { url: `/${'a'.repeat(8192)}` }],
  ['a URL of null', { url: null }],
  ['an id with a slash', { id: 'a/b' }],
  ['an id that is a number', { id: 1 }],
  ['an SVG', { type: 'image/svg+xml' }],
  ['a type that is an inherited name', { type: 'toString' }],
  ['a width of 0', { width: 0 }],
  ['a width as text', { width: '512' }],
  ['a height of half a pixel', { height: 0.5 }],
  ['a negative size', { sizeBytes: -1 }],
  ['a size of null', { sizeBytes: null }],
]
const NOT_IMAGES = [undefined, '', 'https://example.com/a.jpg', 1, [], [image], {}]
const polluting: unknown = JSON.parse(JSON.stringify(image).replace('{', '{"__proto__":{"polluted":true},'))

describe('parsePublicImage', () => {
  test('takes an image, and nothing beside it', () => {
    expect(parsePublicImage({ ...image, key: 'avatars/o/0198-abc.jpg' })).toEqual(image)
  })

  test.each(URLS)('takes the URL %s', (url) => {
    expect(parsePublicImage({ ...image, url })).toEqual({ ...image, url })
  })

  test.each(BAD_FIELDS)('refuses %s', (_name, field) => {
    expect(isBadResponse(parsePublicImage, { ...image, ...field })).toBe(true)
  })

  test.each(Object.keys(image))('refuses an image without %s', (name) => {
    expect(isBadResponse(parsePublicImage, { ...image, [name]: undefined })).toBe(true)
  })

  test.each([...NOT_IMAGES, null, polluting])('refuses %j', (value) => {
    expect(isBadResponse(parsePublicImage, value)).toBe(true)
  })
})

describe('parseCurrentImage', () => {
  test('takes an image, only a URL, or null, and nothing beside them', () => {
    expect(parseCurrentImage({ ...image, key: 'avatars/o/0198-abc.jpg' })).toEqual(image)
    expect(parseCurrentImage({ url: image.url })).toStrictEqual({ url: image.url })
    expect(parseCurrentImage(null)).toBeNull()
  })

  test.each(URLS)('takes the URL %s', (url) => {
    expect(parseCurrentImage({ url })).toEqual({ url })
  })

  test.each(BAD_FIELDS)('refuses %s', (_name, field) => {
    expect(isBadResponse(parseCurrentImage, { ...image, ...field })).toBe(true)
  })

  test.each([...NOT_IMAGES, polluting])('refuses %j', (value) => {
    expect(isBadResponse(parseCurrentImage, value)).toBe(true)
  })
})
