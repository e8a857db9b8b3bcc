import { describe, expect, expectTypeOf, test } from 'vitest'
import { isUploadError, UploadError } from '../../src/contract/upload-error.ts'

type Copy = typeof import('../../src/contract/upload-error.ts')

describe('UploadError', () => {
  test('carries code, details, step, status, request id and cause', () => {
    const cause = new Error('socket closed')
    const error = new UploadError('storage-rejected', {
      details: { s3Code: 'AccessDenied' },
      step: 'send',
      status: 403,
      requestId: 'r-1',
      cause,
    })
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'UploadError',
      code: 'storage-rejected',
      details: { s3Code: 'AccessDenied' },
      isRetryable: true,
      step: 'send',
      status: 403,
      requestId: 'r-1',
      cause,
    })
  })

  test('says null for what is absent, and has no cause of its own', () => {
    const error = new UploadError('aborted')
    expect(error).toMatchObject({ details: null, step: null, status: null, requestId: null })
    expect('cause' in error).toBe(false)
    expect('cause' in new UploadError('aborted', { step: 'send', cause: undefined })).toBe(false)
  })

  test('cannot succeed by trying again when the file itself is at fault', () => {
    expect(new UploadError('file-empty').isRetryable).toBe(false)
    expect(new UploadError('picture-corrupt').isRetryable).toBe(false)
    expect(new UploadError('network').isRetryable).toBe(true)
  })

  test('can succeed by trying again when the request was only too slow: 408', () => {
    const rejected = (status: number) =>
      new UploadError('request-rejected', { status, details: { reason: null } })
    expect([400, 408, 413, 415].filter((status) => rejected(status).isRetryable)).toEqual([408])
  })

  test('can succeed by trying again, or cannot, where whoever made it knows better than its code', () => {
    expect(new UploadError('ticket-invalid', { isRetryable: false }).isRetryable).toBe(false)
    expect(new UploadError('forbidden', { isRetryable: true }).isRetryable).toBe(true)
  })

  test('has a message of the code alone: no detail, request id or cause gets into it', () => {
    const canary = 'https://bucket/staging/o/1?X-Amz-Signature=canary'
    const init = { requestId: canary, status: 499, cause: new Error(canary) }
    const errors = [
      new UploadError('request-rejected', { ...init, details: { reason: canary } }),
      new UploadError('unsupported-type', { ...init, details: { type: canary, allowed: [] } }),
      new UploadError('cors', { ...init, details: { hint: canary } }),
    ]
    for (const { message } of errors) {
      expect(message.length).toBeGreaterThan(0)
      expect(message).not.toMatch(/canary|499/)
    }
  })
})

describe('isUploadError', () => {
  const value: unknown = new UploadError('file-too-large', { details: { sizeBytes: 2, maxSizeBytes: 1 } })

  test('narrows to the code asked for, and so to its details', () => {
    if (!isUploadError(value, 'file-too-large')) throw new Error('not recognised')
    expectTypeOf(value.code).toEqualTypeOf<'file-too-large'>()
    expectTypeOf(value.details).toEqualTypeOf<{ sizeBytes: number; maxSizeBytes: number }>()
    expect(value.details.maxSizeBytes).toBe(1)
  })

  test('narrows on .code when no code is asked for', () => {
    if (!isUploadError(value)) throw new Error('not recognised')
    if (value.code === 'too-many-files') {
      expectTypeOf(value.details).toEqualTypeOf<{ count: number }>()
    }
    expect(value.code).toBe('file-too-large')
  })

  test('is true for one of several codes, false for others', () => {
    expect(isUploadError(value, 'file-empty', 'file-too-large')).toBe(true)
    expect(isUploadError(value, 'file-empty', 'aborted')).toBe(false)
  })

  test('is true across two copies of the module', async () => {
    const path = '../../src/contract/upload-error.ts'
    const one: Copy = await import(/* @vite-ignore */ `${path}?one`)
    const two: Copy = await import(/* @vite-ignore */ `${path}?two`)
    expect(one.UploadError).not.toBe(two.UploadError)
    const error = new one.UploadError('stalled', { details: { stallTimeoutMs: 30_000 } })
    expect(error).not.toBeInstanceOf(two.UploadError)
    expect(two.isUploadError(error, 'stalled')).toBe(true)
    expect(two.isUploadError(error, 'network')).toBe(false)
  })

  test.each([
    undefined,
    null,
    'aborted',
    new Error('aborted'),
    new DOMException('aborted', 'AbortError'),
    { name: 'UploadError', code: 'aborted', details: null },
  ])('is false for %s, which only looks alike', (other) => {
    expect(isUploadError(other)).toBe(false)
    expect(isUploadError(other, 'aborted')).toBe(false)
  })
})
