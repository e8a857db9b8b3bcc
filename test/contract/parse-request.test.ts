import { describe, expect, test } from 'vitest'
import { parseConfirmRequest, parseUploadRequest } from '../../src/contract/parse-request.ts'
import { isUploadError } from '../../src/contract/upload-error.ts'

const sha256 = `${'A'.repeat(43)}=`
const good = { type: 'image/jpeg', sizeBytes: 1024, sha256 }

function isRejected(parse: (value: unknown) => unknown, value: unknown): boolean {
  try {
    parse(value)
    return false
  } catch (error) {
    return isUploadError(error, 'request-rejected') && error.details.reason !== null
  }
}

const NOT_OBJECTS = [null, undefined, '', 'text', 0, 1, true, [], [good], () => good]

describe('parseUploadRequest', () => {
  test.each(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'])('takes %s', (type) => {
    expect(parseUploadRequest({ ...good, type })).toEqual({ ...good, type })
  })

  test('takes a renewal', () => {
    expect(parseUploadRequest({ renew: 'v1.abc.def' })).toEqual({ renew: 'v1.abc.def' })
  })

  test.each(NOT_OBJECTS)('refuses %j: no object', (value) => {
    expect(isRejected(parseUploadRequest, value)).toBe(true)
  })

  test.each([
    ['nothing', {}],
    ['no type', { ...good, type: undefined }],
    ['SVG', { ...good, type: 'image/svg+xml' }],
    ['HEIC', { ...good, type: 'image/heic' }],
    ['any image', { ...good, type: 'image/*' }],
    ['capitals', { ...good, type: 'IMAGE/JPEG' }],
    ['a parameter', { ...good, type: 'image/jpeg; charset=x' }],
    ['a type that is an inherited name', { ...good, type: 'constructor' }],
    ['a list of types', { ...good, type: ['image/jpeg'] }],
    ['no size', { type: good.type, sha256 }],
    ['size 0', { ...good, sizeBytes: 0 }],
    ['a negative size', { ...good, sizeBytes: -1 }],
    ['half a byte', { ...good, sizeBytes: 1.5 }],
    ['a size as text', { ...good, sizeBytes: '1024' }],
    ['a size that is not exact', { ...good, sizeBytes: 2 ** 53 }],
    ['an endless size', { ...good, sizeBytes: Number.POSITIVE_INFINITY }],
    ['no hash', { type: good.type, sizeBytes: 1 }],
    ['a hash of 31 bytes', { ...good, sha256: `${'A'.repeat(42)}==` }],
    ['a hash of 33 bytes', { ...good, sha256: 'A'.repeat(44) }],
    ['a hash in hexadecimal', { ...good, sha256: 'a'.repeat(64) }],
    ['a hash in base64url', { ...good, sha256: `${'-'.repeat(43)}=` }],
    ['a hash that is not canonical', { ...good, sha256: `${'A'.repeat(42)}B=` }],
    ['a hash and a line break', { ...good, sha256: `${sha256}\n` }],
    ['a key', { ...good, key: 'avatars/other/1.jpg' }],
    ['a URL', { ...good, url: 'https://internal/' }],
    ['__proto__', JSON.parse(`{"type":"image/jpeg","sizeBytes":1,"sha256":"${sha256}","__proto__":{"x":1}}`)],
    ['an empty renewal', { renew: '' }],
    ['a renewal that is no text', { renew: 1 }],
    ['a renewal of null', { renew: null }],
    ['a renewal with a space', { renew: 'a b' }],
    ['a renewal too long', { renew: 'a'.repeat(4097) }],
    ['a renewal with more beside it', { renew: 'abc', ...good }],
  ])('refuses %s', (_name, value) => {
    expect(isRejected(parseUploadRequest, value)).toBe(true)
  })
})

describe('parseConfirmRequest', () => {
  test('takes a ticket', () => {
    expect(parseConfirmRequest({ ticket: 'v1.abc.def' })).toEqual({ ticket: 'v1.abc.def' })
  })

  test.each(NOT_OBJECTS)('refuses %j: no object', (value) => {
    expect(isRejected(parseConfirmRequest, value)).toBe(true)
  })

  test.each([
    ['nothing', {}],
    ['an empty ticket', { ticket: '' }],
    ['a ticket of null', { ticket: null }],
    ['a list of tickets', { ticket: ['abc'] }],
    ['a ticket with a line break', { ticket: 'abc\n' }],
    ['a ticket beyond ASCII', { ticket: 'abcé' }],
    ['a ticket too long', { ticket: 'a'.repeat(4097) }],
    ['a ticket and a key', { ticket: 'abc', key: 'staging/other/1' }],
    ['a ticket and a URL', { ticket: 'abc', url: 'https://internal/' }],
    ['__proto__', JSON.parse('{"ticket":"abc","__proto__":{"x":1}}')],
  ])('refuses %s', (_name, value) => {
    expect(isRejected(parseConfirmRequest, value)).toBe(true)
  })
})
