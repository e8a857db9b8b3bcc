import { cannotTell, type Check, fail, pass } from '../../finding.ts'
import type { BucketContext } from '../bucket-context.ts'
import { allowsOrigin, isListed, preflight } from './preflight.ts'
import { isOk, words } from '../s3-reply.ts'
import { setupLine } from './shell-lines.ts'

/** Nobody's: RFC 2606 keeps the name free. */
const STRANGER = 'https://stranger.example'

const REFUSED_ALREADY = 'The origin is refused already: see cors-origin.'

/** What a preflight is asked for each header that the signature covers. */
export function corsChecks(signedHeaders: readonly string[]): readonly Check<BucketContext>[] {
  return [
    origin,
    ...signedHeaders.map((name) => headerCheck(name)),
    together(signedHeaders),
    strangers,
    readable,
    etag,
  ]
}

const origin: Check<BucketContext> = {
  id: 'cors-origin',
  title: 'Pages of the origin may send a PUT',
  async run(context) {
    const { isAllowed, reply } = await preflight(context, [])
    if (isAllowed) return pass('The preflight is answered so.')
    const rules = await context.read('cors')
    const allowed = Array.from(rules.text.matchAll(/<AllowedOrigin>([^<]+)</g), ([, text]) => text)
    if (rules.code === 'NoSuchCORSConfiguration' || (isOk(rules) && allowed.length === 0)) {
      return fail('The bucket has no CORS rules.', bySetup(context, wholeRule(context)))
    }
    if (allowed.includes(context.origin)) {
      return fail(
        'The rule of the origin does not allow PUT.',
        bySetup(context, '"AllowedMethods": [..., "PUT"]'),
      )
    }
    const others = allowed.length === 0 ? '' : ` They allow ${allowed.join(', ')}.`
    return fail(
      `The preflight was answered ${words(reply)}: the CORS rules do not allow ${context.origin}.${others}`,
      bySetup(context, `"AllowedOrigins": [..., "${context.origin}"]`),
    )
  },
}

/** The setup adds a rule of its own before those of others; written by hand, it is about what one of them says. */
function bySetup(context: BucketContext, byHand: string): string {
  return `${setupLine(context)}   # keeps the rules of others. By hand, in the CORS rule of these pages: ${byHand}`
}

function wholeRule({ origin: page, right }: BucketContext): string {
  return JSON.stringify({
    AllowedOrigins: [page],
    AllowedMethods: ['PUT'],
    AllowedHeaders: Object.keys(right.grant.headers),
    ExposeHeaders: ['ETag', 'x-amz-request-id'],
    MaxAgeSeconds: 3000,
  })
}

function headerCheck(name: string): Check<BucketContext> {
  return {
    id: `cors-${name}`,
    title: `Pages may send the header ${name}`,
    async run(context) {
      if (!(await preflight(context, [])).isAllowed) return cannotTell(REFUSED_ALREADY)
      const { isAllowed, reply } = await preflight(context, [name])
      if (isAllowed) return pass('The preflight is answered so.')
      return fail(
        `The preflight was answered ${words(reply)}: no upload would leave the browser.`,
        bySetup(context, `"AllowedHeaders": [..., "${name}"]`),
      )
    },
  }
}

function together(signedHeaders: readonly string[]): Check<BucketContext> {
  return {
    id: 'cors-together',
    title: 'Pages may send these headers in one request',
    async run(context) {
      if ((await preflight(context, signedHeaders)).isAllowed) return pass('The preflight is answered so.')
      for (const name of signedHeaders) {
        const isAllowed = (await preflight(context, [name])).isAllowed
        if (!isAllowed) return cannotTell('Not all of them are allowed one by one.')
      }
      return fail(
        'Each of them is allowed, but by different rules: the first rule that fits decides.',
        bySetup(context, `"AllowedHeaders": [..., ${signedHeaders.map((name) => `"${name}"`).join(', ')}]`),
      )
    },
  }
}

const strangers: Check<BucketContext> = {
  id: 'cors-strangers',
  title: 'Pages of other origins may not',
  async run(context) {
    const { isAllowed } = await preflight(context, [], STRANGER)
    if (!isAllowed) return pass('Their preflight is refused.')
    return fail(
      'Any page on the web may send a PUT: a stolen URL could be used from there.',
      // No rule that is added takes anything from another one.
      `"AllowedOrigins": ["${context.origin}"]   # in the CORS rule of the bucket that says "*" there, with each other origin that needs it`,
    )
  },
}

const readable: Check<BucketContext> = {
  id: 'cors-answer',
  title: 'Pages may read the answer to the PUT',
  async run(context) {
    const { right } = context
    if (!isOk(right.reply)) return cannotTell('No upload succeeds: see upload.')
    if (allowsOrigin(right.reply, context.origin)) return pass('It carries Access-Control-Allow-Origin.')
    if (!(await preflight(context, [])).isAllowed) return cannotTell(REFUSED_ALREADY)
    return fail(
      'The preflight allows the PUT, but its answer lacks Access-Control-Allow-Origin: pages see a failure of the network.',
      'Access-Control-Allow-Origin   # a proxy or CDN before the storage has to let it through',
    )
  },
}

const etag: Check<BucketContext> = {
  id: 'cors-etag',
  title: 'Pages may read the ETag of the answer',
  run(context) {
    const { right, origin: page } = context
    if (!isOk(right.reply)) return cannotTell('No upload succeeds: see upload.')
    if (!allowsOrigin(right.reply, page)) return cannotTell('Pages cannot read the answer at all.')
    if (isListed(right.reply, 'access-control-expose-headers', 'etag')) return pass('It is exposed.')
    return fail(
      'It is not exposed. By it, the uploader tells an answer of S3 from that of something in between.',
      bySetup(context, '"ExposeHeaders": [..., "ETag", "x-amz-request-id"]'),
    )
  },
}
