import { describe, expect, test } from 'vitest'
import { imageRules } from '../../src/contract/image-rules.ts'
import { type AnyUploadError, UploadError } from '../../src/contract/upload-error.ts'
import type { ConfirmOutcome, SendOutcome, UploadDraft } from '../../src/upload/upload-picture.ts'
import { uploadPicture } from '../../src/upload/upload-picture.ts'
import { createFakeClock } from './fake-clock.ts'
import { pictureFile, publicImage } from './samples.ts'
import { type Script, scriptSteps } from './scripted-steps.ts'

const urlExpired = new UploadError('url-expired', { step: 'send', status: 403 })
const network = new UploadError('network', { step: 'send' })
const notUploaded = new UploadError('not-uploaded', { step: 'confirm' })

const expired = (): SendOutcome => ({ outcome: 'expired', error: urlExpired })
const unknown = (error: AnyUploadError | null) => (): SendOutcome => ({ outcome: 'unknown', error })
const missing = (): ConfirmOutcome => ({ outcome: 'not-uploaded', error: notUploaded })
const aborted = () => ({ outcome: 'aborted' }) as const
const fails = (error: AnyUploadError) => () => {
  throw error
}

/** One file, tried as often as a test wants. */
function tries(script: Script = {}, file: File = pictureFile()) {
  const clock = createFakeClock()
  const { steps, log } = scriptSteps(clock, script)
  const draft: UploadDraft = { file, picture: null, grant: null, unconfirmed: null }
  const controller = new AbortController()
  const phases: string[] = []
  const upload = () =>
    uploadPicture(draft, {
      rules: imageRules(),
      steps,
      clock,
      signal: controller.signal,
      onPhase: (phase) => phases.push(phase),
      onProgress: () => {},
    })
  return { clock, log, draft, phases, controller, upload }
}

test('prepares, requests a URL, sends and confirms, each once', async () => {
  const { upload, log, phases } = tries()
  await expect(upload()).resolves.toEqual(publicImage('upload-1'))
  expect(log).toEqual(['request-url', 'send 1', 'confirm 1'])
  expect(phases).toEqual(['requesting', 'uploading', 'confirming'])
})

test('a file that breaks the rules is refused before any request', async () => {
  const { upload, log } = tries({}, new File(['text'], 'portrait.png', { type: 'image/png' }))
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

  test('without letting the page read it is found out by confirm and the age, and renewed once', async () => {
    const late = () => {
      clock.pass(301_000)
      return unknown(network)()
    }
    const { upload, log, clock } = tries({ send: [late], confirm: [missing] })
    await upload()
    expect(log).toEqual(['request-url', 'send 1', 'confirm 1', 'renew 1', 'send 2', 'confirm 2'])
  })

  test('without letting the page read it, twice, ends the upload', async () => {
    const late = () => {
      clock.pass(301_000)
      return unknown(network)()
    }
    const { upload, log, clock } = tries({ send: [late, late], confirm: [missing, missing] })
    await expect(upload()).rejects.toBe(network)
    expect(log).toEqual(['request-url', 'send 1', 'confirm 1', 'renew 1', 'send 2', 'confirm 2'])
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

  test('that has not arrived ends in the error of the PUT', async () => {
    const { upload, log } = tries({ send: [unknown(network)], confirm: [missing] })
    await expect(upload()).rejects.toBe(network)
    expect(log).toEqual(['request-url', 'send 1', 'confirm 1'])
  })

  test('that has not arrived and gave no reason ends in the error of confirm', async () => {
    const { upload } = tries({ send: [unknown(null)], confirm: [missing] })
    await expect(upload()).rejects.toBe(notUploaded)
  })
})

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
})

describe('a cancelled upload', () => {
  test('begins nothing after it was cancelled while preparing', async () => {
    const { upload, log, controller } = tries()
    const ended = upload()
    controller.abort()
    await expect(ended).rejects.toMatchObject({ code: 'aborted', step: 'prepare' })
    expect(log).toEqual([])
  })

  test.each<[string, Script, string]>([
    ['request-url', { requestUrl: [aborted] }, 'request-url'],
    ['send', { send: [aborted] }, 'send'],
    ['confirm', { confirm: [aborted] }, 'confirm'],
  ])('is told from a failure in %s', async (step, script, last) => {
    const { upload, log } = tries(script)
    await expect(upload()).rejects.toMatchObject({ code: 'aborted', step })
    expect(log.at(-1)).toMatch(last)
  })

  test.each<[string, (cancel: () => void) => Script, string[]]>([
    ['request-url', (cancel) => ({ requestUrl: [cancel] }), ['request-url']],
    ['send', (cancel) => ({ send: [cancel] }), ['request-url', 'send 1']],
    ['confirm', (cancel) => ({ confirm: [cancel] }), ['request-url', 'send 1', 'confirm 1']],
  ])('ends there, even when %s did not notice and went well', async (step, script, asked) => {
    const { upload, log, controller } = tries(script(() => controller.abort()))
    await expect(upload()).rejects.toMatchObject({ code: 'aborted', step })
    expect(log).toEqual(asked)
  })
})
