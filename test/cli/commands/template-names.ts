// What the schemas of the two tools say of the names that we print: by resource, and by block within it, its names.
// Those with a star are needed. Nothing here is ours: whoever prints another name looks it up in the schema first.

/** Of hashicorp/aws 6.25.0; what we print fits 5.x, too. From the typings of @cdktf/provider-aws 21.22.1, made from its schema. */
export const TERRAFORM: Readonly<Record<string, string>> = {
  aws_s3_bucket_public_access_block:
    'block_public_acls block_public_policy bucket* ignore_public_acls restrict_public_buckets',
  aws_s3_bucket_ownership_controls: 'bucket* rule*',
  'aws_s3_bucket_ownership_controls.rule': 'object_ownership*',
  aws_s3_bucket_cors_configuration: 'bucket* cors_rule*',
  'aws_s3_bucket_cors_configuration.cors_rule':
    'allowed_headers allowed_methods* allowed_origins* expose_headers id max_age_seconds',
  aws_s3_bucket_lifecycle_configuration: 'bucket* rule',
  'aws_s3_bucket_lifecycle_configuration.rule':
    'abort_incomplete_multipart_upload expiration filter id* noncurrent_version_expiration status*',
  'aws_s3_bucket_lifecycle_configuration.rule.filter': 'prefix',
  'aws_s3_bucket_lifecycle_configuration.rule.expiration': 'days',
  'aws_s3_bucket_lifecycle_configuration.rule.noncurrent_version_expiration': 'noncurrent_days*',
  'aws_s3_bucket_lifecycle_configuration.rule.abort_incomplete_multipart_upload': 'days_after_initiation',
  aws_s3_bucket_policy: 'bucket* policy*',
  aws_iam_policy: 'name policy*',
  aws_cloudfront_response_headers_policy: 'comment custom_headers_config name* security_headers_config',
  'aws_cloudfront_response_headers_policy.security_headers_config':
    'content_security_policy content_type_options referrer_policy',
  'aws_cloudfront_response_headers_policy.security_headers_config.content_type_options': 'override*',
  'aws_cloudfront_response_headers_policy.security_headers_config.content_security_policy':
    'content_security_policy* override*',
  'aws_cloudfront_response_headers_policy.security_headers_config.referrer_policy':
    'override* referrer_policy*',
  'aws_cloudfront_response_headers_policy.custom_headers_config': 'items',
  'aws_cloudfront_response_headers_policy.custom_headers_config.items': 'header* override* value*',
  aws_cloudtrail: 'advanced_event_selector name* s3_bucket_name*',
  'aws_cloudtrail.advanced_event_selector': 'field_selector* name',
  'aws_cloudtrail.advanced_event_selector.field_selector': 'equals field* starts_with',
}

/** Of the resource schemas of CloudFormation, as cfn-lint 1.58.0 carries them for us-east-1. */
export const CLOUDFORMATION: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket':
    'BucketName CorsConfiguration LifecycleConfiguration OwnershipControls PublicAccessBlockConfiguration',
  'AWS::S3::Bucket.CorsConfiguration': 'CorsRules*',
  'AWS::S3::Bucket.CorsConfiguration.CorsRules':
    'AllowedHeaders AllowedMethods* AllowedOrigins* ExposedHeaders Id MaxAge',
  'AWS::S3::Bucket.LifecycleConfiguration': 'Rules*',
  'AWS::S3::Bucket.LifecycleConfiguration.Rules':
    'AbortIncompleteMultipartUpload ExpirationInDays Id NoncurrentVersionExpiration Prefix Status*',
  'AWS::S3::Bucket.LifecycleConfiguration.Rules.NoncurrentVersionExpiration': 'NoncurrentDays*',
  'AWS::S3::Bucket.LifecycleConfiguration.Rules.AbortIncompleteMultipartUpload': 'DaysAfterInitiation*',
  'AWS::S3::Bucket.PublicAccessBlockConfiguration':
    'BlockPublicAcls BlockPublicPolicy IgnorePublicAcls RestrictPublicBuckets',
  'AWS::S3::Bucket.OwnershipControls': 'Rules*',
  'AWS::S3::Bucket.OwnershipControls.Rules': 'ObjectOwnership',
  'AWS::S3::BucketPolicy': 'Bucket* PolicyDocument*',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName PolicyDocument*',
  'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig*',
  'AWS::CloudFront::ResponseHeadersPolicy.ResponseHeadersPolicyConfig':
    'Comment CustomHeadersConfig Name* SecurityHeadersConfig',
  'AWS::CloudFront::ResponseHeadersPolicy.ResponseHeadersPolicyConfig.SecurityHeadersConfig':
    'ContentSecurityPolicy ContentTypeOptions ReferrerPolicy',
  'AWS::CloudFront::ResponseHeadersPolicy.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentTypeOptions':
    'Override*',
  'AWS::CloudFront::ResponseHeadersPolicy.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy':
    'ContentSecurityPolicy* Override*',
  'AWS::CloudFront::ResponseHeadersPolicy.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ReferrerPolicy':
    'Override* ReferrerPolicy*',
  'AWS::CloudFront::ResponseHeadersPolicy.ResponseHeadersPolicyConfig.CustomHeadersConfig': 'Items*',
  'AWS::CloudFront::ResponseHeadersPolicy.ResponseHeadersPolicyConfig.CustomHeadersConfig.Items':
    'Header* Override* Value*',
  'AWS::CloudTrail::Trail': 'AdvancedEventSelectors IsLogging* S3BucketName* TrailName',
  'AWS::CloudTrail::Trail.AdvancedEventSelectors': 'FieldSelectors* Name',
  'AWS::CloudTrail::Trail.AdvancedEventSelectors.FieldSelectors': 'Equals Field* StartsWith',
}
