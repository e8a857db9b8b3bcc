import type { UploadHeader } from '../../../contract/messages.ts'
import { tombstone } from '../../../server/image/tombstone.ts'
import { cannotTell, type Check, fail, notPromised, pass } from '../../finding.ts'
import type { BucketContext } from '../bucket-context.ts'
import { refusal } from './judge-reply.ts'
import type { OddSending, OddSigning, ProbeGrant } from '../probe.ts'
import { isOk, words } from '../s3-reply.ts'

/** What only another server, or another setting of it, can mend. */
const WEAK_SERVER =
  'use a server that checks this, or give s3Store and --profile the profile of this one: docs/s3-servers.md says what it costs'

const upload: Check<BucketContext> = {
  id: 'upload',
  title: 'An upload in which nothing is wrong is stored',
  async run({ right, store, bucket, prefix }) {
    if (!isOk(right.reply)) {
      return fail(
        `The server answered ${words(right.reply)} to the PUT.`,
        `{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::${bucket}/${prefix}staging/*"}   # policy of the server's role`,
      )
    }
    const stored = await store.head(right.grant.key)
    if (stored?.sizeBytes === right.grant.bytes.length) return pass('It was.')
    return fail(
      'The PUT was answered well, but nothing of this length can be found.',
      `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::${bucket}/${prefix}staging/*"}   # policy of the server's role`,
    )
  },
}

interface Abuse {
  id: string
  title: string
  /** What it rests on. A profile without it does not promise that this is refused. */
  header?: UploadHeader
  signing?: OddSigning
  sending(grant: ProbeGrant): OddSending
  /** What it means that the server takes it. */
  meaning: string
  fix: string
}

const ABUSES: readonly Abuse[] = [
  {
    id: 'wrong-signature',
    title: 'A tampered signature is refused',
    sending: ({ url }) => ({
      url: url.replace(/(X-Amz-Signature=)(.)/, (_, name, hex) => name + (hex === '0' ? '1' : '0')),
    }),
    meaning: 'It was accepted: anybody can write anything.',
    fix: 'S3_SKIP_SIGNATURE_VALIDATION=0   # LocalStack; no other server may run like that',
  },
  {
    id: 'wrong-type',
    title: 'Another content type than the signed one is refused',
    sending: ({ headers }) => ({ headers: { ...headers, 'content-type': 'text/html' } }),
    meaning: 'A page with script could be stored in place of a picture.',
    fix: WEAK_SERVER,
  },
  {
    id: 'wrong-length',
    title: 'Another length than the signed one is refused',
    sending: ({ bytes }) => ({ bytes: new Uint8Array([...bytes, 0]) }),
    meaning: 'Whoever holds a URL could fill the bucket.',
    fix: WEAK_SERVER,
  },
  {
    id: 'wrong-bytes',
    title: 'Other bytes than the signed checksum says are refused',
    header: 'x-amz-checksum-sha256',
    sending: ({ bytes }) => ({ bytes: bytes.with(500, (bytes[500] ?? 0) ^ 1) }),
    meaning:
      'The server does not compare checksums. Confirm does: such bytes are never an image, but they are stored.',
    fix: `x-amz-checksum-sha256: ${WEAK_SERVER}`,
  },
  {
    id: 'left-out-condition',
    title: 'A PUT without the signed If-None-Match is refused',
    header: 'if-none-match',
    sending: ({ headers }) => ({
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'if-none-match')),
    }),
    meaning: 'A URL could overwrite what is there.',
    fix: WEAK_SERVER,
  },
  {
    id: 'unsigned-header',
    title: 'An x-amz-* header that is not signed is refused',
    sending: ({ headers }) => ({ headers: { ...headers, 'x-amz-meta-doctor': 'not signed' } }),
    meaning: 'Whoever holds a URL could add metadata, tags or an ACL.',
    fix: WEAK_SERVER,
  },
  {
    id: 'expired-url',
    title: 'An expired URL is refused',
    signing: { ageMs: 600_000, expiresInSeconds: 300 },
    sending: () => ({}),
    meaning: 'A URL that was signed 10 minutes ago for 5 minutes still works.',
    fix: 'S3_SKIP_SIGNATURE_VALIDATION=0   # LocalStack; no other server may run like that',
  },
]

function abuseCheck({ header, signing = {}, sending, meaning, fix, ...check }: Abuse): Check<BucketContext> {
  return whereSigned(header, {
    ...check,
    async run({ right, probe }) {
      if (!isOk(right.reply)) return cannotTell('Nothing is accepted: see upload.')
      const grant = await probe.sign(signing)
      return refusal(await probe.send(grant, sending(grant)), meaning, fix)
    },
  })
}

/** What rests on a header that the profile does not sign is not tried: there would be nothing to refuse. */
function whereSigned(header: UploadHeader | undefined, check: Check<BucketContext>): Check<BucketContext> {
  return {
    ...check,
    run(context) {
      if (header === undefined || context.given.profile.browserHeaders.includes(header))
        return check.run(context)
      return notPromised(`The profile does not sign ${header}: docs/s3-servers.md says what that costs.`)
    },
  }
}

/** A server that ignores the condition fails both. */
const ONE_SHOT_FIX = `If-None-Match: ${WEAK_SERVER}`

const secondPut: Check<BucketContext> = {
  id: 'second-put',
  title: 'A URL works once',
  async run({ right, probe }) {
    if (!isOk(right.reply)) return cannotTell('Nothing is accepted: see upload.')
    return refusal(
      await probe.send(right.grant),
      'The same URL was accepted again: the server ignores If-None-Match, and a URL is good until it expires.',
      ONE_SHOT_FIX,
    )
  },
}

const tombstoneFirst: Check<BucketContext> = {
  id: 'tombstone',
  title: 'A URL whose key is taken by a tombstone is worthless',
  async run({ right, probe, store }) {
    if (!isOk(right.reply)) return cannotTell('Nothing is accepted: see upload.')
    const grant = await probe.sign()
    await store.create(...tombstone(grant.key, 'image/png'))
    return refusal(
      await probe.send(grant),
      'It was accepted: the server ignores If-None-Match, so that revoke() revokes nothing.',
      ONE_SHOT_FIX,
    )
  },
}

export const uploadChecks: readonly Check<BucketContext>[] = [
  upload,
  ...ABUSES.map((abuse) => abuseCheck(abuse)),
  whereSigned('if-none-match', secondPut),
  whereSigned('if-none-match', tombstoneFirst),
]
