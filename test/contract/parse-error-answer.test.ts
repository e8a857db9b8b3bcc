import { describe, expect, test } from 'vitest'
import { parseErrorAnswer } from '../../src/contract/parse-answer.ts'
import { isUploadError } from '../../src/contract/upload-error.ts'
import { isWireCode, wireStatus } from '../../src/contract/wire-code.ts'

const answer = (error: object) => ({ error: { requestId: 'r-1', ...error } })

const STATUSES = [
  [400, 'request-rejected'],
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'bad-response'],
  [405, 'bad-response'],
  [413, 'request-rejected'],
  [418, 'request-rejected'],
  [429, 'rate-limited'],
  [500, 'backend-unavailable'],
  [503, 'backend-unavailable'],
  [599, 'backend-unavailable'],
  [200, 'bad-response'],
  [302, 'bad-response'],
  [0, 'bad-response'],
] as const

describe('a code that travels', () => {
  test.each([
    'request-rejected',
    'unauthenticated',
    'forbidden',
    'ticket-invalid',
    'not-uploaded',
    'changed',
    'superseded',
    'revoked',
    'confirm-rejected',
    'remove-rejected',
    'rate-limited',
    'storage-misconfigured',
    'unexpected',
    'backend-unavailable',
  ] as const)('%s becomes an error of that code, with status and request id', (code) => {
    const error = parseErrorAnswer(wireStatus(code), answer({ code }))
    expect(error).toMatchObject({ code, status: wireStatus(code), requestId: 'r-1' })
  })

  test('keeps its reason and its seconds', () => {
    expect(parseErrorAnswer(422, answer({ code: 'confirm-rejected', reason: 'No faces.' })).details).toEqual({
      reason: 'No faces.',
    })
    const limited = answer({ code: 'rate-limited', retryAfterSeconds: 30 })
    expect(parseErrorAnswer(429, limited).retryAfterSeconds).toBe(30)
    expect(parseErrorAnswer(429, limited, '60').retryAfterSeconds).toBe(30)
  })
})

describe('a code that does not travel falls to the status', () => {
  test.each([
    'toString',
    'constructor',
    '__proto__',
    'hasOwnProperty',
    'aborted',
    'picture-corrupt',
    'REVOKED',
    '',
    null,
    42,
    ['revoked'],
    { code: 'revoked' },
  ])('%j', (code) => {
    expect(isWireCode(code)).toBe(false)
    for (const [status, expected] of STATUSES) {
      expect(parseErrorAnswer(status, answer({ code })).code).toBe(expected)
    }
  })
})

describe('never throws, whatever the body', () => {
  test.each([
    undefined,
    null,
    '',
    '<html>',
    0,
    true,
    [],
    {},
    { error: null },
    { error: 'revoked' },
    { error: [] },
    { error: {} },
    JSON.parse('{"__proto__":{"error":{"code":"revoked"}}}'),
    JSON.parse('{"error":{"__proto__":{"code":"revoked"},"code":"revoked"}}'),
  ])('%j', (body) => {
    for (const [status, expected] of STATUSES) {
      const error = parseErrorAnswer(status, body)
      expect(isUploadError(error)).toBe(true)
      expect(error).toMatchObject({ code: expected, status, requestId: null })
    }
  })

  test.each([undefined, null, '', 7, {}, 'x'.repeat(501)])('and drops the reason %j', (reason) => {
    expect(parseErrorAnswer(400, answer({ code: 'request-rejected', reason })).details).toEqual({
      reason: null,
    })
  })

  test.each([undefined, null, '30', -1, Number.NaN, JSON.parse('1e999')])(
    'and drops the seconds %j',
    (seconds) => {
      const error = parseErrorAnswer(429, answer({ code: 'rate-limited', retryAfterSeconds: seconds }))
      expect(error.retryAfterSeconds).toBeNull()
    },
  )

  test.each([
    ['120', 120],
    ['0', 0],
    [null, null],
    ['', null],
    ['-1', null],
    ['1.5', null],
    ['1e3', null],
    ['9999999999', null],
    ['Wed, 21 Oct 2026 07:28:00 GMT', null],
  ])('and reads the header Retry-After %j as %j', (header, seconds) => {
    expect(parseErrorAnswer(503, undefined, header).retryAfterSeconds).toBe(seconds)
  })

  test.each([null, '', 7, {}, 'x'.repeat(129)])('and drops the request id %j', (requestId) => {
    expect(parseErrorAnswer(401, { error: { code: 'unauthenticated', requestId } }).requestId).toBeNull()
  })
})
