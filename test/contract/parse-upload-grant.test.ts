import { describe, expect, test } from 'vitest'
import { parseUploadGrant } from '../../src/contract/parse-answer.ts'
import { isUploadError } from '../../src/contract/upload-error.ts'

const url = 'https://bucket.s3.eu-central-1.amazonaws.com/staging/o/1?X-Amz-Expires=300&X-Amz-Signature=abc'
const headers = { 'content-type': 'image/jpeg', 'if-none-match': '*', 'x-amz-checksum-sha256': 'AAAA=' }
const good = { ticket: 'v1.abc', id: '0198-abc_D', upload: { url, headers, expiresInSeconds: 120 } }

const withUrl = (value: unknown) => ({ ...good, upload: { ...good.upload, url: value } })
const withHeaders = (more: Record<string, unknown>) => withAllHeaders({ ...headers, ...more })
const withAllHeaders = (value: unknown) => ({ ...good, upload: { ...good.upload, headers: value } })
const withExpiry = (expiresInSeconds: unknown) => ({ ...good, upload: { url, headers, expiresInSeconds } })
/** As it comes off the wire: `__proto__` written in JSON is a field, not the prototype. */
const withProto = (value: object, text = JSON.stringify(value)): unknown =>
  JSON.parse(text.replace('{', '{"__proto__":{"polluted":true},'))

function parse(value: unknown): unknown {
  return parseUploadGrant(value, { type: 'image/jpeg' })
}

function codeOf(value: unknown): string | null {
  try {
    parse(value)
    return null
  } catch (error) {
    return isUploadError(error) ? error.code : `thrown: ${String(error)}`
  }
}

describe('a good grant', () => {
  test('is taken as it is, and nothing beside it', () => {
    const more = { ...good, method: 'DELETE', upload: { ...good.upload, method: 'DELETE', key: 'k' } }
    expect(parse(more)).toEqual(good)
  })

  test('may leave its life to the URL', () => {
    expect(parse(withExpiry(undefined))).toMatchObject({ upload: { expiresInSeconds: 300 } })
    expect(parse(withExpiry(null))).toMatchObject({ upload: { expiresInSeconds: 300 } })
  })

  test('may write its header names in any case: they come out in lower case', () => {
    const upper = { 'Content-Type': 'image/jpeg', 'If-None-Match': '*', 'X-Amz-Checksum-Sha256': 'AAAA=' }
    expect(parse(withAllHeaders(upper))).toEqual(good)
  })

  test.each([
    'http://localhost:9000/b/k',
    'http://bucket.localhost:9000/k',
    'http://127.0.0.1:9000/b/k',
    'http://127.8.9.10/b/k',
    'http://[::1]:9000/b/k',
  ])('may be http on this machine: %s', (value) => {
    expect(parse(withUrl(value))).toMatchObject({ upload: { url: value } })
  })
})

describe('T-48: http to another machine is insecure-url', () => {
  test.each([
    'http://bucket.s3.amazonaws.com/k',
    'http://192.168.0.1/k',
    'http://0.0.0.0/k',
    'http://localhost.example.com/k',
    'http://127.0.0.1.example.com/k',
    'http://notlocalhost/k',
    'HTTP://EXAMPLE.COM/k',
  ])('%s', (value) => {
    expect(codeOf(withUrl(value))).toBe('insecure-url')
  })
})

describe('T-48: a bad grant is bad-response', () => {
  const BAD: [string, unknown][] = [
    ['null', null],
    ['nothing', undefined],
    ['text', JSON.stringify(good)],
    ['a list', [good]],
    ['an empty object', {}],
    ['no ticket', { ...good, ticket: undefined }],
    ['an empty ticket', { ...good, ticket: '' }],
    ['a ticket that is a number', { ...good, ticket: 1 }],
    ['a ticket with a line break', { ...good, ticket: 'a\r\nb' }],
    ['a ticket too long', { ...good, ticket: 'a'.repeat(4097) }],
    ['no id', { ...good, id: undefined }],
    ['an id that climbs', { ...good, id: '../../other' }],
    ['an id too long', { ...good, id: 'a'.repeat(129) }],
    ['no upload', { ...good, upload: undefined }],
    ['an upload that is text', { ...good, upload: url }],
    ['an upload that is a list', { ...good, upload: [url] }],
    ['no URL', withUrl(undefined)],
    ['an empty URL', withUrl('')],
    ['a URL that is an object', withUrl({ href: url })],
    ['a path', withUrl('/staging/o/1?X-Amz-Expires=300')],
    ['no scheme', withUrl('//bucket.s3.amazonaws.com/k')],
    ['javascript:', withUrl('javascript:alert(1)')],
    ['javascript: with a tab in it', withUrl('java\tscript:alert(1)')],
    ['data:', withUrl('data:text/plain,x')],
    ['blob:', withUrl('blob:https://example.com/0198')],
    ['file:', withUrl('file:///etc/passwd')],
    ['ftp:', withUrl('ftp://localhost/k')],
    ['ws:', withUrl('wss://bucket.s3.amazonaws.com/k')],
    ['a user name in the URL', withUrl('https://user@bucket.s3.amazonaws.com/k')],
    ['a password in the URL', withUrl('https://:secret@bucket.s3.amazonaws.com/k')],
    ['a hash in the URL', withUrl(`${url}#hash`)],
    ['a URL too long', withUrl(`https://example.com/${'a'.repeat(8192)}`)],
    ['no headers', withAllHeaders(undefined)],
    ['headers that are a list', withAllHeaders([['content-type', 'image/jpeg']])],
    ['no content-type', withAllHeaders({ 'if-none-match': '*' })],
    ['another content-type', withHeaders({ 'content-type': 'image/png' })],
    ['text/html', withHeaders({ 'content-type': 'text/html' })],
    ['Cookie', withHeaders({ Cookie: 'a=b' })],
    ['Host', withHeaders({ Host: 'example.com' })],
    ['Authorization', withHeaders({ Authorization: 'Bearer x' })],
    ['Content-Length', withHeaders({ 'Content-Length': '1' })],
    ['x-amz-acl', withHeaders({ 'x-amz-acl': 'public-read' })],
    ['x-amz-copy-source', withHeaders({ 'x-amz-copy-source': '/other/key' })],
    ['an empty header name', withHeaders({ '': 'x' })],
    ['a header name with a line break', withHeaders({ 'if-none-match\r\nx': '*' })],
    ['the name of an inherited member', withHeaders({ toString: 'x' })],
    ['one header twice, by case', withHeaders({ 'Content-Type': 'image/jpeg' })],
    ['CRLF in a value', withHeaders({ 'if-none-match': '*\r\nCookie: a=b' })],
    ['a line break at the end of a value', withHeaders({ 'if-none-match': '*\n' })],
    ['a value beyond ASCII', withHeaders({ 'if-none-match': '✱' })],
    ['a value that is a list', withHeaders({ 'if-none-match': ['*'] })],
    ['an empty value', withHeaders({ 'if-none-match': '' })],
    ['a value too long', withHeaders({ 'if-none-match': '*'.repeat(1025) })],
    ['no life anywhere', { ...good, upload: { url: 'https://example.com/k', headers } }],
    [
      'an empty life in the URL',
      { ...good, upload: { url: 'https://example.com/k?X-Amz-Expires=', headers } },
    ],
    [
      'a life in words in the URL',
      { ...good, upload: { url: 'https://example.com/k?X-Amz-Expires=soon', headers } },
    ],
    ['a life of 0', withExpiry(0)],
    ['a negative life', withExpiry(-1)],
    ['half a second', withExpiry(0.5)],
    ['a life as text', withExpiry('300')],
    ['a life of more than seven days', withExpiry(604_801)],
    ['__proto__ in the grant', withProto(good)],
    ['__proto__ in the upload', { ...good, upload: withProto(good.upload) }],
    ['__proto__ in the headers', withAllHeaders(withProto(headers))],
  ]

  test.each(BAD)('%s', (_name, value) => {
    expect(codeOf(value)).toBe('bad-response')
  })

  test('and leaves Object.prototype clean', () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    expect(BAD.filter(([, value]) => codeOf(value) === null)).toEqual([])
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
    expect('polluted' in {}).toBe(false)
  })
})
