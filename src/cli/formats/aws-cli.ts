import type { BucketSetup } from '../../bucket-setup/bucket-setup.ts'
import type { ImageHeadersDocument } from '../../bucket-setup/image-headers.ts'

/** A shell script of `aws` commands. */
export function awsCli(setup: BucketSetup): string {
  const { bucket, name, cors, lifecycle, bucketPolicy, publicAccessBlock, ownershipControls } = setup
  const { signerPolicy, promoterPolicy, imageHeaders, eventSelectors, abuseQueries } = setup
  const ofBucket = (call: string, option: string, value: unknown) =>
    `aws s3api ${call} --bucket ${quote(bucket)} --${option} ${json(value)}`
  const ofRole = (role: string, policy: unknown) =>
    `aws iam create-policy --policy-name ${quote(`${name}-${role}`)} --policy-document ${json(policy)} || status=1`
  return `#!/bin/sh
# What the bucket ${bucket} needs for profile images. Run it by sh: pasted into a shell, its first failure ends that shell.
set -eu
# The AWS CLI would show each answer in a pager, and wait for a key.
export AWS_PAGER=

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

# These are made anew, and fail when they are there; the rest is made nevertheless.
status=0
# Attach them to the roles of your server.
${ofRole('signer', signerPolicy)}
${ofRole('promoter', promoterPolicy)}
${imageHeaders === null ? '' : ofDistribution(imageHeaders)}
# What to ask of the trail, in Athena:
${abuseQueries.map(({ finds, sql }) => comment(`${finds}\n${sql}`)).join('\n#\n')}

exit "$status"
`
}

function ofDistribution(imageHeaders: ImageHeadersDocument): string {
  return `
# For the distribution of the images.
aws cloudfront create-response-headers-policy --response-headers-policy-config ${json(imageHeaders)} || status=1
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
