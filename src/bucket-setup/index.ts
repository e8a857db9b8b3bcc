export type { AbuseQuery, EventSelector } from './audit-trail.ts'
export type {
  CorsDocument,
  CorsRuleDocument,
  LifecycleDocument,
  LifecycleRuleDocument,
  OwnershipDocument,
  PublicAccessBlockDocument,
} from './bucket-settings.ts'
export { type BucketSetup, bucketSetup } from './bucket-setup.ts'
export type { ImageHeadersDocument } from './image-headers.ts'
export type { PolicyDocument, PolicyStatement } from './policy-document.ts'
export type { BucketSetupOptions } from './setup-options.ts'
