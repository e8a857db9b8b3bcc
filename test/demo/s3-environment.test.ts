import { expect, test } from 'vitest'
import { readS3Environment } from '../../demo/s3-environment.ts'

const COMPLETE = {
  S3_ENDPOINT: 'http://localhost:4566/',
  S3_BUCKET: 'photos',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
}

test('without an endpoint the demo is on its own, whatever else is set', () => {
  expect(readS3Environment({})).toBeNull()
  expect(readS3Environment({ ...COMPLETE, S3_ENDPOINT: '' })).toBeNull()
})

test('an endpoint, a bucket and keys are enough', () => {
  const access = {
    endpoint: 'http://localhost:4566',
    region: 'us-east-1',
    bucket: 'photos',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret', sessionToken: undefined },
  }
  expect(readS3Environment(COMPLETE)).toEqual(access)
  const more = { S3_REGION: 'eu-central-1', AWS_SESSION_TOKEN: 'token' }
  expect(readS3Environment({ ...COMPLETE, ...more })).toEqual({
    ...access,
    region: 'eu-central-1',
    credentials: { ...access.credentials, sessionToken: 'token' },
  })
})

test.each([
  ['no bucket', { S3_BUCKET: ' ' }, /needs S3_BUCKET, too/],
  [
    'no keys',
    { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: '' },
    /needs AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, too/,
  ],
  ['a host alone', { S3_ENDPOINT: 'localhost:4566' }, /S3_ENDPOINT must be an address/],
  ['no address', { S3_ENDPOINT: 'here' }, /S3_ENDPOINT must be an address/],
  ['a path in the address', { S3_ENDPOINT: 'http://localhost:4566/photos' }, /The bucket is S3_BUCKET/],
])('%s is a mistake that is named', (_what, change, message) => {
  expect(() => readS3Environment({ ...COMPLETE, ...change })).toThrow(message)
})
