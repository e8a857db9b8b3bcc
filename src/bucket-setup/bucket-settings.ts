import type { SetupConfig } from './setup-options.ts'

/** As PutBucketCors has it in JSON; the console wants the list of rules alone. */
export interface CorsDocument {
  /** In the order in which S3 looks for the first that fits. */
  CORSRules: readonly CorsRuleDocument[]
}

/** Which pages may send what. */
export interface CorsRuleDocument {
  /** Names the rule. */
  ID: string
  /** Scheme, host and port of each. */
  AllowedOrigins: readonly string[]
  /** In capitals. */
  AllowedMethods: readonly string[]
  /** What a preflight may ask for. */
  AllowedHeaders: readonly string[]
  /** What a page may read of an answer. */
  ExposeHeaders: readonly string[]
  /** How long browsers may keep the answer to a preflight, in seconds. */
  MaxAgeSeconds: number
}

/** As PutBucketLifecycleConfiguration has it in JSON. */
export interface LifecycleDocument {
  /** Each is about a prefix of its own. */
  Rules: readonly LifecycleRuleDocument[]
}

/** What S3 deletes by itself. */
export interface LifecycleRuleDocument {
  /** Names the rule. */
  ID: string
  /** Which keys it is about. */
  Filter: { readonly Prefix: string }
  /** Whether it is carried out. */
  Status: 'Enabled'
  /** Days after its creation, an object is deleted. */
  Expiration?: { readonly Days: number }
  /** Days after it was replaced or deleted, an old version is gone, too. */
  NoncurrentVersionExpiration: { readonly NoncurrentDays: number }
  /** Days after its start, an unfinished multipart upload is given up. */
  AbortIncompleteMultipartUpload: { readonly DaysAfterInitiation: number }
}

/** As PutPublicAccessBlock has it in JSON. */
export interface PublicAccessBlockDocument {
  /** Refuses ACLs that would make something public. */
  BlockPublicAcls: boolean
  /** Takes no notice of those that are there. */
  IgnorePublicAcls: boolean
  /** Refuses bucket policies that would make something public. */
  BlockPublicPolicy: boolean
  /** Takes no notice of one that is there, but for AWS services and the own account. */
  RestrictPublicBuckets: boolean
}

/** As PutBucketOwnershipControls has it in JSON. */
export interface OwnershipDocument {
  /** One of them. */
  Rules: readonly [{ readonly ObjectOwnership: 'BucketOwnerEnforced' }]
}

/** No objects have ACLs. */
export const OWNERSHIP: OwnershipDocument = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] }

/** What the engine reads to tell what has happened to a PUT, and what operators need to ask AWS about it. */
const EXPOSED = ['ETag', 'x-amz-request-id', 'x-amz-id-2', 'x-amz-checksum-sha256', 'x-amz-version-id']

export function corsDocument({ origins, uploadHeaders, ruleId }: SetupConfig): CorsDocument {
  const rule: CorsRuleDocument = {
    ID: ruleId('uploads'),
    AllowedOrigins: origins,
    AllowedMethods: ['PUT'],
    AllowedHeaders: uploadHeaders,
    ExposeHeaders: EXPOSED,
    MaxAgeSeconds: 3000,
  }
  return { CORSRules: [rule] }
}

/** A day is the least that S3 knows: longer than every ticket, and than every undo. */
export function lifecycleDocument({ folders, ruleId }: SetupConfig): LifecycleDocument {
  const rule = (name: string, prefix: string, expires: boolean): LifecycleRuleDocument => ({
    ID: ruleId(name),
    Filter: { Prefix: prefix },
    Status: 'Enabled',
    ...(expires && { Expiration: { Days: 1 } }),
    // With versioning, a deleted image would stay for ever.
    NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
  })
  return {
    Rules: [
      rule('staging', folders.staging, true),
      rule('removed', folders.removed, true),
      rule('images', folders.images, false),
    ],
  }
}

export function publicAccessBlock({ images }: SetupConfig): PublicAccessBlockDocument {
  const isPrivate = images !== 'public'
  return {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: isPrivate,
    RestrictPublicBuckets: isPrivate,
  }
}
