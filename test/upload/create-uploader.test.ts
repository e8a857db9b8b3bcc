import { describe, expect, test } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import { pictureFile } from './samples.ts'
import { confirmed, endOf, type UploaderByHand, uploaderByHand } from './uploader-by-hand.ts'

const first = pictureFile('first.png')
const second = pictureFile('second.png')
const unavailable = new UploadError('backend-unavailable', { step: 'confirm' })

/** Uploads the first file until its confirm fails. */
async function failToConfirm({ uploader, toConfirming }: UploaderByHand): Promise<void> {
  const upload = endOf(uploader.upload(first))
  const confirm = await toConfirming()
  confirm.fail(unavailable)
  await upload
}

test('an upload goes through all phases, resolves with the saved image and tells of it once', async () => {
  const { uploader, save, phases, saved, failed, clock } = uploaderByHand()
  await expect(save(first, 'a')).resolves.toMatchObject({ id: 'a' })
  expect(phases).toEqual(['preparing', 'requesting', 'uploading', 'confirming', 'success'])
  expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'a' } })
  expect({ saved, failed }).toEqual({ saved: ['a'], failed: [] })
  expect(clock.pendingTimers()).toBe(0)
})

test('a failed upload rejects, and tells of its error once', async () => {
  const byHand = uploaderByHand()
  await failToConfirm(byHand)
  const { uploader, saved, failed, clock } = byHand
  expect(uploader.getState()).toMatchObject({ phase: 'error', error: unavailable })
  expect({ saved, failed }).toEqual({ saved: [], failed: ['backend-unavailable'] })
  expect(clock.pendingTimers()).toBe(0)
})

test('the file is shown once it was checked, and until nothing runs', async () => {
  const { uploader, toRequesting, toConfirming } = uploaderByHand()
  const upload = endOf(uploader.upload(first))
  expect(uploader.getFile()).toBeNull()
  uploader.cancel()
  await upload
  const again = endOf(uploader.upload(second))
  const request = await toRequesting()
  expect(uploader.getFile()).toBe(second)
  request.fail(new UploadError('forbidden'))
  expect(await again).toBe('forbidden')
  expect(uploader.getFile()).toBeNull()
  const last = endOf(uploader.upload(first))
  const confirm = await toConfirming()
  expect(uploader.getFile()).toBe(first)
  confirm.answer(confirmed('a'))
  await last
  expect(uploader.getFile()).toBeNull()
})

describe('T-65: the newest start wins', () => {
  test('of ten at once: one URL, one PUT, one image', async () => {
    const { uploader, toConfirming, requestUrl, send, confirm, saved, failed } = uploaderByHand()
    const uploads = Array.from({ length: 10 }, () => endOf(uploader.upload(first)))
    const last = await toConfirming()
    last.answer(confirmed('a'))
    expect(await Promise.all(uploads)).toEqual([...Array.from({ length: 9 }, () => 'aborted'), 'a'])
    expect([requestUrl.count(), send.count(), confirm.count()]).toEqual([1, 1, 1])
    expect({ saved, failed }).toEqual({ saved: ['a'], failed: [] })
  })

  test.each(['toRequesting', 'toUploading'] as const)(
    'over one that has come %s: that one is aborted at once and tells nothing',
    async (phase) => {
      const byHand = uploaderByHand()
      const { uploader, save, saved, failed } = byHand
      const replaced = endOf(uploader.upload(first))
      const { signal } = await byHand[phase]()
      const newer = save(second, 'b')
      expect([signal.aborted, uploader.getProgress()]).toEqual([true, null])
      await newer
      expect(await replaced).toBe('aborted')
      expect({ saved, failed }).toEqual({ saved: ['b'], failed: [] })
    },
  )
})

describe('cancel', () => {
  const phases = ['preparing', 'requesting', 'uploading'] as const
  const befores = {
    idle: async () => {},
    success: async ({ save }: UploaderByHand) => void (await save(first, 'before')),
    error: failToConfirm,
  }
  const cells = phases.flatMap((phase) =>
    Object.entries(befores).map(([before, arrange]) => ({ phase, before, arrange })),
  )

  test.each(cells)('while $phase goes back to $before', async ({ phase, before, arrange }) => {
    const byHand = uploaderByHand()
    const { uploader, toRequesting, toUploading, requestUrl, send, saved, failed, clock } = byHand
    await arrange(byHand)
    const stateBefore = uploader.getState()
    expect(stateBefore.phase).toBe(before)
    const told = [...saved, ...failed]
    const asked = requestUrl.count() + send.count()

    const upload = endOf(uploader.upload(second))
    if (phase === 'requesting') await toRequesting()
    if (phase === 'uploading') await toUploading()
    expect(uploader.getState().phase).toBe(phase)
    uploader.cancel()

    expect(uploader.getState()).toEqual(stateBefore)
    expect(await upload).toBe('aborted')
    expect(uploader.getState()).toEqual(stateBefore)
    expect([...saved, ...failed]).toEqual(told)
    expect(requestUrl.count() + send.count()).toBe(asked + phases.indexOf(phase))
    expect(clock.pendingTimers()).toBe(0)
  })

  test('of an upload that had replaced another goes back to what was there before both', async () => {
    const { uploader, toUploading } = uploaderByHand()
    const replaced = endOf(uploader.upload(first))
    await toUploading()
    const upload = endOf(uploader.upload(second))
    expect(await replaced).toBe('aborted')
    uploader.cancel()
    expect(uploader.getState().phase).toBe('idle')
    expect(await upload).toBe('aborted')
  })

  test('while confirming has no effect', async () => {
    const { uploader, toConfirming, saved } = uploaderByHand()
    const upload = endOf(uploader.upload(first))
    const confirm = await toConfirming()
    uploader.cancel()
    expect(confirm.signal.aborted).toBe(false)
    expect(uploader.getState().phase).toBe('confirming')
    confirm.answer(confirmed('a'))
    expect(await upload).toBe('a')
    expect(saved).toEqual(['a'])
  })

  test('in the moment in which the PUT ends is never followed by a confirm', async () => {
    const { uploader, toUploading, confirm } = uploaderByHand({ isDeaf: true })
    const upload = endOf(uploader.upload(first))
    const put = await toUploading()
    put.answer({ outcome: 'sent' })
    uploader.cancel()
    expect(await upload).toBe('aborted')
    expect(confirm.count()).toBe(0)
  })

  test('when nothing runs has no effect', async () => {
    const { uploader, save } = uploaderByHand()
    uploader.cancel()
    expect(uploader.getState().phase).toBe('idle')
    await save(first, 'a')
    uploader.cancel()
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'a' } })
  })

  test('by a listener, as soon as sending begins, leaves nothing behind', async () => {
    const { uploader, toUploading, clock } = uploaderByHand()
    uploader.subscribe(() => {
      if (uploader.getState().phase === 'uploading') uploader.cancel()
    })
    const upload = endOf(uploader.upload(first))
    void toUploading()
    expect(await upload).toBe('aborted')
    expect([uploader.getState().phase, uploader.getProgress(), clock.pendingTimers()]).toEqual([
      'idle',
      null,
      0,
    ])
  })
})

describe('retry', () => {
  test('goes on where the upload failed, and settles as an upload does', async () => {
    const byHand = uploaderByHand()
    await failToConfirm(byHand)
    const { uploader, confirm, requestUrl, send, saved } = byHand
    const retried = endOf(uploader.retry())
    const again = await confirm.next()
    again.answer(confirmed('a'))
    expect(await retried).toBe('a')
    expect([requestUrl.count(), send.count(), saved]).toEqual([1, 1, ['a']])
  })

  test('is still possible after an upload of another file was cancelled', async () => {
    const byHand = uploaderByHand()
    await failToConfirm(byHand)
    const { uploader, toUploading, confirm } = byHand
    const other = endOf(uploader.upload(second))
    await toUploading()
    uploader.cancel()
    expect(await other).toBe('aborted')
    const retried = endOf(uploader.retry())
    const again = await confirm.next()
    again.answer(confirmed('a'))
    expect(await retried).toBe('a')
  })

  test('starts nothing when nothing has failed, while something runs, and after a refusal', async () => {
    const byHand = uploaderByHand()
    const { uploader, save, toRequesting, requestUrl } = byHand
    expect(await endOf(uploader.retry())).toBeNull()
    await save(first, 'a')
    expect(await endOf(uploader.retry())).toBeNull()
    await failToConfirm(byHand)
    const upload = endOf(uploader.upload(second))
    await toRequesting()
    expect(await endOf(uploader.retry())).toBeNull()
    uploader.refuse(new UploadError('too-many-files', { details: { count: 2 } }))
    expect(await upload).toBe('aborted')
    expect(await endOf(uploader.retry())).toBeNull()
    expect(requestUrl.count()).toBe(3)
  })
})

describe('the file that failed', () => {
  test('is there while that is the state, also again after an upload of another file was cancelled', async () => {
    const byHand = uploaderByHand()
    const { uploader, toUploading } = byHand
    await failToConfirm(byHand)
    expect(uploader.getFailedFile()).toBe(first)
    const other = endOf(uploader.upload(second))
    await toUploading()
    expect(uploader.getFailedFile()).toBeNull()
    uploader.cancel()
    expect(await other).toBe('aborted')
    expect(uploader.getFailedFile()).toBe(first)
    uploader.reset()
    expect(uploader.getFailedFile()).toBeNull()
  })

  test('is not there when its check failed: it may be no picture', async () => {
    const { uploader } = uploaderByHand()
    expect(await endOf(uploader.upload(new File(['just text'], 'photo.jpg')))).toBe('unsupported-type')
    expect(uploader.getState().phase).toBe('error')
    expect(uploader.getFailedFile()).toBeNull()
  })
})

test('a refused choice ends in its error, and aborts what runs', async () => {
  const { uploader, toUploading, failed, clock } = uploaderByHand()
  const upload = endOf(uploader.upload(first))
  const { signal } = await toUploading()
  const refusal = new UploadError('too-many-files', { details: { count: 2 } })
  uploader.refuse(refusal)
  expect(signal.aborted).toBe(true)
  expect(await upload).toBe('aborted')
  expect(uploader.getState()).toMatchObject({ phase: 'error', error: refusal })
  expect(failed).toEqual(['too-many-files'])
  expect(clock.pendingTimers()).toBe(0)
})
