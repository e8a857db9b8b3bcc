import { isAws } from '../../../server/s3/options.ts'
import { cannotTell, type Check, fail, pass } from '../../finding.ts'
import type { BucketContext } from '../bucket-context.ts'
import { isUnknown, refusal, unread } from './judge-reply.ts'
import { askS3, element, isOk } from '../s3-reply.ts'
import { s3apiLine } from './shell-lines.ts'

/** Old enough for every policy: the longest life of a URL is 900 s, and 60 s are left for clocks. */
const OLD_MS = 20 * 60 * 1000

const signatureAge: Check<BucketContext> = {
  id: 'signature-age',
  title: 'An old signature is refused, whatever life it was given',
  async run({ right, probe, bucket, prefix, read }) {
    if (!isOk(right.reply)) return cannotTell('Nothing is accepted: see upload.')
    const reply = await probe.send(await probe.sign({ ageMs: OLD_MS, expiresInSeconds: 3600 }))
    if (!isOk(reply)) return refusal(reply, '', '')
    const policy = await read('policy')
    if (isUnknown(policy)) return cannotTell('It is accepted, and this server knows no bucket policies.')
    const isStored = policy.text.includes('s3:signatureAge')
    // Of uploads alone, as setup writes it: URLs that show private images, and those of other apps, may live longer.
    const statement = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${bucket}/${prefix}staging/*`,
      Condition: { NumericGreaterThan: { 's3:signatureAge': '360000' } },
    }
    return fail(
      isStored
        ? 'A signature of 20 minutes ago is accepted: the server does not act on s3:signatureAge in its policy, or its limit is higher.'
        : 'A signature of 20 minutes ago is accepted: with the signing keys, somebody could make URLs that last a week.',
      `${JSON.stringify(statement)}   # bucket policy`,
    )
  },
}

const publicRead: Check<BucketContext> = {
  id: 'public-read',
  title: 'Nobody without a signature may read what was uploaded',
  async run({ right, fetch, bucket, prefix }) {
    if (!isOk(right.reply)) return cannotTell('Nothing is accepted: see upload.')
    const reply = await askS3(fetch, right.grant.url.replace(/\?.*$/, ''))
    return refusal(
      reply,
      'Everybody can read staging/, before anything was checked: a place to host files of any kind.',
      `"Resource": "arn:aws:s3:::${bucket}/${prefix}avatars/*"   # bucket policy, in the statement that lets everybody read`,
    )
  },
}

const publicList: Check<BucketContext> = {
  id: 'public-list',
  title: 'Nobody without a signature may list the bucket',
  async run(context) {
    const { fetch, bucketUrl } = context
    const reply = await askS3(fetch, `${bucketUrl}?list-type=2&max-keys=1`)
    return refusal(
      reply,
      'Everybody can see the keys of all pictures.',
      `s3:ListBucket   # ${notForEverybody(context)}`,
    )
  },
}

const publicWrite: Check<BucketContext> = {
  id: 'public-write',
  title: 'Nobody without a signature may write',
  async run(context) {
    const { fetch, bucketUrl, prefix, probe } = context
    const body = new TextEncoder().encode('doctor')
    const reply = await askS3(fetch, bucketUrl + prefix + probe.newKey(), { method: 'PUT', body })
    return refusal(
      reply,
      'Everybody can write into the bucket.',
      `s3:PutObject   # ${notForEverybody(context)}`,
    )
  },
}

function notForEverybody(context: BucketContext): string {
  return `bucket policy: take it from Principal "*"; and the ACL: ${s3apiLine(context, 'put-bucket-acl', { acl: 'private' })}`
}

const publicAccessBlock: Check<BucketContext> = {
  id: 'public-access-block',
  title: 'ACLs cannot make anything public',
  async run(context) {
    const reply = await context.read('publicAccessBlock')
    const isMissing = reply.code === 'NoSuchPublicAccessBlockConfiguration'
    if (!isOk(reply) && !isMissing) return unread(reply)
    // Alone, it makes every ACL powerless; the other three keep from what would have no effect, or are about policies.
    const isOn = (name: string) => element(reply.text, name)?.toLowerCase() === 'true'
    if (isOn('IgnorePublicAcls')) return pass('Public ACLs are ignored.')
    // What is about policies stays: it would end what a policy lets everybody read. And only AWS takes BlockPublicAcls
    // for what it is: with it, Ceph RGW 16 refuses every PUT.
    const next = {
      BlockPublicAcls: isAws(context.given.endpoint),
      IgnorePublicAcls: true,
      BlockPublicPolicy: isOn('BlockPublicPolicy'),
      RestrictPublicBuckets: isOn('RestrictPublicBuckets'),
    }
    const wanted = Object.entries(next).map(([name, isSet]) => `${name}=${isSet}`)
    return fail(
      'IgnorePublicAcls of Block Public Access is off.',
      s3apiLine(context, 'put-public-access-block', {
        'public-access-block-configuration': wanted.join(','),
      }),
    )
  },
}

export const exposureChecks: readonly Check<BucketContext>[] = [
  signatureAge,
  publicRead,
  publicList,
  publicWrite,
  publicAccessBlock,
]
