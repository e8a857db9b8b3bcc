import type { BucketSetup } from '../../bucket-setup/bucket-setup.ts'
import type { ImageHeadersDocument } from '../../bucket-setup/image-headers.ts'

/** A Terraform module in its JSON syntax, for a bucket that is there already. Save it as `profile-images.tf.json`. */
export function terraform(setup: BucketSetup): string {
  const { bucket, name, cors, lifecycle, bucketPolicy, publicAccessBlock, ownershipControls } = setup
  const { signerPolicy, promoterPolicy, imageHeaders, eventSelectors, abuseQueries } = setup
  const role = (suffix: string, policy: unknown) => ({
    name: `${name}-${suffix}`,
    policy: JSON.stringify(policy),
  })
  const module = {
    variable: {
      trail_log_bucket: {
        type: 'string',
        default: '',
        description:
          'Bucket that a new CloudTrail trail writes to; empty: no trail. Its policy has to let CloudTrail in.',
      },
    },
    resource: {
      aws_s3_bucket_public_access_block: {
        profile_images: {
          bucket,
          block_public_acls: publicAccessBlock.BlockPublicAcls,
          ignore_public_acls: publicAccessBlock.IgnorePublicAcls,
          block_public_policy: publicAccessBlock.BlockPublicPolicy,
          restrict_public_buckets: publicAccessBlock.RestrictPublicBuckets,
        },
      },
      aws_s3_bucket_ownership_controls: {
        profile_images: {
          bucket,
          rule: ownershipControls.Rules.map(({ ObjectOwnership }) => ({ object_ownership: ObjectOwnership })),
        },
      },
      aws_s3_bucket_cors_configuration: {
        profile_images: { bucket, cors_rule: cors.CORSRules.map(corsRule) },
      },
      aws_s3_bucket_lifecycle_configuration: {
        profile_images: { bucket, rule: lifecycle.Rules.map(lifecycleRule) },
      },
      aws_s3_bucket_policy: {
        profile_images: {
          bucket,
          policy: JSON.stringify(bucketPolicy),
          // S3 refuses a public policy as long as that is blocked.
          depends_on: ['aws_s3_bucket_public_access_block.profile_images'],
        },
      },
      aws_iam_policy: {
        profile_image_signer: role('signer', signerPolicy),
        profile_image_promoter: role('promoter', promoterPolicy),
      },
      ...(imageHeaders && {
        aws_cloudfront_response_headers_policy: { profile_images: headersPolicy(imageHeaders) },
      }),
      aws_cloudtrail: {
        profile_images: {
          count: '${var.trail_log_bucket == "" ? 0 : 1}',
          name,
          s3_bucket_name: '${var.trail_log_bucket}',
          advanced_event_selector: eventSelectors.map(({ Name, FieldSelectors }) => ({
            name: Name,
            field_selector: FieldSelectors.map(({ Field, Equals, StartsWith }) => ({
              field: Field,
              ...(Equals && { equals: Equals }),
              ...(StartsWith && { starts_with: StartsWith }),
            })),
          })),
        },
      },
    },
    output: { profile_image_abuse_queries: { value: abuseQueries } },
  }
  return `${JSON.stringify(module, null, 2)}\n`
}

function corsRule(rule: BucketSetup['cors']['CORSRules'][number]): object {
  return {
    id: rule.ID,
    allowed_origins: rule.AllowedOrigins,
    allowed_methods: rule.AllowedMethods,
    allowed_headers: rule.AllowedHeaders,
    expose_headers: rule.ExposeHeaders,
    max_age_seconds: rule.MaxAgeSeconds,
  }
}

function lifecycleRule(rule: BucketSetup['lifecycle']['Rules'][number]): object {
  const { ID, Filter, Status, Expiration } = rule
  const { NoncurrentVersionExpiration, AbortIncompleteMultipartUpload } = rule
  return {
    id: ID,
    filter: { prefix: Filter.Prefix },
    status: Status,
    ...(Expiration && { expiration: { days: Expiration.Days } }),
    noncurrent_version_expiration: { noncurrent_days: NoncurrentVersionExpiration.NoncurrentDays },
    abort_incomplete_multipart_upload: {
      days_after_initiation: AbortIncompleteMultipartUpload.DaysAfterInitiation,
    },
  }
}

function headersPolicy({
  Name,
  Comment,
  SecurityHeadersConfig,
  CustomHeadersConfig,
}: ImageHeadersDocument): object {
  const { ContentTypeOptions, ContentSecurityPolicy, ReferrerPolicy } = SecurityHeadersConfig
  return {
    name: Name,
    comment: Comment,
    security_headers_config: {
      content_type_options: { override: ContentTypeOptions.Override },
      content_security_policy: {
        content_security_policy: ContentSecurityPolicy.ContentSecurityPolicy,
        override: ContentSecurityPolicy.Override,
      },
      referrer_policy: {
        referrer_policy: ReferrerPolicy.ReferrerPolicy,
        override: ReferrerPolicy.Override,
      },
    },
    custom_headers_config: {
      items: CustomHeadersConfig.Items.map(({ Header, Value, Override }) => ({
        header: Header,
        value: Value,
        override: Override,
      })),
    },
  }
}
