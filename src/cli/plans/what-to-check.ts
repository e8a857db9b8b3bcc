import type { BucketDocument } from './bucket-document.ts'

/** By the code that S3 answers with: what of a command line, or of its environment, is most likely wrong. */
const CHECKS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'Check --bucket and --s3-endpoint.',
  AuthorizationHeaderMalformed: 'Check --region.',
  PermanentRedirect: 'Check --region.',
  InvalidAccessKeyId: 'Check AWS_ACCESS_KEY_ID.',
  SignatureDoesNotMatch: 'Check AWS_SECRET_ACCESS_KEY.',
  InvalidToken: 'Check AWS_SESSION_TOKEN.',
  ExpiredToken: 'Get new credentials: the session has ended.',
  RequestTimeTooSkewed: 'Set the clock of this machine right.',
}

const RIGHTS: Readonly<Record<BucketDocument, string>> = {
  cors: 'BucketCORS',
  lifecycle: 'LifecycleConfiguration',
  policy: 'BucketPolicy',
  publicAccessBlock: 'BucketPublicAccessBlock',
}

/** What to do about a failure of `requestS3`, after a space; empty when its words do not show it. */
export function whatToCheck(message: string, document: BucketDocument, method: string): string {
  if (message.startsWith('S3 did not answer')) return ' Check --s3-endpoint.'
  const [, code = ''] = /^S3 answered \d+ \((\w+)\)/.exec(message) ?? []
  if (code === 'AccessDenied') {
    return ` The credentials need s3:${method === 'GET' ? 'Get' : 'Put'}${RIGHTS[document]}.`
  }
  const check = Object.hasOwn(CHECKS, code) ? CHECKS[code] : undefined
  return check === undefined ? '' : ` ${check}`
}
