import { type PolicyDocument, policyDocument, type PolicyStatement } from './policy-document.ts'
import type { SetupConfig } from './setup-options.ts'

const BY_URL = { StringEquals: { 's3:authType': 'REST-QUERY-STRING' } }
const BY_HEADER = { 's3:authType': 'REST-HEADER' }

/**
 * What the credentials that sign URLs may do. Who steals them can create pictures in the staging folder, and nothing
 * else: read, list, delete and final keys are out of reach.
 */
export function signerPolicy({ images, folders, within }: SetupConfig): PolicyDocument {
  const upload: PolicyStatement = {
    Sid: 'SignUploads',
    Effect: 'Allow',
    Action: ['s3:PutObject'],
    Resource: [within(folders.staging)],
    Condition: BY_URL,
  }
  const show: PolicyStatement = {
    Sid: 'SignImages',
    Effect: 'Allow',
    Action: ['s3:GetObject'],
    Resource: [within(folders.images)],
    Condition: BY_URL,
  }
  return policyDocument(upload, ...(images === 'presigned' ? [show] : []))
}

/** What the handler's own calls need, all of them signed in their headers. With it alone, no URL can be signed. */
export function promoterPolicy({ bucketArn, folders, within }: SetupConfig): PolicyDocument {
  const { staging, images, removed } = folders
  return policyDocument(
    {
      Sid: 'List',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [bucketArn],
      Condition: {
        StringEquals: BY_HEADER,
        // It is also what turns 403 into 404 for a key that is not there. Such a request has no prefix, so that the
        // condition must not demand one.
        StringLikeIfExists: { 's3:prefix': [`${staging}*`, `${images}*`] },
      },
    },
    {
      // Pictures and tombstones; the private copies of what was removed.
      Sid: 'ReadAndWrite',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: [within(staging), within(images), within(removed)],
      Condition: { StringEquals: BY_HEADER },
    },
    {
      // Lifecycle rules delete the rest.
      Sid: 'Delete',
      Effect: 'Allow',
      Action: ['s3:DeleteObject'],
      Resource: [within(images)],
      Condition: { StringEquals: BY_HEADER },
    },
  )
}
