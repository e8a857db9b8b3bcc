import { describe, expect, test } from 'vitest'
import type { UploadErrorCode } from '../../../src/contract/error-table.ts'
import { type AnyUploadError, UploadError } from '../../../src/contract/upload-error.ts'
import { isPassing, retryDelayMs } from '../../../src/upload/retry/retry-policy.ts'

const failure = { tries: 1, earlierFailures: 0, waitedMs: 0, retryAfterSeconds: null, random: 1 }

describe('T-59: the wait before another try', () => {
  test.each([
    [0, 500],
    [1, 1_000],
    [2, 2_000],
    [5, 16_000],
    [6, 20_000],
    [50, 20_000],
  ])('after %i earlier failures is up to %i ms', (earlierFailures, mostMs) => {
    expect(retryDelayMs({ ...failure, earlierFailures })).toBe(mostMs)
    expect(retryDelayMs({ ...failure, earlierFailures, random: 0.25 })).toBe(mostMs / 4)
    expect(retryDelayMs({ ...failure, earlierFailures, random: 0 })).toBe(0)
  })

  test('is never less than what an answer asked for', () => {
    expect(retryDelayMs({ ...failure, retryAfterSeconds: 7, random: 0 })).toBe(7_000)
    expect(retryDelayMs({ ...failure, retryAfterSeconds: 7, random: 1 })).toBe(7_500)
    expect(retryDelayMs({ ...failure, retryAfterSeconds: 0 })).toBe(500)
  })

  test('is not begun after the fourth try', () => {
    expect([1, 2, 3, 4, 5].map((tries) => retryDelayMs({ ...failure, tries }))).toEqual([
      500,
      500,
      500,
      null,
      null,
    ])
  })

  test('is not begun when it would end after more than 60 s of waiting in all', () => {
    expect(retryDelayMs({ ...failure, waitedMs: 59_500 })).toBe(500)
    expect(retryDelayMs({ ...failure, waitedMs: 59_501 })).toBeNull()
    expect(retryDelayMs({ ...failure, retryAfterSeconds: 60, random: 0 })).toBe(60_000)
    expect(retryDelayMs({ ...failure, retryAfterSeconds: 60.1, random: 0 })).toBeNull()
  })
})

describe('what may pass', () => {
  const PASSING: readonly UploadErrorCode[] = [
    'network',
    'offline',
    'stalled',
    'storage-busy',
    'not-uploaded',
    'backend-unavailable',
    'rate-limited',
  ]
  const NOT_PASSING: readonly UploadErrorCode[] = [
    'unauthenticated',
    'forbidden',
    'request-rejected',
    'storage-misconfigured',
    'bad-response',
    'insecure-url',
    'insecure-context',
    'cors',
    'url-expired',
    'signature-mismatch',
    'clock-skew',
    'credentials-expired',
    'checksum-mismatch',
    'storage-rejected',
    'redirected',
    'ticket-invalid',
    'revoked',
    'changed',
    'confirm-rejected',
    'superseded',
    'remove-rejected',
    'aborted',
    'unexpected',
  ]
  // The details play no part in it.
  const errorOf = (code: UploadErrorCode): AnyUploadError => new UploadError(code as 'network')

  test.each(PASSING)('%s', (code) => expect(isPassing(errorOf(code))).toBe(true))
  test.each(NOT_PASSING)('not %s', (code) => expect(isPassing(errorOf(code))).toBe(false))

  test('a request whose body came too slowly', () => {
    expect(isPassing(new UploadError('request-rejected', { status: 408, details: { reason: null } }))).toBe(
      true,
    )
    expect(isPassing(new UploadError('request-rejected', { status: 413, details: { reason: null } }))).toBe(
      false,
    )
  })

  test('what a backend did not expect, but not what this page did not', () => {
    expect(isPassing(new UploadError('unexpected', { status: 500 }))).toBe(true)
    expect(isPassing(new UploadError('unexpected', { status: 400 }))).toBe(false)
  })
})
