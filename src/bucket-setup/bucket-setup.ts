import { type AbuseQuery, abuseQueries, type EventSelector, eventSelectors } from './audit-trail.ts'
import { bucketPolicy } from './bucket-policy.ts'
import {
  type CorsDocument,
  corsDocument,
  type LifecycleDocument,
  lifecycleDocument,
  OWNERSHIP,
  type OwnershipDocument,
  publicAccessBlock,
  type PublicAccessBlockDocument,
} from './bucket-settings.ts'
import { imageHeaders, type ImageHeadersDocument } from './image-headers.ts'
import type { PolicyDocument } from './policy-document.ts'
import { promoterPolicy, signerPolicy } from './role-policies.ts'
import { type BucketSetupOptions, setupConfig } from './setup-options.ts'

/** Every document that a bucket for profile images needs, each in the JSON that the AWS CLI takes. */
export interface BucketSetup {
  /** Its name. */
  bucket: string
  /** Names what is made in the account for this bucket and prefix. */
  name: string
  /** Which pages may send pictures. */
  cors: CorsDocument
  /** What S3 deletes by itself. */
  lifecycle: LifecycleDocument
  /** What nobody may do, and who reads the images. */
  bucketPolicy: PolicyDocument
  /** Keeps the bucket from becoming public by mistake. */
  publicAccessBlock: PublicAccessBlockDocument
  /** Ends ACLs. */
  ownershipControls: OwnershipDocument
  /** For the role or user that signs upload URLs. */
  signerPolicy: PolicyDocument
  /** For the role or user that the handler's own calls are signed with. One role may have both. */
  promoterPolicy: PolicyDocument
  /** What CloudTrail is to record. It costs money, and is off by default. */
  eventSelectors: readonly EventSelector[]
  /** What to ask that record. */
  abuseQueries: readonly AbuseQuery[]
  /** What CloudFront is to add to the images. Null in AWS GovCloud, which has no CloudFront. */
  imageHeaders: ImageHeadersDocument | null
}

/**
 * The documents for a bucket, from the options that its store and its handler have. Pure: `npx
 * react-profile-image-upload policies` prints them, `setup` applies those of the bucket.
 *
 * @throws {TypeError} for an option that is missing or makes no sense; the message names the fix.
 */
export function bucketSetup(options: BucketSetupOptions): BucketSetup {
  const config = setupConfig(options)
  return {
    bucket: config.bucket,
    name: config.name,
    cors: corsDocument(config),
    lifecycle: lifecycleDocument(config),
    bucketPolicy: bucketPolicy(config),
    publicAccessBlock: publicAccessBlock(config),
    ownershipControls: OWNERSHIP,
    signerPolicy: signerPolicy(config),
    promoterPolicy: promoterPolicy(config),
    eventSelectors: eventSelectors(config),
    abuseQueries: abuseQueries(config),
    imageHeaders: imageHeaders(config),
  }
}
