import { expect, test } from 'vitest'
import { bucketSetup } from '../../src/bucket-setup/index.ts'

// AWS takes a condition on a key that a call does not have, and never finds it there: a Deny then denies nothing.

/** Every call that a client makes with an object or a bucket has these. */
const OF_EVERY_CALL = ['s3:authType', 's3:signatureAge', 's3:signatureversion', 's3:TlsVersion']
const OF_WRITES = [...OF_EVERY_CALL, 's3:if-none-match', 's3:ObjectCreationOperation']

/** Of the keys that we use, those of each call: the Service Authorization Reference, as parliament 1.6.4 carries it. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  's3:*': OF_EVERY_CALL,
  's3:AbortMultipartUpload': OF_EVERY_CALL,
  's3:DeleteObject': OF_EVERY_CALL,
  's3:DeleteObject*': OF_EVERY_CALL,
  's3:GetObject': [...OF_EVERY_CALL, 's3:if-none-match'],
  's3:ListBucket': [...OF_EVERY_CALL, 's3:prefix'],
  's3:PutObject': OF_WRITES,
  's3:PutObject*': OF_EVERY_CALL,
}

/** AWS has these for calls of every service. */
const GLOBAL = new Set(['aws:SecureTransport', 'aws:SourceArn'])

test.each(['private', 'presigned', 'public', 'arn:aws:cloudfront::111122223333:distribution/E1'] as const)(
  'with images "%s", every statement is about calls of S3, by keys that they have',
  (images) => {
    const options = { bucket: 'my-pictures', origins: ['https://app.example.com'], images }
    const { bucketPolicy, signerPolicy, promoterPolicy } = bucketSetup(options)
    const statements = [bucketPolicy, signerPolicy, promoterPolicy].flatMap(({ Statement }) => Statement)
    const unknown = statements.flatMap(({ Sid, Action, NotAction, Condition = {} }) =>
      // Of all calls but some, what all have.
      (NotAction === undefined ? (Action ?? []) : ['s3:*']).flatMap((call) => {
        const known = KEYS[call]
        if (known === undefined) return [`${Sid}: ${call}`]
        const keys = Object.values(Condition).flatMap((each) => Object.keys(each))
        return keys
          .filter((key) => !known.includes(key) && !GLOBAL.has(key))
          .map((key) => `${Sid}: ${call} has no ${key}`)
      }),
    )
    expect(unknown).toEqual([])
  },
)
