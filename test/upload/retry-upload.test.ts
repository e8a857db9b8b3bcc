import { describe, expect, test } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import type { SendOutcome } from '../../src/upload/steps/upload-steps.ts'
import { fails, missing, network, tries, unknown } from './retry/tries.ts'

describe('a retry repeats only what failed', () => {
  test('the send, with the same bytes and the same URL while it is fresh', async () => {
    const { upload, log, draft } = tries({ send: [fails(new UploadError('storage-busy'))] })
    await expect(upload()).rejects.toMatchObject({ code: 'storage-busy' })
    const { picture } = draft
    await upload()
    expect(draft.picture).toBe(picture)
    expect(log).toEqual(['request-url', 'send 1', 'send 1', 'confirm 1'])
  })

  test('the send, as a new upload when it comes so late that no ticket may be left to renew it by', async () => {
    const { upload, log, clock } = tries({ send: [fails(new UploadError('storage-busy'))] })
    await expect(upload()).rejects.toMatchObject({ code: 'storage-busy' })
    clock.sleep(3_600_000)
    await upload()
    expect(log).toEqual(['request-url', 'send 1', 'request-url', 'send 2', 'confirm 2'])
  })

  test('the confirm alone after a failed confirm', async () => {
    const { upload, log, phases } = tries({ confirm: [fails(new UploadError('backend-unavailable'))] })
    await expect(upload()).rejects.toMatchObject({ code: 'backend-unavailable' })
    phases.length = 0
    await upload()
    expect(log).toEqual(['request-url', 'send 1', 'confirm 1', 'confirm 1'])
    expect(phases).toEqual(['confirming'])
  })

  test('the send after all, when confirm then says that nothing has arrived', async () => {
    const offline = new UploadError('offline', { step: 'confirm' })
    const { upload, log } = tries({ send: [unknown(network)], confirm: [fails(offline), missing] })
    await expect(upload()).rejects.toBe(offline)
    await upload()
    expect(log).toEqual(['request-url', 'send 1', 'confirm 1', 'confirm 1', 'send 1', 'confirm 1'])
  })

  test('the request for a URL when that failed', async () => {
    const { upload, log } = tries({ requestUrl: [fails(new UploadError('backend-unavailable'))] })
    await expect(upload()).rejects.toMatchObject({ code: 'backend-unavailable' })
    await upload()
    expect(log).toEqual(['request-url', 'request-url', 'send 1', 'confirm 1'])
  })

  test.each(['ticket-invalid', 'changed', 'revoked', 'superseded'] as const)(
    'everything after prepare when confirm said %s: that grant leads nowhere',
    async (code) => {
      const { upload, log } = tries({ confirm: [fails(new UploadError(code))] })
      await expect(upload()).rejects.toMatchObject({ code })
      await upload()
      expect(log).toEqual(['request-url', 'send 1', 'confirm 1', 'request-url', 'send 2', 'confirm 2'])
    },
  )

  test.each([
    new UploadError('signature-mismatch'),
    new UploadError('clock-skew', { details: { skewSeconds: null } }),
    new UploadError('storage-rejected', { details: { s3Code: 'AccessDenied' } }),
  ])(
    'everything after prepare when the storage said $code: the same URL would be refused again',
    async (error) => {
      const { upload, log } = tries({ send: [fails(error)] })
      await expect(upload()).rejects.toBe(error)
      await upload()
      expect(log).toEqual(['request-url', 'send 1', 'request-url', 'send 2', 'confirm 2'])
    },
  )

  test.each([new UploadError('url-expired'), new UploadError('credentials-expired')])(
    'everything after prepare when a renewal did not help against $code',
    async (error) => {
      const expired = (): SendOutcome => ({ outcome: 'expired', error })
      const { upload, log } = tries({ send: [expired, expired] })
      await expect(upload()).rejects.toBe(error)
      log.length = 0
      await upload()
      expect(log).toEqual(['request-url', 'send 3', 'confirm 3'])
    },
  )
})
