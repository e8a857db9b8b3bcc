import { describe, expect, test } from 'vitest'
import { classifyAnswer, classifySilence } from '../../../src/upload/steps/classify-failure.ts'

function answer(status: number, s3Code: string | null = null, message: string = '') {
  const body =
    s3Code === null ? message : `<Error><Code>${s3Code}</Code><Message>${message}</Message></Error>`
  return { status, headers: new Headers({ 'x-amz-request-id': 'ABC123' }), body }
}

describe('an answer of the storage', () => {
  test.each([200, 201, 204])('%i: it has arrived', (status) => {
    expect(classifyAnswer(answer(status), false)).toEqual({ verdict: 'sent' })
  })

  test('T-56: 412: it may have arrived', () => {
    expect(classifyAnswer(answer(412, 'PreconditionFailed'), true)).toEqual({ verdict: 'unknown' })
  })

  test.each([
    { status: 403, s3Code: 'AccessDenied', message: 'Request has expired', isExpired: false },
    { status: 403, s3Code: 'AccessDenied', message: 'Access Denied', isExpired: true },
  ])('T-60: $status $s3Code "$message", age over: $isExpired: a fresh URL would help', (given) => {
    const { status, s3Code, message, isExpired } = given
    expect(classifyAnswer(answer(status, s3Code, message), isExpired)).toMatchObject({
      verdict: 'expired',
      error: { code: 'url-expired', status: 403, requestId: 'ABC123' },
    })
  })

  test.each([
    [400, 'ExpiredToken'],
    [403, 'ExpiredToken'],
    [400, 'TokenRefreshRequired'],
  ])('T-60: %i %s: a URL of fresh credentials would help', (status, s3Code) => {
    expect(classifyAnswer(answer(status, s3Code), false)).toMatchObject({
      verdict: 'expired',
      error: { code: 'credentials-expired', status },
    })
  })

  test.each([
    ['RequestTimeTooSkewed', ''],
    ['AccessDenied', 'Request is not valid yet'],
  ])('T-14: 403 %s %s: the clocks differ, and another URL may be right', (s3Code, message) => {
    expect(classifyAnswer(answer(403, s3Code, message), false)).toMatchObject({
      verdict: 'expired',
      error: { code: 'clock-skew', status: 403, requestId: 'ABC123' },
    })
  })

  test.each([
    [403, 'AccessDenied', 'Access Denied', 'storage-rejected'],
    [403, 'SignatureDoesNotMatch', '', 'signature-mismatch'],
    [400, 'BadDigest', '', 'checksum-mismatch'],
    [400, 'XAmzContentChecksumMismatch', '', 'checksum-mismatch'],
    [400, 'EntityTooLarge', '', 'storage-rejected'],
    [400, 'RequestTimeout', '', 'storage-busy'],
    [404, 'NoSuchBucket', '', 'storage-rejected'],
    [411, 'MissingContentLength', '', 'storage-rejected'],
    [307, 'TemporaryRedirect', '', 'redirected'],
    [429, null, 'slow down', 'storage-busy'],
    [500, 'InternalError', '', 'storage-busy'],
    [503, 'SlowDown', '', 'storage-busy'],
    [502, null, '<html>Bad Gateway</html>', 'storage-busy'],
    [501, 'NotImplemented', '', 'storage-rejected'],
    [503, null, 'Request has expired', 'storage-busy'],
  ] as const)('%i %s %s: %s', (status, s3Code, message, code) => {
    expect(classifyAnswer(answer(status, s3Code, message), false)).toMatchObject({
      verdict: 'failed',
      error: { code, status, requestId: 'ABC123' },
    })
  })

  test.each([409, 429, 500, 503])('T-61: %i: the storage is busy', (status) => {
    const busy = { ...answer(status), headers: new Headers({ 'retry-after': '7' }) }
    expect(classifyAnswer(busy, false)).toMatchObject({
      verdict: 'failed',
      error: { code: 'storage-busy', status, retryAfterSeconds: 7 },
    })
  })

  test('T-60: a wrong signature stays one, however old the URL is', () => {
    expect(classifyAnswer(answer(403, 'SignatureDoesNotMatch'), true)).toMatchObject({
      verdict: 'failed',
      error: { code: 'signature-mismatch' },
    })
  })

  test('names the code of the storage where we have none of our own', () => {
    expect(classifyAnswer(answer(400, 'EntityTooLarge'), false)).toMatchObject({
      error: { details: { s3Code: 'EntityTooLarge' } },
    })
    expect(classifyAnswer(answer(418), false)).toMatchObject({ error: { details: { s3Code: null } } })
  })

  test('T-17: takes nothing else from the body, which may quote the URL', () => {
    const quoting = answer(403, 'SignatureDoesNotMatch', 'PUT /?X-Amz-Signature=canary')
    expect(JSON.stringify(classifyAnswer(quoting, false))).not.toContain('canary')
  })
})

describe('no answer that the page may read', () => {
  const evidence = {
    isOnline: true,
    isStorageReachable: true,
    hasSentBytes: false,
    isRepeated: true,
    isExpired: false,
    origin: 'https://app.example.com',
    headerNames: ['content-type', 'if-none-match'],
  }

  test.each([
    { seen: {}, code: 'cors' },
    { seen: { isRepeated: false }, code: 'network' },
    { seen: { isExpired: true }, code: 'url-expired' },
    { seen: { isExpired: true, isRepeated: false }, code: 'url-expired' },
    { seen: { hasSentBytes: true }, code: 'network' },
    { seen: { hasSentBytes: true, isExpired: true }, code: 'network' },
    { seen: { isStorageReachable: false }, code: 'network' },
    { seen: { isStorageReachable: false, isExpired: true }, code: 'network' },
    { seen: { isOnline: false }, code: 'offline' },
    { seen: { isOnline: false, isExpired: true }, code: 'offline' },
  ])('T-60: $seen is $code', ({ seen, code }) => {
    expect(classifySilence({ ...evidence, ...seen }).code).toBe(code)
  })

  test('a refused preflight names the rule that is needed: origin, method and the headers that were set', () => {
    const hint: unknown = expect.stringMatching(
      /https:\/\/app\.example\.com.*PUT.*content-type, if-none-match\.$/,
    )
    expect(classifySilence(evidence)).toMatchObject({ code: 'cors', details: { hint } })
  })
})
