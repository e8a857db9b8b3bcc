import type { BucketSetup } from '../../bucket-setup/bucket-setup.ts'

/** A shell script of `aws` commands. */
export function awsCli(setup: BucketSetup): string {
  const { bucket, name, cors, lifecycle, bucketPolicy, publicAccessBlock, ownershipControls } = setup
  const { signerPolicy, promoterPolicy, imageHeaders, eventSelectors, abuseQueries } = setup
  const ofBucket = (call: string, option: string, value: unknown) =>
    `aws s3api ${call} --bucket ${quote(bucket)} --${option} ${json(value)}`
  const ofRole = (role: string, policy: unknown) =>
    `aws iam create-policy --policy-name ${quote(`${name}-${role}`)} --policy-document ${json(policy)}`
  return `#!/bin/sh
# What the bucket ${bucket} needs for profile images.
set -eu

# Each of these replaces what the bucket has. To keep rules of others: npx react-profile-image-upload setup
${ofBucket('put-public-access-block', 'public-access-block-configuration', publicAccessBlock)}
${ofBucket('put-bucket-ownership-controls', 'ownership-controls', ownershipControls)}
${ofBucket('put-bucket-cors', 'cors-configuration', cors)}
${ofBucket('put-bucket-lifecycle-configuration', 'lifecycle-configuration', lifecycle)}
${ofBucket('put-bucket-policy', 'policy', bucketPolicy)}

# What CloudTrail records. It replaces the selectors of the trail, and costs money: only with TRAIL=<its name>.
if [ -n "\${TRAIL:-}" ]; then
  aws cloudtrail put-event-selectors --trail-name "$TRAIL" --advanced-event-selectors ${json(eventSelectors)}
fi

# These are made anew, and fail when they are there: attach the first two to the roles of your server, the last to the
# distribution of the images.
${ofRole('signer', signerPolicy)}
${ofRole('promoter', promoterPolicy)}
aws cloudfront create-response-headers-policy --response-headers-policy-config ${json(imageHeaders)}

# What to ask of the trail, in Athena:
${abuseQueries.map(({ finds, sql }) => comment(`${finds}\n${sql}`)).join('\n#\n')}
`
}

function json(value: unknown): string {
  return quote(JSON.stringify(value))
}

/** For a shell: nothing between single quotes means anything. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function comment(text: string): string {
  return text.replaceAll(/^/gm, '#   ')
}
