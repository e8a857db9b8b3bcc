import { type PolicyDocument, policyDocument, type PolicyStatement } from './policy-document.ts'
import type { SetupConfig } from './setup-options.ts'

/** S3 compares its clock with the signer's. Both count from X-Amz-Date, so this is what remains for their difference. */
const CLOCK_RESERVE_SECONDS = 60

/**
 * Not signed in its headers: presigned, a form, or nobody's. Written as what it is not, because a request without a
 * signature has no `s3:authType`, and then only a negated comparison holds.
 */
const NOT_BY_HEADER = { StringNotEquals: { 's3:authType': 'REST-HEADER' } }

/**
 * What nobody may do here, whatever else allows it: neither a leaked URL, nor a signer that was configured wrongly, nor
 * a role with too many rights.
 */
export function bucketPolicy(config: SetupConfig): PolicyDocument {
  const { folders, within, sid, uploadHeaders, requireTls, uploadUrlExpiresInSeconds } = config
  const deny = (
    name: string,
    rest: Pick<PolicyStatement, 'Action' | 'NotAction' | 'Resource' | 'Condition'>,
  ): PolicyStatement => ({ Sid: sid(`Deny${name}`), Effect: 'Deny', Principal: '*', ...rest })
  const everything = [config.bucketArn, within(config.prefix)]
  const maxAgeMs = (uploadUrlExpiresInSeconds + CLOCK_RESERVE_SECONDS) * 1000

  const transport = [
    deny('PlainHttp', {
      Action: ['s3:*'],
      Resource: everything,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
    deny('OldTls', {
      Action: ['s3:*'],
      Resource: everything,
      Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
    }),
  ]
  const createOnly = deny('Overwriting', {
    Action: ['s3:PutObject'],
    Resource: [within(folders.staging)],
    Condition: {
      // The server itself overwrites, with tombstones: its requests are signed in their headers.
      ...NOT_BY_HEADER,
      Null: { 's3:if-none-match': 'true' },
      // Not the parts of a multipart upload, which know no condition.
      Bool: { 's3:ObjectCreationOperation': 'true' },
    },
  })
  return policyDocument(
    ...(requireTls ? transport : []),
    deny('SignatureVersion2', {
      Action: ['s3:*'],
      Resource: everything,
      Condition: { StringEquals: { 's3:signatureversion': 'AWS' } },
    }),
    // Of uploads alone: URLs that show private images may live longer.
    deny('OldUploadUrls', {
      Action: ['s3:PutObject'],
      Resource: [within(folders.staging)],
      Condition: { NumericGreaterThan: { 's3:signatureAge': String(maxAgeMs) } },
    }),
    // Where the store cannot create only, this would refuse every upload.
    ...(uploadHeaders.includes('if-none-match') ? [createOnly] : []),
    deny('UrlsOtherThanUploads', {
      NotAction: ['s3:PutObject'],
      Resource: [within(folders.staging)],
      Condition: NOT_BY_HEADER,
    }),
    deny('UrlsThatChangeImages', {
      Action: ['s3:PutObject*', 's3:DeleteObject*', 's3:AbortMultipartUpload'],
      Resource: [within(folders.images)],
      Condition: NOT_BY_HEADER,
    }),
    deny('UrlsOfRemovedImages', {
      Action: ['s3:*'],
      Resource: [within(folders.removed)],
      Condition: NOT_BY_HEADER,
    }),
    ...readers(config),
  )
}

function readers({ images, folders, within, sid }: SetupConfig): PolicyStatement[] {
  const allow = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: [within(folders.images)] } as const
  if (images === 'public') return [{ Sid: sid('AllowEverybody'), Principal: '*', ...allow }]
  if (!images.startsWith('arn:')) return []
  return [
    {
      Sid: sid('AllowCloudFront'),
      Principal: { Service: 'cloudfront.amazonaws.com' },
      ...allow,
      Condition: { StringEquals: { 'aws:SourceArn': images } },
    },
  ]
}
