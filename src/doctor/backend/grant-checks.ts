import { UPLOAD_HEADERS } from '../../contract/messages.ts'
import { parseUploadGrant } from '../../contract/parse-answer.ts'
import { isUploadError } from '../../contract/upload-error.ts'
import { cannotTell, type Check, fail, notPromised, pass, type Verdict } from '../finding.ts'
import { type Answer, said } from './ask-backend.ts'
import type { BackendContext } from './backend-context.ts'
import { refused } from './judge-answer.ts'

const NO_GRANT = 'There is no URL to work with: see request-url.'

function keepGrant(context: BackendContext, answer: Answer): Verdict {
  const shape =
    '200 {"ticket":"…","id":"…","upload":{"url":"https://…","headers":{…},"expiresInSeconds":300}}'
  if (answer.code === null && (answer.status === 404 || answer.status === 405)) {
    return fail(
      `The answer was ${answer.status}, and not in the words of the contract: no backend is mounted there.`,
      '--endpoint   # where it is mounted, without /request-url; or its route for POST',
    )
  }
  if (answer.status !== 200) return fail(`The answer was ${said(answer)}.`, shape)
  try {
    context.grant = parseUploadGrant(answer.json, context.picture.request)
    return pass('The uploader understands the answer.')
  } catch (error) {
    if (isUploadError(error, 'insecure-url')) {
      return fail(
        'The URL is http: the uploader sends no picture there.',
        '"url": "https://…"   # upload.url',
      )
    }
    return fail(
      'The answer is not what docs/wire-contract.md says, so the uploader ends with bad-response.',
      shape,
    )
  }
}

const requestUrl: Check<BackendContext> = {
  id: 'request-url',
  title: 'A good request gets a URL',
  async run(context) {
    return keepGrant(
      context,
      await context.ask({ method: 'POST', path: '/request-url', body: context.picture.request }),
    )
  },
}

const signedHeaders: Check<BackendContext> = {
  id: 'signed-headers',
  title: 'The URL is for these very bytes, once',
  run({ grant, profile }) {
    if (grant === null) return cannotTell(NO_GRANT)
    const { headers } = grant.upload
    const query = new URL(grant.upload.url).searchParams
    const signed = query.get('X-Amz-SignedHeaders')?.split(';')
    if (signed === undefined) return cannotTell('This is no URL of Signature Version 4.')
    const missing = profile.signedHeaders.filter((name) => !signed.includes(name))
    const unsent = UPLOAD_HEADERS.filter((name) => signed.includes(name) && !Object.hasOwn(headers, name))
    const unpromised = UPLOAD_HEADERS.filter((name) => !signed.includes(name))
    if (missing.length > 0) {
      return fail(
        `The signature does not cover ${missing.join(', ')}: with the URL, other things can be stored than were announced.`,
        `X-Amz-SignedHeaders=${profile.signedHeaders.join(';')}   # sign these as headers, none of them in the query; for a storage that keeps less than S3, give --profile`,
      )
    }
    if (unsent.length > 0) {
      return fail(
        `The signature covers ${unsent.join(', ')}, but the page is not told to send it.`,
        `"headers": {${unsent.map((name) => `"${name}": "…"`).join(', ')}}   # upload.headers`,
      )
    }
    if (unpromised.length === 0) return pass('The signature covers length, type, checksum and condition.')
    return notPromised(
      `The profile does not sign ${unpromised.join(', ')}: docs/s3-servers.md says what that costs.`,
    )
  },
}

const renew: Check<BackendContext> = {
  id: 'renew',
  title: 'A ticket gets another URL for the same upload',
  async run(context) {
    const before = context.grant
    if (before === null) return cannotTell(NO_GRANT)
    const answer = await context.ask({ method: 'POST', path: '/request-url', body: { renew: before.ticket } })
    const verdict = keepGrant(context, answer)
    if (verdict.status !== 'pass') return verdict
    if (context.grant?.id === before.id) return pass('It has the same id.')
    return fail(
      'It is another upload: a slow old tab could win over a newer picture.',
      `"id": "…"   # of the first answer`,
    )
  },
}

const confirmEarly: Check<BackendContext> = {
  id: 'confirm-early',
  title: 'Nothing is confirmed before it was uploaded',
  async run({ ask, grant }) {
    if (grant === null) return cannotTell(NO_GRANT)
    return refused(
      await ask({ method: 'POST', path: '/confirm', body: { ticket: grant.ticket } }),
      'not-uploaded',
    )
  },
}

const send: Check<BackendContext> = {
  id: 'send',
  title: 'The URL takes the picture',
  async run(context) {
    const { grant, picture, fetch } = context
    if (grant === null) return cannotTell(NO_GRANT)
    const { url, headers } = grant.upload
    const init = { method: 'PUT', headers, body: picture.bytes, redirect: 'manual' } as const
    const { status } = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) })
    context.isSent = status >= 200 && status < 300
    if (context.isSent) return pass(`The storage answered ${status}.`)
    return fail(
      `The storage answered ${status} to the PUT, sent with the headers of the grant.`,
      'npx react-profile-image-upload doctor --bucket … --origin …   # examines the storage',
    )
  },
}

export const grantChecks: readonly Check<BackendContext>[] = [
  requestUrl,
  signedHeaders,
  renew,
  confirmEarly,
  send,
]
