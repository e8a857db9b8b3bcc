import type { BucketSetup } from '../../bucket-setup/bucket-setup.ts'
import type { ImageHeadersDocument } from '../../bucket-setup/image-headers.ts'

/** A template of AWS CloudFormation, in JSON. It makes the bucket: one that is there can be imported into a stack. */
export function cloudFormation(setup: BucketSetup): string {
  const { bucket, name, cors, lifecycle, bucketPolicy, publicAccessBlock, ownershipControls } = setup
  const { signerPolicy, promoterPolicy, imageHeaders, eventSelectors, abuseQueries } = setup
  const role = (suffix: string, PolicyDocument: unknown) => ({
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { ManagedPolicyName: `${name}-${suffix}`, PolicyDocument },
  })
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `What the bucket ${bucket} needs for profile images`,
    Metadata: { AbuseQueries: abuseQueries },
    Parameters: {
      TrailLogBucket: {
        Type: 'String',
        Default: '',
        Description:
          'Bucket that a new CloudTrail trail writes to; empty: no trail. Its policy has to let CloudTrail in.',
      },
    },
    Conditions: { HasTrail: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'TrailLogBucket' }, ''] }] } },
    Resources: {
      Bucket: {
        Type: 'AWS::S3::Bucket',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BucketName: bucket,
          CorsConfiguration: { CorsRules: cors.CORSRules.map(corsRule) },
          LifecycleConfiguration: { Rules: lifecycle.Rules.map(lifecycleRule) },
          PublicAccessBlockConfiguration: publicAccessBlock,
          OwnershipControls: ownershipControls,
        },
      },
      BucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: bucketPolicy },
      },
      SignerPolicy: role('signer', signerPolicy),
      PromoterPolicy: role('promoter', promoterPolicy),
      ...(imageHeaders && {
        ImageHeaders: {
          Type: 'AWS::CloudFront::ResponseHeadersPolicy',
          Properties: { ResponseHeadersPolicyConfig: headersConfig(imageHeaders) },
        },
      }),
      Trail: {
        Type: 'AWS::CloudTrail::Trail',
        Condition: 'HasTrail',
        Properties: {
          TrailName: name,
          IsLogging: true,
          S3BucketName: { Ref: 'TrailLogBucket' },
          AdvancedEventSelectors: eventSelectors,
        },
      },
    },
  }
  return `${JSON.stringify(template, null, 2)}\n`
}

function headersConfig({ CustomHeadersConfig, ...rest }: ImageHeadersDocument): object {
  return { ...rest, CustomHeadersConfig: { Items: CustomHeadersConfig.Items } }
}

function corsRule(rule: BucketSetup['cors']['CORSRules'][number]): object {
  const { ID, AllowedOrigins, AllowedMethods, AllowedHeaders, ExposeHeaders, MaxAgeSeconds } = rule
  return {
    Id: ID,
    AllowedOrigins,
    AllowedMethods,
    AllowedHeaders,
    ExposedHeaders: ExposeHeaders,
    MaxAge: MaxAgeSeconds,
  }
}

function lifecycleRule(rule: BucketSetup['lifecycle']['Rules'][number]): object {
  const { ID, Filter, Status, Expiration, ...rest } = rule
  return {
    Id: ID,
    Prefix: Filter.Prefix,
    Status,
    ...(Expiration && { ExpirationInDays: Expiration.Days }),
    ...rest,
  }
}
