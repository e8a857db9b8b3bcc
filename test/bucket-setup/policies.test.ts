import { describe, expect, test } from 'vitest'
import {
  type BucketSetup,
  bucketSetup,
  type BucketSetupOptions,
  type PolicyStatement,
} from '../../src/bucket-setup/index.ts'
import { judge, type S3Call } from './s3-call.ts'

// What the generated policies let through and what they do not, by an evaluator that follows the documentation of AWS.

const BUCKET = 'my-pictures'
const DISTRIBUTION = 'arn:aws:cloudfront::111122223333:distribution/E1A2B3'
const OPTIONS: BucketSetupOptions = {
  bucket: BUCKET,
  origins: ['https://app.example.com'],
  images: DISTRIBUTION,
}
const setup = bucketSetup(OPTIONS)

const STAGING = 'staging/AAAAAAAAAAAAAAAAAAAAAA/0190163d-8694-739b-aea5-966c26f8ad91'
const IMAGE = 'avatars/AAAAAAAAAAAAAAAAAAAAAA/0190163d-8694-739b-aea5-966c26f8ad91.jpg'
const REMOVED = IMAGE.replace('avatars', 'removed')
const TTL_MS = 300_000

/** The PUT of a browser, as the handler signs it. */
const UPLOAD: S3Call = {
  by: 'signer',
  action: 's3:PutObject',
  key: STAGING,
  auth: 'url',
  ageMs: 1000,
  headers: { 'content-type': 'image/jpeg', 'if-none-match': '*', 'x-amz-checksum-sha256': 'x' },
  tls: '1.3',
}
const upload = (rest: Partial<S3Call> = {}): S3Call => ({ ...UPLOAD, ...rest })
/** A URL that any other role with every right has signed: only the policy of the bucket stands against it. */
const url = (action: string, key: string, rest: Partial<S3Call> = {}) =>
  upload({ by: 'admin', action: `s3:${action}`, key, headers: {}, ...rest })
/** A call of the server. */
const own = (action: string, key: string | null, rest: Partial<S3Call> = {}): S3Call => ({
  ...UPLOAD,
  by: 'promoter',
  action: `s3:${action}`,
  key,
  auth: 'header',
  headers: {},
  ...rest,
})

const ALLOWED: Readonly<Record<string, S3Call>> = {
  'an upload': upload(),
  'an upload at the very end of its life': upload({ ageMs: TTL_MS }),
  'an upload whose signer is a minute behind': upload({ ageMs: TTL_MS + 60_000 }),
  'an upload by TLS 1.2': upload({ tls: '1.2' }),
  'the server reads a picture': own('GetObject', STAGING),
  'the server overwrites it with a tombstone': own('PutObject', STAGING),
  'the server makes an image': own('PutObject', IMAGE, { headers: { 'if-none-match': '*' } }),
  'the server reads an image': own('GetObject', IMAGE),
  'the server deletes an image': own('DeleteObject', IMAGE),
  'the server keeps a removed image': own('PutObject', REMOVED, { headers: { 'if-none-match': '*' } }),
  'the server reads a removed image': own('GetObject', REMOVED),
  'the server lists the images of an owner': own('ListBucket', null, { prefix: 'avatars/A/' }),
  'the server lists the pictures of an owner': own('ListBucket', null, { prefix: 'staging/A/' }),
  'the server asks for a key that is not there: 404, not 403': own('ListBucket', null),
  'a clock that is ten minutes behind, in the headers': own('GetObject', STAGING, { ageMs: 600_000 }),
  'CloudFront reads an image': own('GetObject', IMAGE, { by: 'cloudfront', sourceArn: DISTRIBUTION }),
  'a person with every right deletes what was removed': own('DeleteObject', REMOVED, { by: 'admin' }),
  'a person with every right reads a picture': own('GetObject', STAGING, { by: 'admin' }),
  'a part of a multipart upload': url('PutObject', STAGING, { isPart: true }),
  'a presigned read of an image, by a role that may read it': url('GetObject', IMAGE, { ageMs: 900_000 }),
}

const DENIED: Readonly<Record<string, S3Call>> = {
  'T-11: an upload a second after its life and the reserve': upload({ ageMs: TTL_MS + 61_000 }),
  'T-11: a URL that was signed for a day': url('PutObject', STAGING, {
    headers: UPLOAD.headers,
    ageMs: 86_400_000,
  }),
  'T-1, T-24: an upload without If-None-Match': upload({ headers: {} }),
  'T-1, T-24: the same, by a role with every right': url('PutObject', STAGING),
  'T-12: an upload over http': upload({ tls: null }),
  'T-12: a call of the server over http': own('PutObject', IMAGE, { tls: null }),
  'T-12: a list over http': own('ListBucket', null, { tls: null, prefix: 'avatars/A/' }),
  'a list by TLS 1.1': own('ListBucket', null, { tls: '1.1', prefix: 'avatars/A/' }),
  'T-11: a list by Signature Version 2': own('ListBucket', null, {
    hasSignatureVersion2: true,
    prefix: 'avatars/A/',
  }),
  'an upload by TLS 1.1': upload({ tls: '1.1' }),
  'T-11: an upload by Signature Version 2': upload({ hasSignatureVersion2: true, ageMs: 86_400_000 }),
  'T-11: a read by Signature Version 2': url('GetObject', IMAGE, { hasSignatureVersion2: true }),
  'T-24: an upload to a final key': upload({ key: IMAGE }),
  'T-24: the same, by a role with every right': url('PutObject', IMAGE, { headers: UPLOAD.headers }),
  'an upload beside the folders': upload({ key: 'elsewhere/picture' }),
  'an upload to a folder whose name only begins so': upload({ key: 'stagings/picture' }),
  'T-10: the signer reads a picture': upload({ action: 's3:GetObject' }),
  'T-10: a presigned read of a picture, by a role with every right': url('GetObject', STAGING),
  'T-10: a presigned deletion of a picture, which would open its URL again': url('DeleteObject', STAGING),
  'T-10: a presigned deletion of a version of it': url('DeleteObjectVersion', STAGING),
  'T-8: a presigned ACL for a picture': url('PutObjectAcl', STAGING),
  'T-8: presigned tags for a picture': url('PutObjectTagging', STAGING),
  'T-10: a presigned deletion of an image': url('DeleteObject', IMAGE),
  'T-8: a presigned ACL for an image': url('PutObjectAcl', IMAGE),
  'a presigned end of a multipart upload to a final key': url('AbortMultipartUpload', IMAGE),
  'a presigned read of a removed image': url('GetObject', REMOVED),
  'a presigned write of a removed image': url('PutObject', REMOVED, { headers: UPLOAD.headers }),
  'a form that uploads a picture': upload({ auth: 'form', headers: {} }),
  'the same, by a role with every right': url('PutObject', STAGING, { auth: 'form' }),
  'the signer, signing in headers': upload({ auth: 'header' }),
  'the signer lists': own('ListBucket', null, { by: 'signer', prefix: 'staging/A/' }),
  'the signer deletes': own('DeleteObject', STAGING, { by: 'signer' }),
  'the signer makes an image': own('PutObject', IMAGE, { by: 'signer' }),
  'the server presigns an upload': upload({ by: 'promoter' }),
  'the server presigns a read': upload({ by: 'promoter', action: 's3:GetObject', key: IMAGE }),
  'the server presigns a list': upload({
    by: 'promoter',
    action: 's3:ListBucket',
    key: null,
    prefix: 'avatars/A/',
  }),
  'the server presigns a deletion': upload({ by: 'promoter', action: 's3:DeleteObject', key: IMAGE }),
  'the server deletes a picture, which would open its URL again': own('DeleteObject', STAGING),
  'the server lists what is removed': own('ListBucket', null, { prefix: 'removed/' }),
  'the server lists by a prefix beside the folders': own('ListBucket', null, { prefix: '' }),
  'the server reads beside the folders': own('GetObject', 'elsewhere/secret'),
  'the server writes beside the folders': own('PutObject', 'elsewhere/secret'),
  'the server changes the policy of the bucket': own('PutBucketPolicy', null),
  'anybody reads an image': own('GetObject', IMAGE, { by: 'nobody', auth: 'none' }),
  'anybody reads a picture': own('GetObject', STAGING, { by: 'nobody', auth: 'none' }),
  'anybody reads a removed image': own('GetObject', REMOVED, { by: 'nobody', auth: 'none' }),
  'anybody uploads': upload({ by: 'nobody', auth: 'none' }),
  'CloudFront reads a picture': own('GetObject', STAGING, { by: 'cloudfront', sourceArn: DISTRIBUTION }),
  'CloudFront reads a removed image': own('GetObject', REMOVED, {
    by: 'cloudfront',
    sourceArn: DISTRIBUTION,
  }),
  "somebody else's distribution reads an image": own('GetObject', IMAGE, {
    by: 'cloudfront',
    sourceArn: DISTRIBUTION.replace('E1A2B3', 'E9'),
  }),
}

describe('let through', () => {
  test.each(Object.entries(ALLOWED))('%s', (_, call) => {
    expect(judge(setup, BUCKET, call)).toMatchObject({ isAllowed: true })
  })
})

describe('denied', () => {
  test.each(Object.entries(DENIED))('%s', (_, call) => {
    expect(judge(setup, BUCKET, call)).toMatchObject({ isAllowed: false })
  })
})

/** What a role may do does not rest on the policy of the bucket alone: nobody may have set that. */
const WITHOUT_BUCKET_POLICY = { bucketPolicy: { Version: '2012-10-17', Statement: [] } } as const

/** The rows that a change of the documents would let through, or stop. */
function rowsThatChange(changed: Partial<BucketSetup>): string[] {
  const differs = (call: S3Call, more: Partial<BucketSetup>) =>
    judge({ ...setup, ...changed, ...more }, BUCKET, call).isAllowed !==
    judge({ ...setup, ...more }, BUCKET, call).isAllowed
  return Object.entries({ ...ALLOWED, ...DENIED })
    .filter(([, call]) => differs(call, {}) || differs(call, WITHOUT_BUCKET_POLICY))
    .map(([name]) => name)
}

interface Place {
  policy: 'bucketPolicy' | 'signerPolicy' | 'promoterPolicy'
  index: number
  statement: PolicyStatement
}

const places: Place[] = (['bucketPolicy', 'signerPolicy', 'promoterPolicy'] as const).flatMap((policy) =>
  setup[policy].Statement.map((statement, index): Place => ({ policy, index, statement })),
)

/** The rows that change when something else, or nothing, stands there. */
function rowsWithout(
  { policy, index, statement }: Place,
  instead: Partial<PolicyStatement> | null,
): string[] {
  const replacement = instead === null ? [] : [{ ...statement, ...instead }]
  const Statement = setup[policy].Statement.toSpliced(index, 1, ...replacement)
  return rowsThatChange({ [policy]: { ...setup[policy], Statement } })
}

describe('needed, because without it another row of the table comes out', () => {
  test.each(places)('$policy $statement.Sid', (place) => {
    expect(rowsWithout(place, null)).not.toEqual([])
  })

  test.each(
    places.flatMap((place) =>
      Object.keys(place.statement.Condition ?? {}).map((operator) => ({ place, operator })),
    ),
  )('$place.policy $place.statement.Sid: the condition $operator', ({ place, operator }) => {
    const { [operator]: _, ...Condition } = place.statement.Condition ?? {}
    expect(rowsWithout(place, { Condition })).not.toEqual([])
  })

  test.each(places.flatMap((place) => place.statement.Resource.map((resource) => ({ place, resource }))))(
    '$place.policy $place.statement.Sid: the resource $resource',
    ({ place, resource }) => {
      const Resource = place.statement.Resource.filter((each) => each !== resource)
      expect(rowsWithout(place, { Resource })).not.toEqual([])
    },
  )

  test.each(places.flatMap((place) => (place.statement.Action ?? []).map((action) => ({ place, action }))))(
    '$place.policy $place.statement.Sid: the call $action',
    ({ place, action }) => {
      const Action = (place.statement.Action ?? []).filter((each) => each !== action)
      expect(rowsWithout(place, { Action })).not.toEqual([])
    },
  )
})

test('T-11: the age in the policy follows the life of URLs', () => {
  const short = bucketSetup({ ...OPTIONS, uploadUrlExpiresInSeconds: 120 })
  expect(judge(short, BUCKET, upload({ ageMs: 180_000 })).isAllowed).toBe(true)
  expect(judge(short, BUCKET, upload({ ageMs: 181_000 })).isAllowed).toBe(false)
})

test('with a prefix, everything is bound to it', () => {
  const bound = bucketSetup({ ...OPTIONS, prefix: 'team-a' })
  const inFolder = (call: S3Call): S3Call => ({
    ...call,
    key: call.key && `team-a/${call.key}`,
    ...(call.prefix !== undefined && { prefix: `team-a/${call.prefix}` }),
  })
  const outcomes = (calls: typeof ALLOWED) =>
    Object.values(calls).map((call) => judge(bound, BUCKET, inFolder(call)).isAllowed)
  expect(new Set(outcomes(ALLOWED))).toEqual(new Set([true]))
  expect(new Set(outcomes(DENIED))).toEqual(new Set([false]))
  // And no role of ours reaches what others have in the same bucket, nor is anybody kept from it.
  for (const call of [upload(), own('GetObject', IMAGE), own('DeleteObject', IMAGE)]) {
    expect(judge(bound, BUCKET, call)).toEqual({ isAllowed: false, by: null })
  }
  expect(judge(bound, BUCKET, url('DeleteObject', IMAGE)).isAllowed).toBe(true)
})

describe('images that', () => {
  const anybody = own('GetObject', IMAGE, { by: 'nobody', auth: 'none' })
  const presigned = upload({ action: 's3:GetObject', key: IMAGE, headers: {}, ageMs: 900_000 })

  test('are public can be read by anybody, and nothing else can', () => {
    const open = bucketSetup({ ...OPTIONS, images: 'public' })
    expect(judge(open, BUCKET, anybody).isAllowed).toBe(true)
    expect(judge(open, BUCKET, { ...anybody, key: STAGING }).isAllowed).toBe(false)
    expect(judge(open, BUCKET, { ...anybody, key: REMOVED }).isAllowed).toBe(false)
    expect(judge(open, BUCKET, presigned).isAllowed).toBe(true)
  })

  test('are shown by presigned URLs can be read by those of the signer, and not by anybody', () => {
    const shown = bucketSetup({ ...OPTIONS, images: 'presigned' })
    expect(judge(shown, BUCKET, presigned).isAllowed).toBe(true)
    expect(judge(shown, BUCKET, { ...presigned, key: STAGING }).isAllowed).toBe(false)
    expect(judge(shown, BUCKET, { ...presigned, auth: 'header' }).isAllowed).toBe(false)
    expect(judge(shown, BUCKET, anybody).isAllowed).toBe(false)
  })

  test('are private can be read by the server alone', () => {
    const closed = bucketSetup({ ...OPTIONS, images: 'private' })
    for (const call of [anybody, presigned]) expect(judge(closed, BUCKET, call).isAllowed).toBe(false)
    expect(judge(closed, BUCKET, own('GetObject', IMAGE)).isAllowed).toBe(true)
  })
})

test('a store that cannot create only is not asked to, so that its uploads get through', () => {
  const weak = bucketSetup({
    ...OPTIONS,
    profile: { createOnly: false, bodyHash: 'none', quotesEtags: true },
  })
  expect(judge(weak, BUCKET, upload({ headers: {} })).isAllowed).toBe(true)
  expect(weak.cors.CORSRules[0]?.AllowedHeaders).toEqual(['content-type'])
})

test('a server without TLS is not asked for it', () => {
  const plain = bucketSetup({ ...OPTIONS, requireTls: false })
  expect(judge(plain, BUCKET, upload({ tls: null })).isAllowed).toBe(true)
})

test('the policy of the bucket is far below the 20 KB that S3 takes', () => {
  const { bucketPolicy } = bucketSetup({ ...OPTIONS, prefix: 'a'.repeat(99) })
  expect(JSON.stringify(bucketPolicy).length).toBeLessThan(8000)
})
