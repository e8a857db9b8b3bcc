import { cannotTell, fail, pass, type Verdict } from '../../finding.ts'
import { isOk, type S3Reply, words } from '../s3-reply.ts'

/** Refused is good; what is neither refused nor taken says nothing. */
export function refusal(reply: S3Reply, meaning: string, fix: string): Verdict {
  if (isOk(reply)) return fail(meaning, fix)
  if (reply.status >= 400 && reply.status < 500) return pass(`The server answered ${words(reply)}.`)
  return cannotTell(`The server answered ${words(reply)}.`)
}

/** What servers answer to a question that they do not know. */
export function isUnknown({ status, code }: S3Reply): boolean {
  return status === 501 || status === 405 || code === 'NotImplemented' || code === 'MethodNotAllowed'
}

/** When a configuration cannot be read. */
export function unread(reply: S3Reply): Verdict {
  if (isUnknown(reply)) return cannotTell('This server does not know this setting.')
  return cannotTell(`The server answered ${words(reply)}: the credentials may not read this setting.`)
}
