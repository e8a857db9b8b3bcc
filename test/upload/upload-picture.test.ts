import { describe, expect, test } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import type { SendOutcome } from '../../src/upload/steps/upload-steps.ts'
import type { FakeClock } from './fake-clock.ts'
import { publicImage } from './samples.ts'
import { missing, network, times, tries, unknown } from './retry/tries.ts'

const urlExpired = new UploadError('url-expired', { step: 'send', status: 403 })
const expired = (): SendOutcome => ({ outcome: 'expired', error: urlExpired })

test('prepares, requests a URL, sends and confirms, each once', async () => {
  const { upload, log, phases } = tries()
  await expect(upload()).resolves.toEqual(publicImage('upload-1'))
  expect(log).toEqual(['request-url', 'send 1', 'confirm 1'])
  expect(phases).toEqual(['requesting', 'uploading', 'confirming'])
})

test('a file that breaks the rules is refused before any request', async () => {
  const { upload, log } = tries({}, { file: new File(['text'], 'portrait.png', { type: 'image/png' }) })
  await expect(upload()).rejects.toMatchObject({ code: 'unsupported-type', step: 'prepare' })
  expect(log).toEqual([])
})

describe('T-15: a URL that went stale', () => {
  test('before it was sent is renewed once, and never sent', async () => {
    const { upload, log, clock } = tries({ requestUrl: [() => clock.pass(301_000)] })
    await upload()
    expect(log).toEqual(['request-url', 'renew 1', 'send 2', 'confirm 2'])
  })

  test('while the device slept is renewed once, and never sent', async () => {
    const { upload, log, clock } = tries({ requestUrl: [() => clock.sleep(400_000)] })
    await upload()
    expect(log).toEqual(['request-url', 'renew 1', 'send 2', 'confirm 2'])
  })

  test('is sent all the same when answers take 70 s and a URL lives 120 s', async () => {
    const slow = () => clock.pass(70_000)
    const { upload, log, clock } = tries({ expiresInSeconds: 120, requestUrl: [slow] })
    await upload()
    expect(log).toEqual(['request-url', 'send 1', 'confirm 1'])
  })

  test('again and again is sent after two renewals: the storage decides', async () => {
    const slow = () => clock.pass(130_000)
    const script = { expiresInSeconds: 120, requestUrl: Array.from({ length: 9 }, () => slow) }
    const { upload, log, clock } = tries(script)
    await upload()
    expect(log).toEqual(['request-url', 'renew 1', 'renew 2', 'send 3', 'confirm 3'])
  })
})

describe('T-60: a storage that says the URL has expired', () => {
  test('is answered by one renewal', async () => {
    const { upload, log, phases } = tries({ send: [expired] })
    await upload()
    expect(log).toEqual(['request-url', 'send 1', 'renew 1', 'send 2', 'confirm 2'])
    expect(phases).toEqual(['requesting', 'uploading', 'requesting', 'uploading', 'confirming'])
  })

  test('twice ends the upload with its error', async () => {
    const { upload, log } = tries({ send: [expired, expired] })
    await expect(upload()).rejects.toBe(urlExpired)
    expect(log).toEqual(['request-url', 'send 1', 'renew 1', 'send 2'])
  })

  describe('without letting the page read it', () => {
    const seemsExpired = new UploadError('url-expired', { step: 'send' })
    /** As long as the URL lives, and then an answer that the page may not read. */
    const late = (clock: () => FakeClock) => () => {
      clock().pass(301_000)
      return unknown(seemsExpired)()
    }

    test('is found out by confirm and the age, and renewed once', async () => {
      const { upload, log, clock } = tries({ send: [late(() => clock)], confirm: [missing] })
      await upload()
      expect(log).toEqual(['request-url', 'send 1', 'confirm 1', 'renew 1', 'send 2', 'confirm 2'])
    })

    test('is no reason to follow a redirect once more, however old the URL is by then', async () => {
      const redirected = new UploadError('redirected', { step: 'send' })
      const missingLate = () => {
        clock.pass(301_000)
        return missing()
      }
      const { upload, log, clock } = tries({ send: [unknown(redirected)], confirm: [missingLate] })
      await expect(upload()).rejects.toBe(redirected)
      expect(log).toEqual(['request-url', 'send 1', 'confirm 1'])
    })

    test('twice ends the upload', async () => {
      const twice = times(
        2,
        late(() => clock),
      )
      const { upload, log, clock } = tries({ send: twice, confirm: [missing, missing] })
      await expect(upload()).rejects.toBe(seemsExpired)
      expect(log).toEqual(['request-url', 'send 1', 'confirm 1', 'renew 1', 'send 2', 'confirm 2'])
    })
  })
})

describe('T-56: a PUT without a clear answer', () => {
  test.each([
    { name: '412, because the browser had sent it twice', error: null },
    { name: 'a connection that broke after the last byte', error: network },
  ])('($name) asks confirm, and is a success when it had arrived', async ({ error }) => {
    const { upload, log } = tries({ send: [unknown(error)] })
    await expect(upload()).resolves.toEqual(publicImage('upload-1'))
    expect(log).toEqual(['request-url', 'send 1', 'confirm 1'])
  })
})
