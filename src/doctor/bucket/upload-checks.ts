import { tombstone } from '../../server/tombstone.ts'
import { cannotTell, type Check, fail, pass } from '../finding.ts'
import type { BucketContext } from './bucket-context.ts'
import { refusal } from './judge-reply.ts'
import type { OddSending, OddSigning, ProbeGrant } from './probe.ts'
import { isOk, words } from './s3-reply.ts'

/** What only another server, or another setting of it, can mend. */
const WEAK_SERVER =
  'use a server that checks this, or give s3Store the profile of this one and read there what it costs'

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
    sending: ({ bytes }) => ({ bytes: bytes.with(500, (bytes[500] ?? 0) ^ 1) }),
    meaning:
      'The server does not compare checksums. Confirm does: such bytes are never an image, but they are stored.',
    fix: `x-amz-checksum-sha256: ${WEAK_SERVER}`,
  },
  {
    id: 'left-out-condition',
    title: 'A PUT without the signed If-None-Match is refused',
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

function abuseCheck({ id, title, signing = {}, sending, meaning, fix }: Abuse): Check<BucketContext> {
  return {
    id,
    title,
    async run({ right, probe }) {
      if (!isOk(right.reply)) return cannotTell('Nothing is accepted: see upload.')
      const grant = await probe.sign(signing)
      return refusal(await probe.send(grant, sending(grant)), meaning, fix)
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
  secondPut,
  tombstoneFirst,
]
