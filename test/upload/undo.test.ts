import { describe, expect, test, vi } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import { pictureFile } from './samples.ts'
import { confirmed, endOf, removed, uploaderByHand } from './uploader-by-hand.ts'

const file = pictureFile()
const busy = {
  outcome: 'busy',
  error: new UploadError('backend-unavailable', { status: 503 }),
} as const

/** An undo whose confirm is on its way. */
async function undoing() {
  const byHand = uploaderByHand()
  await byHand.removeSaved()
  const undo = endOf(byHand.uploader.undo())
  const call = await byHand.confirm.next()
  return { ...byHand, undo, call }
}

describe('an undo', () => {
  test('confirms, succeeds with the restored image, and is told of once', async () => {
    const { uploader, undo, call, phases, saved, failed, requestUrl } = await undoing()
    expect(uploader.getState().phase).toBe('confirming')
    call.answer(confirmed('again'))
    expect(await undo).toBe('again')
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'again' }, canUndo: false })
    expect(phases).toEqual(['removing', 'removed', 'confirming', 'success'])
    expect({ saved, failed }).toEqual({ saved: ['removed', 'restored again'], failed: [] })
    expect(requestUrl.count()).toBe(0)
  })

  test('twice is one request', async () => {
    const { uploader, undo, call, confirm } = await undoing()
    expect(await endOf(uploader.undo())).toBeNull()
    call.answer(confirmed('again'))
    await undo
    expect(await endOf(uploader.undo())).toBeNull()
    expect(confirm.count()).toBe(1)
  })

  test('is possible from `removed` alone, and only when the backend gave a ticket for it', async () => {
    const { uploader, remove, confirm, save, removeSaved, toUploading } = uploaderByHand()
    expect(await endOf(uploader.undo())).toBeNull()
    await save(file, 'a')
    expect(await endOf(uploader.undo())).toBeNull()
    const removal = uploader.remove()
    const call = await remove.next()
    expect(await endOf(uploader.undo())).toBeNull()
    call.answer(removed(null))
    await removal
    expect(await endOf(uploader.undo())).toBeNull()

    await save(file, 'b')
    await removeSaved()
    const upload = endOf(uploader.upload(file))
    await toUploading()
    expect(await endOf(uploader.undo())).toBeNull()
    uploader.cancel()
    expect(await upload).toBe('aborted')
    // Only the uploads were confirmed.
    expect(confirm.count()).toBe(2)
    void uploader.undo()
    expect(confirm.count()).toBe(3)
  })

  test('is not stopped by a cancel: it may be done already', async () => {
    const { uploader, undo, call } = await undoing()
    uploader.cancel()
    expect([uploader.getState().phase, call.signal.aborted]).toEqual(['confirming', false])
    call.answer(confirmed('again'))
    expect(await undo).toBe('again')
  })

  test('T-66: is aborted by a reset', async () => {
    const { uploader, undo, call, saved } = await undoing()
    uploader.reset()
    expect([await undo, call.signal.aborted]).toEqual(['aborted', true])
    expect([uploader.getState().phase, saved]).toEqual(['idle', ['removed']])
  })

  test('does not let an image be removed while it confirms', async () => {
    const { uploader, remove } = await undoing()
    expect(uploader.canRemove()).toBe(false)
    expect(await endOf(uploader.remove())).toBeNull()
    expect(remove.count()).toBe(1)
  })
})

describe('an undo that fails', () => {
  const forbidden = new UploadError('forbidden', { step: 'confirm', status: 403 })
  const notUploaded = new UploadError('not-uploaded', { step: 'confirm', status: 409 })

  test('ends in its error, and is repeated by a retry', async () => {
    const { uploader, undo, call, confirm, saved, failed } = await undoing()
    call.fail(forbidden)
    expect(await undo).toBe('forbidden')
    expect(uploader.getState()).toMatchObject({
      phase: 'error',
      error: { code: 'forbidden', step: 'confirm' },
    })
    expect(failed).toEqual(['forbidden'])
    const retried = endOf(uploader.retry())
    const again = await confirm.next()
    expect(uploader.getState().phase).toBe('confirming')
    again.answer(confirmed('again'))
    expect(await retried).toBe('again')
    expect(saved).toEqual(['removed', 'restored again'])
  })

  test.each(['superseded', 'ticket-invalid'] as const)(
    'with %s is over: a retry asks nothing',
    async (code) => {
      const { uploader, undo, call, confirm } = await undoing()
      call.fail(new UploadError(code, { step: 'confirm' }))
      expect(await undo).toBe(code)
      expect(uploader.getState()).toMatchObject({ phase: 'error', canUndo: false })
      expect(await endOf(uploader.retry())).toBeNull()
      expect(await endOf(uploader.undo())).toBeNull()
      expect(confirm.count()).toBe(1)
    },
  )

  test.each([
    { outcome: 'not-uploaded', error: notUploaded } as const,
    { outcome: 'changed', error: new UploadError('changed', { step: 'confirm' }) } as const,
  ])('because what was removed is $outcome ends in that: there is nothing to send', async (outcome) => {
    const { undo, call, uploader, send } = await undoing()
    call.answer(outcome)
    expect(await undo).toBe(outcome.outcome)
    expect([uploader.getState().phase, send.count()]).toEqual(['error', 0])
  })
})

describe('an upload that comes while an undo confirms', () => {
  test('asks for no URL before that has ended: the restored image would pass for the newer one', async () => {
    const { uploader, undo, call, requestUrl, toConfirming, saved } = await undoing()
    const upload = endOf(uploader.upload(file))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([uploader.getState().phase, requestUrl.count()]).toEqual(['preparing', 0])
    call.answer(confirmed('again'))
    expect(await undo).toBe('again')
    const confirm = await toConfirming()
    confirm.answer(confirmed('new'))
    expect(await upload).toBe('new')
    expect(saved).toEqual(['removed', 'restored again', 'new'])
  })

  test('does not wait for an undo that itself waits; cancelled, it goes back to the removal', async () => {
    const { uploader, undo, call, toRequesting, clock } = await undoing()
    call.answer(busy)
    await vi.waitUntil(() => uploader.getState().phase === 'waiting')
    const upload = endOf(uploader.upload(file))
    await toRequesting()
    expect([await undo, clock.pendingTimers()]).toEqual(['aborted', 0])
    uploader.cancel()
    expect(await upload).toBe('aborted')
    expect(uploader.getState()).toMatchObject({ phase: 'removed', canUndo: true })
  })
})
