import { type Check, fail, pass, type Verdict } from '../finding.ts'
import type { BucketContext } from './bucket-context.ts'
import { unread } from './judge-reply.ts'
import { element, isOk } from './s3-reply.ts'

/** The shortest that S3 knows, and what the handler counts on. */
const MAX_DAYS = 1

interface Rule {
  /** '' covers the whole bucket. */
  prefix: string
  expirationDays: number | null
  multipartDays: number | null
  noncurrentDays: number | null
}

interface Wanted {
  id: string
  title: string
  folder: '' | 'staging/' | 'removed/'
  days(rule: Rule): number | null
  /** What happens without it. */
  meaning: string
  action: Readonly<Record<string, unknown>>
}

const WANTED: readonly Wanted[] = [
  {
    id: 'lifecycle-staging',
    title: 'What was uploaded and never confirmed goes after a day',
    folder: 'staging/',
    days: ({ expirationDays }) => expirationDays,
    meaning:
      'staging/ grows without end: the handler deletes nothing there, because that would make used URLs work again.',
    action: { Expiration: { Days: 1 } },
  },
  {
    id: 'lifecycle-removed',
    title: 'What a user has removed is gone after a day',
    folder: 'removed/',
    days: ({ expirationDays }) => expirationDays,
    meaning: 'Copies of removed pictures are kept for ever.',
    action: { Expiration: { Days: 1 } },
  },
  {
    id: 'lifecycle-multipart',
    title: 'Uploads in parts that were given up go after a day',
    folder: '',
    days: ({ multipartDays }) => multipartDays,
    meaning: 'Parts that nobody sees are paid for.',
    action: { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
  },
]

function wantedCheck(wanted: Wanted): Check<BucketContext> {
  return {
    id: wanted.id,
    title: wanted.title,
    async run({ read, prefix }) {
      const reply = await read('lifecycle')
      const isMissing = reply.code === 'NoSuchLifecycleConfiguration'
      if (!isOk(reply) && !isMissing) return unread(reply)
      return judge(isMissing ? [] : parseRules(reply.text), wanted, prefix)
    },
  }
}

function judge(rules: readonly Rule[], { folder, days, meaning, action }: Wanted, prefix: string): Verdict {
  const covered = prefix + folder
  const found = rules
    .filter((rule) => covered.startsWith(rule.prefix))
    .flatMap((rule) => days(rule) ?? [])
    .sort((a, b) => a - b)[0]
  if (found !== undefined && found <= MAX_DAYS) return pass('There is such a lifecycle rule.')
  const rule = {
    ID: `${folder.replace('/', '') || 'parts'}-1-day`,
    Status: 'Enabled',
    Filter: { Prefix: covered },
    ...action,
  }
  return fail(
    found === undefined ? meaning : `They stay for ${found} days.`,
    `${JSON.stringify(rule)}   # lifecycle rules of the bucket`,
  )
}

/** In a bucket with versions, what expires becomes a version that is kept. */
const versions: Check<BucketContext> = {
  id: 'lifecycle-versions',
  title: 'What is deleted is really gone after a day',
  async run({ read, prefix: own }) {
    const versioning = await read('versioning')
    if (!isOk(versioning)) return unread(versioning)
    if (element(versioning.text, 'Status') !== 'Enabled') return pass('The bucket keeps no versions.')
    const reply = await read('lifecycle')
    const days = isOk(reply) ? parseRules(reply.text).filter(({ prefix }) => own.startsWith(prefix)) : []
    if (days.some(({ noncurrentDays }) => noncurrentDays !== null && noncurrentDays <= MAX_DAYS)) {
      return pass('A lifecycle rule takes the older versions.')
    }
    const rule = {
      ID: 'versions-1-day',
      Status: 'Enabled',
      Filter: { Prefix: own },
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    }
    return fail(
      'The bucket keeps older versions: a picture that is removed, replaced or expired stays.',
      `${JSON.stringify(rule)}   # lifecycle rules of the bucket`,
    )
  },
}

/** Only rules that are on, and that no tag or size narrows. */
function parseRules(xml: string): Rule[] {
  return [...xml.matchAll(/<Rule>(.*?)<\/Rule>/gs)].flatMap(([, rule = '']) => {
    const isNarrowed = /<(?:Tag|ObjectSizeGreaterThan|ObjectSizeLessThan)>/.test(rule)
    if (element(rule, 'Status') !== 'Enabled' || isNarrowed) return []
    return {
      prefix: element(rule, 'Prefix') ?? '',
      expirationDays: daysOf(rule, 'Expiration', 'Days'),
      multipartDays: daysOf(rule, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation'),
      noncurrentDays: daysOf(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays'),
    }
  })
}

function daysOf(rule: string, action: string, unit: string): number | null {
  const [, content = ''] = new RegExp(`<${action}>(.*?)</${action}>`, 's').exec(rule) ?? []
  const days = element(content, unit)
  return days === null ? null : Number(days)
}

export const lifecycleChecks: readonly Check<BucketContext>[] = [
  ...WANTED.map((wanted) => wantedCheck(wanted)),
  versions,
]
