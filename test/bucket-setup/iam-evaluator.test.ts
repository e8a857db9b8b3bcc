import { describe, expect, test } from 'vitest'
import { type AnyPolicy, decide, type IamRequest } from './iam-evaluator.ts'

// The evaluator itself, on policies whose effect AWS documents.

const ALICE = 'arn:aws:iam::111122223333:user/Alice'
const OBJECT = 'arn:aws:s3:::amzn-s3-demo-bucket/photos/1.jpg'
const NONE: AnyPolicy = { Statement: [] }
const ALLOW_ALL: AnyPolicy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

const request = (rest: Partial<IamRequest> = {}): IamRequest => ({
  principal: ALICE,
  action: 's3:GetObject',
  resource: OBJECT,
  context: {},
  ...rest,
})

const allows = (asked: IamRequest, identity: readonly AnyPolicy[], bucket: AnyPolicy = NONE) =>
  decide(asked, { identity, bucket }).isAllowed

describe('the logic', () => {
  test('denies what nothing allows', () => {
    expect(decide(request(), { identity: [], bucket: NONE })).toEqual({ isAllowed: false, by: null })
  })

  test.each([
    ['the principal', [ALLOW_ALL], NONE],
    [
      'the bucket',
      [],
      { Statement: [{ Effect: 'Allow', Principal: { AWS: ALICE }, Action: 's3:Get*', Resource: OBJECT }] },
    ],
  ])('within an account, a policy of %s is enough', (_, identity, bucket) => {
    expect(allows(request(), identity, bucket)).toBe(true)
  })

  test('a deny wins over every allow, and tells its name', () => {
    const bucket: AnyPolicy = {
      Statement: [
        { Sid: 'Yes', Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' },
        { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: OBJECT },
      ],
    }
    expect(decide(request(), { identity: [ALLOW_ALL], bucket })).toEqual({ isAllowed: false, by: 'No' })
    expect(allows(request({ action: 's3:PutObject' }), [], bucket)).toBe(true)
  })

  test('"*" in a resource stands for slashes, too; "?" for one character', () => {
    const bucket = (Resource: string): AnyPolicy => ({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource }],
    })
    expect(allows(request(), [], bucket('arn:aws:s3:::amzn-s3-demo-bucket/*'))).toBe(true)
    expect(allows(request(), [], bucket('arn:aws:s3:::amzn-s3-demo-bucket/photos/?.jpg'))).toBe(true)
    expect(allows(request(), [], bucket('arn:aws:s3:::amzn-s3-demo-bucket/photos/?jpg'))).toBe(false)
    expect(allows(request(), [], bucket('arn:aws:s3:::amzn-s3-demo-bucket'))).toBe(false)
  })

  test('NotAction is every other action', () => {
    const identity = [{ Statement: [{ Effect: 'Allow', NotAction: ['s3:Delete*'], Resource: '*' }] }]
    expect(allows(request(), identity)).toBe(true)
    expect(allows(request({ action: 's3:DeleteObject' }), identity)).toBe(false)
  })

  test('the account stands for its users, a service for itself, and "*" for nobody as well', () => {
    const bucket = (Principal: Record<string, string> | '*'): AnyPolicy => ({
      Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: OBJECT }],
    })
    expect(allows(request(), [], bucket({ AWS: 'arn:aws:iam::111122223333:root' }))).toBe(true)
    expect(allows(request(), [], bucket({ AWS: '111122223333' }))).toBe(true)
    expect(allows(request(), [], bucket({ AWS: 'arn:aws:iam::444455556666:root' }))).toBe(false)
    const service = bucket({ Service: 'cloudfront.amazonaws.com' })
    expect(allows(request({ principal: 'cloudfront.amazonaws.com' }), [], service)).toBe(true)
    expect(allows(request(), [], service)).toBe(false)
    expect(allows(request({ principal: null }), [], bucket('*'))).toBe(true)
    expect(allows(request({ principal: null }), [], service)).toBe(false)
  })

  test.each<[string, AnyPolicy]>([
    ['an element', { Statement: [{ Effect: 'Deny', NotResource: 'a' } as never] }],
    [
      'an operator',
      { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { IpAddress: { a: '1' } } }] },
    ],
    [
      'a variable',
      {
        Statement: [
          {
            Effect: 'Allow',
            Action: '*',
            Resource: '*',
            Condition: { StringLike: { a: '${aws:username}' } },
          },
        ],
      },
    ],
  ])('%s that it does not know is an error', (_, policy) => {
    expect(() => allows(request(), [policy])).toThrow(/not known here/)
  })
})

describe("AWS's own examples", () => {
  /** "Restricting access to only HTTPS requests" */
  const onlyTls: AnyPolicy = {
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: ['arn:aws:s3:::amzn-s3-demo-bucket', 'arn:aws:s3:::amzn-s3-demo-bucket/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  }
  /** "denies any Amazon S3 presigned URL request on objects if the signature is more than ten minutes old" */
  const tenMinutes: AnyPolicy = {
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*',
        Condition: { NumericGreaterThan: { 's3:signatureAge': '600000' } },
      },
    ],
  }
  /** "allows only requests that use the Authorization header for request authentication" */
  const onlyHeader: AnyPolicy = {
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*',
        Condition: { StringNotEquals: { 's3:authType': 'REST-HEADER' } },
      },
    ],
  }
  /** "Allow object uploads only using requests that include the if-none-match header" */
  const onlyCreate: AnyPolicy = {
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*',
        Condition: {
          Null: { 's3:if-none-match': 'true' },
          Bool: { 's3:ObjectCreationOperation': 'true' },
        },
      },
    ],
  }
  const put = { action: 's3:PutObject' }

  test.each<[string, AnyPolicy, Partial<IamRequest>, boolean]>([
    ['http', onlyTls, { context: { 'aws:SecureTransport': 'false' } }, false],
    ['https', onlyTls, { context: { 'aws:SecureTransport': 'true' } }, true],
    ['ten minutes', tenMinutes, { context: { 's3:signatureAge': '600000' } }, true],
    ['a millisecond more', tenMinutes, { context: { 's3:signatureAge': '600001' } }, false],
    ['no presigned URL at all', tenMinutes, {}, true],
    ['the header', onlyHeader, { context: { 's3:authType': 'REST-HEADER' } }, true],
    ['the query', onlyHeader, { context: { 's3:authType': 'REST-QUERY-STRING' } }, false],
    ['no authentication', onlyHeader, {}, false],
    ['without a condition', onlyCreate, { ...put, context: { 's3:ObjectCreationOperation': 'true' } }, false],
    [
      'with it',
      onlyCreate,
      { ...put, context: { 's3:ObjectCreationOperation': 'true', 's3:if-none-match': '*' } },
      true,
    ],
    ['a part', onlyCreate, { ...put, context: { 's3:ObjectCreationOperation': 'false' } }, true],
  ])('%s', (_, bucket, rest, isAllowed) => {
    expect(allows(request(rest), [ALLOW_ALL], bucket)).toBe(isAllowed)
  })

  test.each<[string, Record<string, string>, string, boolean]>([
    ['the folder', { 's3:prefix': 'home/alice/' }, 'StringLike', true],
    ['another folder', { 's3:prefix': 'home/bob/' }, 'StringLike', false],
    ['no prefix', {}, 'StringLike', false],
    ['no prefix, if exists', {}, 'StringLikeIfExists', true],
    ['another folder, if exists', { 's3:prefix': 'home/bob/' }, 'StringLikeIfExists', false],
  ])('listing a home folder: %s', (_, context, operator, isAllowed) => {
    const listing: AnyPolicy = {
      Statement: [
        {
          Effect: 'Allow',
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::amzn-s3-demo-bucket',
          Condition: { [operator]: { 's3:prefix': ['home/alice/*', 'home/shared/*'] } },
        },
      ],
    }
    const asked = { action: 's3:ListBucket', resource: 'arn:aws:s3:::amzn-s3-demo-bucket', context }
    expect(allows(request(asked), [listing])).toBe(isAllowed)
  })

  test('of several values, a negated comparison has to differ from each', () => {
    const identity = [
      {
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringNotEquals: { a: ['1', '2'] } } },
        ],
      },
    ]
    expect(allows(request({ context: { a: '3' } }), identity)).toBe(true)
    expect(allows(request({ context: { a: '2' } }), identity)).toBe(false)
  })
})
