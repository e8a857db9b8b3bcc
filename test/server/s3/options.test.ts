import { expect, test } from 'vitest'
import { s3Store } from '../../../src/server/index.ts'

const GOOD = { bucket: 'pictures', region: 'eu-central-1' }

/** As a JavaScript caller may, with anything. */
function construct(overrides: Record<string, unknown>): unknown {
  return Reflect.apply(s3Store, undefined, [{ ...GOOD, ...overrides }])
}

test.each([
  ['bucket', undefined, /bucket.*name alone/],
  ['bucket', 'ab', /bucket.*3 to 63/],
  ['bucket', 'Pictures', /bucket.*a-z/],
  ['bucket', 'pictures/avatars', /bucket.*prefix/],
  ['bucket', 'arn:aws:s3:::pictures', /bucket.*name alone/],
  ['bucket', 'pictures--euc1-az1--x-s3', /directory buckets.*general purpose/],
  ['region', undefined, /region.*eu-central-1/],
  ['region', 'EU Central', /region.*eu-central-1/],
  ['credentials', {}, /credentials.*accessKeyId/],
  ['credentials', null, /credentials.*accessKeyId/],
  ['credentials', 'AKIA', /credentials.*accessKeyId/],
  ['signingCredentials', { accessKeyId: 'KEY' }, /signingCredentials.*secretAccessKey/],
  ['profile', 'b2', /profile.*"aws", "r2", "minio", "ceph"/],
  ['profile', 'toString', /profile.*"aws"/],
  ['profile', null, /profile.*"aws"/],
  [
    'profile',
    { createOnly: true, bodyHash: 'content-md5', quotesEtags: true },
    /profile.*"sha256" or "none"/,
  ],
  ['profile', { createOnly: 'yes', bodyHash: 'none', quotesEtags: true }, /profile.*createOnly/],
  ['profile', { createOnly: true, bodyHash: 'none' }, /profile.*quotesEtags/],
  ['requestPayer', 'requester', /Requester Pays is not supported/],
  ['endpoint', 'localhost:9000', /endpoint.*scheme, host and port/],
  ['endpoint', 'ftp://localhost', /endpoint.*scheme, host and port/],
  ['endpoint', 'https://account.r2.cloudflarestorage.com/pictures', /endpoint.*bucket is no part/],
  ['endpoint', 'https://user:password@s3.example', /endpoint.*scheme, host and port/],
  ['browserEndpoint', 'localhost', /browserEndpoint.*scheme, host and port/],
  ['prefix', '/images', /prefix.*without a slash in front/],
  ['prefix', 'a//b', /prefix.*folder/],
  ['prefix', 'a/../b', /prefix.*"\.\."/],
  ['prefix', 'a\nb', /prefix.*folder/],
])('a mistake throws a TypeError that names the fix: %s %j', (name, value, message) => {
  expect(() => construct({ [name]: value })).toThrow(TypeError)
  expect(() => construct({ [name]: value })).toThrow(message)
})

test('stores differ in identity by bucket, prefix and endpoint, and by nothing else', () => {
  const identities = [
    s3Store(GOOD),
    s3Store({ ...GOOD, bucket: 'others' }),
    s3Store({ ...GOOD, prefix: 'app' }),
    s3Store({ ...GOOD, endpoint: 'http://localhost:9000' }),
  ].map(({ identity }) => identity)
  expect(new Set(identities).size).toBe(4)
  expect(s3Store({ ...GOOD, prefix: 'app/' }).identity).toBe(s3Store({ ...GOOD, prefix: 'app' }).identity)
  expect(s3Store({ ...GOOD, browserEndpoint: 'http://localhost:9000' }).identity).toBe(identities[0])
})
