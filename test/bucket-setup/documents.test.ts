import { describe, expect, test } from 'vitest'
import { bucketSetup, type BucketSetupOptions } from '../../src/bucket-setup/index.ts'
import { MAX_TICKET_SECONDS, MAX_UNDO_SECONDS } from '../../src/server/tickets/ticket-claims.ts'

const OPTIONS: BucketSetupOptions = { bucket: 'my-pictures', origins: ['https://app.example.com'] }
const DAY_SECONDS = 86_400

test('T-5, T-64: what nobody confirms is deleted, and no sooner than its ticket and its undo end', () => {
  const { Rules } = bucketSetup({ ...OPTIONS, prefix: 'team-a' }).lifecycle
  const expiring = Rules.filter(({ Expiration }) => Expiration !== undefined)
  expect(expiring.map(({ Filter }) => Filter.Prefix)).toEqual(['team-a/staging/', 'team-a/removed/'])
  for (const { Expiration } of expiring) {
    expect((Expiration?.Days ?? 0) * DAY_SECONDS).toBeGreaterThanOrEqual(
      Math.max(MAX_TICKET_SECONDS, MAX_UNDO_SECONDS),
    )
  }
})

test('images are never deleted by a rule, but what versioning keeps of deleted ones is', () => {
  const { Rules } = bucketSetup(OPTIONS).lifecycle
  const images = Rules.find(({ Filter }) => Filter.Prefix === 'avatars/')
  expect(images?.Expiration).toBeUndefined()
  expect(Rules.map((rule) => rule.NoncurrentVersionExpiration.NoncurrentDays)).toEqual([1, 1, 1])
  expect(Rules.map((rule) => rule.AbortIncompleteMultipartUpload.DaysAfterInitiation)).toEqual([1, 1, 1])
})

test('T-31: CloudFront is told that an image is an image, and runs nothing', () => {
  const { imageHeaders } = bucketSetup(OPTIONS)
  expect(imageHeaders?.SecurityHeadersConfig.ContentTypeOptions).toEqual({ Override: true })
  expect(imageHeaders?.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy).toBe(
    "default-src 'none'; sandbox",
  )
  expect(imageHeaders?.CustomHeadersConfig.Quantity).toBe(imageHeaders?.CustomHeadersConfig.Items.length)
})

test('CORS lets the given origins PUT, and nothing else', () => {
  const origins = ['https://app.example.com', 'http://localhost:5173', 'https://app.example.com']
  expect(bucketSetup({ ...OPTIONS, origins }).cors.CORSRules).toMatchObject([
    { AllowedOrigins: ['https://app.example.com', 'http://localhost:5173'], AllowedMethods: ['PUT'] },
  ])
})

test.each([
  ['private', true],
  ['presigned', true],
  ['arn:aws:cloudfront::111122223333:distribution/E1', true],
  ['public', false],
] as const)('with images "%s", a public policy is blocked: %s', (images, isBlocked) => {
  expect(bucketSetup({ ...OPTIONS, images }).publicAccessBlock).toEqual({
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: isBlocked,
    RestrictPublicBuckets: isBlocked,
  })
})

test('CloudTrail records every write under the prefix, and the queries name bucket and folders', () => {
  const { eventSelectors, abuseQueries } = bucketSetup({ ...OPTIONS, prefix: "o'hara", partition: 'aws-cn' })
  expect(eventSelectors[0]?.FieldSelectors).toContainEqual({
    Field: 'resources.ARN',
    StartsWith: ["arn:aws-cn:s3:::my-pictures/o'hara/"],
  })
  const all = abuseQueries.map(({ sql }) => sql).join('\n')
  expect(all).toContain("'o''hara/staging/'")
  expect(abuseQueries.every(({ sql }) => sql.includes("'my-pictures'") && sql.endsWith(';'))).toBe(true)
})

test('no two prefixes share a name in the documents of one bucket', () => {
  const names = ['', 'a', 'a-b', 'a_b', 'a/b', 'aZ2dZb'].map((prefix) => {
    const { bucketPolicy, lifecycle, cors, name } = bucketSetup(Object.assign({ prefix }, OPTIONS))
    const sids = bucketPolicy.Statement.map(({ Sid }) => Sid)
    expect(sids.join('')).toMatch(/^[a-zA-Z0-9]+$/)
    return [sids, lifecycle.Rules.map(({ ID }) => ID), cors.CORSRules.map(({ ID }) => ID), name].flat()
  })
  expect(new Set(names.flat()).size).toBe(names.flat().length)
})

describe('a mistake is a TypeError that names the fix', () => {
  test.each<[string, object, RegExp]>([
    ['no bucket', { bucket: undefined }, /bucket must be the name alone/],
    ['an ARN as bucket', { bucket: 'arn:aws:s3:::my-pictures' }, /bucket must be the name alone/],
    ['a directory bucket', { bucket: 'my--eun1-az1--x-s3' }, /directory buckets/],
    ['no origins', { origins: undefined }, /origins is missing/],
    ['an empty list of origins', { origins: [] }, /origins is missing/],
    ['every origin', { origins: ['*'] }, /"\*" is not an origin/],
    ['a pattern of origins', { origins: ['https://*.example.com'] }, /is not an origin/],
    ['an origin with a path', { origins: ['https://app.example.com/'] }, /is not an origin/],
    ['an origin that is none', { origins: ['null'] }, /is not an origin/],
    ['a prefix with a pattern', { prefix: 'team-*' }, /prefix is too long, or has characters/],
    ['a prefix with a variable', { prefix: '${aws:username}' }, /prefix is too long, or has characters/],
    ['a prefix that climbs', { prefix: '../a' }, /prefix must be a folder/],
    ['a long prefix', { prefix: 'a'.repeat(101) }, /prefix is too long/],
    ['a short life', { uploadUrlExpiresInSeconds: 119 }, /from 120 to 900, not 119/],
    ['a long life', { uploadUrlExpiresInSeconds: 901 }, /from 120 to 900/],
    ['no number as life', { uploadUrlExpiresInSeconds: NaN }, /from 120 to 900/],
    ['another word for images', { images: 'everybody' }, /images must be "private", "presigned", "public"/],
    ['another ARN for images', { images: 'arn:aws:s3:::other' }, /the ARN of a CloudFront distribution/],
  ])('%s', (_, wrong, message) => {
    const make = () => bucketSetup({ ...OPTIONS, ...wrong })
    expect(make).toThrow(TypeError)
    expect(make).toThrow(message)
  })
})
