import { type Check, fail, pass, type Verdict } from '../../finding.ts'
import type { BucketContext } from '../bucket-context.ts'
import { unread } from './judge-reply.ts'
import { FOLDERS } from '../../../server/image/object-keys.ts'
import { element, isOk } from '../s3-reply.ts'

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
  /** What has to be covered, by one rule or by several. */
  covers: readonly string[]
  days(rule: Rule): number | null
  /** What happens without it. */
  meaning: string
  action: Readonly<Record<string, unknown>>
}

const EVERYTHING = Object.values(FOLDERS)

const WANTED: readonly Wanted[] = [
  {
    id: 'lifecycle-staging',
    title: 'What was uploaded and never confirmed goes after a day',
    folder: 'staging/',
    covers: [FOLDERS.staging],
    days: ({ expirationDays }) => expirationDays,
    meaning:
      'staging/ grows without end: the handler deletes nothing there, because that would make used URLs work again.',
    action: { Expiration: { Days: 1 } },
  },
  {
    id: 'lifecycle-removed',
    title: 'What a user has removed is gone after a day',
    folder: 'removed/',
    covers: [FOLDERS.removed],
    days: ({ expirationDays }) => expirationDays,
    meaning: 'Copies of removed pictures are kept for ever.',
    action: { Expiration: { Days: 1 } },
  },
  {
    id: 'lifecycle-multipart',
    title: 'Uploads in parts that were given up go after a day',
    folder: '',
    covers: EVERYTHING,
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

function judge(
  rules: readonly Rule[],
  { folder, covers, days, meaning, action }: Wanted,
  prefix: string,
): Verdict {
  const found = longest(rules, covers, days, prefix)
  if (found <= MAX_DAYS) return pass('There is such a lifecycle rule.')
  const rule = {
    ID: `${folder.replace('/', '') || 'parts'}-1-day`,
    Status: 'Enabled',
    Filter: { Prefix: prefix + folder },
    ...action,
  }
  return fail(
    found === Infinity ? meaning : `They stay for ${found} days.`,
    `${JSON.stringify(rule)}   # lifecycle rules of the bucket`,
  )
}

/** How many days something stays in one of these folders; without a rule Infinity. */
function longest(
  rules: readonly Rule[],
  covers: readonly string[],
  days: Wanted['days'],
  prefix: string,
): number {
  const inFolder = (folder: string) =>
    rules.filter((rule) => `${prefix}${folder}`.startsWith(rule.prefix)).map((rule) => days(rule) ?? Infinity)
  return Math.max(...covers.map((folder) => Math.min(Infinity, ...inFolder(folder))))
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
    const rules = isOk(reply) ? parseRules(reply.text) : []
    if (longest(rules, EVERYTHING, ({ noncurrentDays }) => noncurrentDays, own) <= MAX_DAYS) {
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
