/** Configurations of a bucket, by their names in the query. */
export type Settings = Readonly<Record<'lifecycle' | 'policy' | 'publicAccessBlock', string>>

/**
 * As docs/doctor.md wants them.
 *
 * @param folder That of the store, with a slash at its end. Default: none.
 */
export function goodSettings(bucket: string, folder = ''): Settings {
  const rule = (id: string, prefix: string, action: string) =>
    `<Rule><ID>${id}</ID><Filter><Prefix>${prefix}</Prefix></Filter><Status>Enabled</Status>${action}</Rule>`
  const day = '<Expiration><Days>1</Days></Expiration>'
  const parts =
    '<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>'
  const rules =
    rule('staging', `${folder}staging/`, day) +
    rule('removed', `${folder}removed/`, day) +
    rule('parts', '', parts)
  const statement = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${bucket}/${folder}staging/*`,
    Condition: { NumericGreaterThan: { 's3:signatureAge': '360000' } },
  }
  // Without BlockPublicAcls: with it, RGW 16 refuses every PUT.
  const block = ['IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
    .map((name) => `<${name}>true</${name}>`)
    .join('')
  return {
    lifecycle: `<LifecycleConfiguration>${rules}</LifecycleConfiguration>`,
    policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    publicAccessBlock: `<PublicAccessBlockConfiguration>${block}</PublicAccessBlockConfiguration>`,
  }
}
