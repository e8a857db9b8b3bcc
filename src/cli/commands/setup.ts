import type { BucketSetup } from '../../bucket-setup/bucket-setup.ts'
import { isAws } from '../../server/s3/options.ts'
import type { Command } from './command.ts'
import type { DocumentPlan } from '../plans/bucket-document.ts'
import { foreignKeys } from '../plans/foreign-keys.ts'
import { openBucket, type OpenedBucket } from './open-bucket.ts'
import { isPublicByOthers, planPolicy } from '../plans/plan-policy.ts'
import { planPublicAccess } from '../plans/plan-public-access.ts'
import { planCors, planLifecycle } from '../plans/plan-rules.ts'
import { readOptions } from './read-options.ts'
import { SETUP_OPTIONS, SETUP_USAGE, setupOf } from './setup-arguments.ts'

const OPTIONS = {
  ...SETUP_OPTIONS,
  's3-endpoint': { type: 'string' },
  'dry-run': { type: 'boolean' },
  force: { type: 'boolean' },
} as const

/** Brings a bucket to what `policies` prints of it: all that is its own, and nothing of the account. */
export const setup: Command = {
  name: 'setup',
  summary: 'set CORS, lifecycle, policy and public access of a bucket; rules of others stay',
  usage: `${SETUP_USAGE}
  --region R      of the bucket; by default AWS_REGION or AWS_DEFAULT_REGION, then us-east-1 with --s3-endpoint;
                  required otherwise
  --s3-endpoint U another server than AWS: scheme, host and port
  --dry-run       show what would change, and change nothing
  --force         also what loosens something that is there
Credentials: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY; with temporary ones AWS_SESSION_TOKEN`,

  async run(args, host) {
    const {
      'dry-run': isDry = false,
      force = false,
      's3-endpoint': endpoint,
      ...given
    } = readOptions(args, OPTIONS)
    // A policy that demands TLS would lock everybody out of a server that has none.
    const wanted = setupOf(given, host, endpoint?.startsWith('http:') !== true)
    const opened = openBucket(given, endpoint, host)
    // All others have another idea of it: with Ceph RGW 16, blocking public ACLs ends every presigned upload.
    const hasPublicAccess = isAws(endpoint)
    const plans = await makePlans(opened, wanted, hasPublicAccess, given.images !== undefined)
    for (const line of plans.flatMap(describe)) host.print(line)
    if (!hasPublicAccess) host.print('publicAccessBlock: left as it is, since this is not AWS')
    const objections = plans.flatMap((plan) => plan.objections)
    if (objections.length > 0 && !force) {
      host.complain([...objections, 'Nothing was changed. --force does it nevertheless.'].join('\n'))
      return 1
    }
    if (isDry) {
      host.print('Nothing was changed: --dry-run.')
      return 0
    }
    for (const { document, changes, next } of inOrder(plans)) {
      if (changes.length === 0) continue
      await opened.bucket.write(document, next)
      host.print(`${document}: written`)
    }
    return 0
  },
}

async function makePlans(
  { bucket, store }: OpenedBucket,
  wanted: BucketSetup,
  hasPublicAccess: boolean,
  mayEndReading: boolean,
): Promise<DocumentPlan[]> {
  const policy = planPolicy(await bucket.read('policy'), wanted.bucketPolicy, mayEndReading)
  const lifecycle = planLifecycle(await bucket.read('lifecycle'), wanted.lifecycle)
  const isNew = lifecycle.changes.some(({ before }) => before === null)
  const objections = (isNew ? await foreignKeys(store) : []).map(
    (key) => `The lifecycle rules would delete what others have put there, e.g. "${key}". Give a --prefix.`,
  )
  const plans = [planCors(await bucket.read('cors'), wanted.cors), { ...lifecycle, objections }, policy]
  if (!hasPublicAccess) return plans
  const kept = await bucket.read('publicAccessBlock')
  const isPublic = isPublicByOthers(policy, wanted.bucketPolicy)
  return [...plans, planPublicAccess(kept, wanted.publicAccessBlock, isPublic)]
}

/** S3 refuses a public policy as long as that is blocked: so it is written last, unless it opens something. */
function inOrder(plans: readonly DocumentPlan[]): readonly DocumentPlan[] {
  const opens = ({ document, changes }: DocumentPlan) =>
    document === 'publicAccessBlock' && changes.some(({ after }) => after?.endsWith('=false') === true)
  return [...plans.filter(opens), ...plans.filter((plan) => !opens(plan))]
}

function describe({ document, changes, keptCount }: DocumentPlan): string[] {
  const others = keptCount === 0 ? '' : `, ${keptCount} of others kept`
  if (changes.length === 0) return [`${document}: nothing to change${others}`]
  return [
    `${document}: ${changes.length} to change${others}`,
    ...changes.flatMap(({ before, after }) => [
      ...(before === null ? [] : [`  - ${before}`]),
      ...(after === null ? [] : [`  + ${after}`]),
    ]),
  ]
}
