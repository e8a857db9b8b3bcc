import { describe, expect, test, vi } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import { pictureFile } from './samples.ts'
import { confirmed, endOf, removed, type UploaderByHand, uploaderByHand } from './uploader-by-hand.ts'

const file = pictureFile('first.png')
const other = pictureFile('second.png')
const busy = {
  outcome: 'busy',
  error: new UploadError('backend-unavailable', { status: 503 }),
} as const
const forbidden = new UploadError('forbidden', { step: 'remove', status: 403 })
/** Time for what must not happen. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 20))

/** A removal whose DELETE is on its way. */
async function removing(byHand: UploaderByHand = uploaderByHand()) {
  const removal = endOf(byHand.uploader.remove())
  const call = await byHand.remove.next()
  return { ...byHand, removal, call }
}

/** A removal whose DELETE is on its way, behind an upload that has replaced it. */
async function removingBehindUpload(byHand?: UploaderByHand) {
  const started = await removing(byHand)
  const upload = endOf(started.uploader.upload(file))
  await aMoment()
  return { ...started, upload }
}

async function failToConfirm({ uploader, toConfirming }: UploaderByHand): Promise<void> {
  const upload = endOf(uploader.upload(file))
  const confirm = await toConfirming()
  confirm.fail(new UploadError('forbidden'))
  await upload
}

describe('a removal', () => {
  test('ends as removed, can be undone, and is told of once', async () => {
    const { uploader, removal, call, phases, saved, failed, clock } = await removing()
    expect(uploader.getState().phase).toBe('removing')
    expect(uploader.isRemoving()).toBe(true)
    call.answer(removed())
    expect(await removal).toBeNull()
    expect(uploader.getState()).toMatchObject({ phase: 'removed', canUndo: true, image: null })
    expect(uploader.isRemoving()).toBe(false)
    expect({ phases, saved, failed }).toEqual({
      phases: ['removing', 'removed'],
      saved: ['removed'],
      failed: [],
    })
    expect(clock.pendingTimers()).toBe(0)
  })

  test('that cannot be undone says so', async () => {
    const { uploader, removal, call } = await removing()
    call.answer(removed(null))
    await removal
    expect(uploader.getState()).toMatchObject({ phase: 'removed', canUndo: false })
  })

  test('that fails goes back to nothing, ends in its error, and is repeated by a retry', async () => {
    const byHand = uploaderByHand()
    await byHand.save(file, 'a')
    const { uploader, removal, call, remove, saved, failed } = await removing(byHand)
    call.fail(forbidden)
    expect(await removal).toBe('forbidden')
    expect(uploader.getState()).toMatchObject({
      phase: 'error',
      error: { code: 'forbidden', step: 'remove' },
    })
    expect([uploader.isRemoving(), saved, failed]).toEqual([false, ['a'], ['forbidden']])

    const retried = endOf(uploader.retry())
    expect(uploader.getState().phase).toBe('removing')
    const again = await remove.next()
    again.answer(removed())
    expect(await retried).toBeNull()
    expect(uploader.getState().phase).toBe('removed')
    expect(saved).toEqual(['a', 'removed'])
  })

  test('that is busy waits for its next try, and stays a removal for as long', async () => {
    const { uploader, removal, call, remove, clock } = await removing()
    call.answer(busy)
    await vi.waitUntil(() => uploader.getState().phase === 'waiting')
    expect(uploader.getState()).toMatchObject({ waitingFor: 'backoff', resumes: 'removing' })
    expect(uploader.isRemoving()).toBe(true)
    clock.passToNextTimer()
    const again = await remove.next()
    again.answer(removed())
    expect(await removal).toBeNull()
  })

  test('is not stopped by a cancel, whether it is asked for or waits: it may be done already', async () => {
    const { uploader, call, remove, clock, removal } = await removing()
    uploader.cancel()
    expect(uploader.getState().phase).toBe('removing')
    call.answer(busy)
    await vi.waitUntil(() => uploader.getState().phase === 'waiting')
    uploader.cancel()
    expect(uploader.getState().phase).toBe('waiting')
    clock.passToNextTimer()
    const again = await remove.next()
    again.answer(removed())
    await removal
    expect(uploader.getState().phase).toBe('removed')
  })

  test('T-66: is aborted by a reset, and silent from then on', async () => {
    const { uploader, removal, call, saved, failed, clock } = await removing(uploaderByHand({ isDeaf: true }))
    uploader.reset()
    expect(call.signal.aborted).toBe(true)
    call.answer(removed())
    expect(await removal).toBe('aborted')
    expect(uploader.getState().phase).toBe('idle')
    expect({ saved, failed, timers: clock.pendingTimers() }).toEqual({ saved: [], failed: [], timers: 0 })
  })
})

describe('one removal is one request', () => {
  test('of two at once', async () => {
    const { uploader, removal, call, remove, saved } = await removing()
    expect(await endOf(uploader.remove())).toBeNull()
    call.answer(removed())
    await removal
    expect([remove.count(), saved]).toEqual([1, ['removed']])
  })

  test('of two in a row: the undo of the first is not lost', async () => {
    const { uploader, removeSaved, remove } = uploaderByHand()
    await removeSaved()
    expect(await endOf(uploader.remove())).toBeNull()
    expect(remove.count()).toBe(1)
    expect(uploader.getState()).toMatchObject({ phase: 'removed', canUndo: true })
  })
})

describe('a removal that comes while an upload', () => {
  test.each(['toRequesting', 'toUploading'] as const)(
    'has come %s cancels it, and asks to remove what was there before',
    async (phase) => {
      const byHand = uploaderByHand()
      await byHand.save(file, 'before')
      const upload = endOf(byHand.uploader.upload(other))
      const { signal } = await byHand[phase]()
      expect(byHand.uploader.canRemove()).toBe(true)
      await byHand.removeSaved()
      expect(signal.aborted).toBe(true)
      expect(await upload).toBe('aborted')
      expect(byHand.saved).toEqual(['before', 'removed'])
      expect(byHand.uploader.getProgress()).toBeNull()
      expect(byHand.clock.pendingTimers()).toBe(0)
    },
  )

  test('confirms has no effect: nobody could tell which of the two images it would remove', async () => {
    const { uploader, toConfirming, remove, saved } = uploaderByHand()
    const upload = endOf(uploader.upload(file))
    const confirm = await toConfirming()
    expect(uploader.canRemove()).toBe(false)
    expect(await endOf(uploader.remove())).toBeNull()
    expect(uploader.getState().phase).toBe('confirming')
    confirm.answer(confirmed('a'))
    expect(await upload).toBe('a')
    await aMoment()
    expect([remove.count(), saved]).toEqual([0, ['a']])
    expect(uploader.canRemove()).toBe(true)
  })

  test('waits to confirm once more has no effect: it may be saved already', async () => {
    const { uploader, toConfirming, remove } = uploaderByHand()
    void endOf(uploader.upload(file))
    const confirm = await toConfirming()
    confirm.answer(busy)
    await vi.waitUntil(() => uploader.getState().phase === 'waiting')
    expect(uploader.canRemove()).toBe(false)
    expect(await endOf(uploader.remove())).toBeNull()
    expect([remove.count(), uploader.getState().phase]).toEqual([0, 'waiting'])
  })

  test('confirms behind a newer one has no effect on either', async () => {
    const { uploader, toConfirming, toUploading, remove } = uploaderByHand()
    const older = endOf(uploader.upload(file))
    const olderConfirm = await toConfirming()
    const newer = endOf(uploader.upload(other))
    const put = await toUploading()
    expect(uploader.canRemove()).toBe(false)
    expect(await endOf(uploader.remove())).toBeNull()
    expect([uploader.getState().phase, put.signal.aborted, remove.count()]).toEqual(['uploading', false, 0])
    olderConfirm.answer(confirmed('older'))
    expect(await older).toBe('older')
    expect(uploader.canRemove()).toBe(true)
    uploader.reset()
    await newer
  })

  test('follows another removal cancels the upload, and asks for nothing twice', async () => {
    const { uploader, removeSaved, toUploading, remove } = uploaderByHand()
    await removeSaved()
    const upload = endOf(uploader.upload(file))
    await toUploading()
    expect(await endOf(uploader.remove())).toBeNull()
    expect(await upload).toBe('aborted')
    expect(uploader.getState()).toMatchObject({ phase: 'removed', canUndo: true })
    expect(remove.count()).toBe(1)
  })
})

describe('an upload that comes while an image is being removed', () => {
  test('asks for no URL before that has ended: a DELETE that came later would remove its picture', async () => {
    const { uploader, call, removal, upload, requestUrl, toConfirming, saved } = await removingBehindUpload()
    expect(uploader.getState().phase).toBe('preparing')
    expect([uploader.isRemoving(), requestUrl.count()]).toEqual([true, 0])
    call.answer(removed())
    expect(await removal).toBeNull()
    expect(uploader.isRemoving()).toBe(false)
    const confirm = await toConfirming()
    confirm.answer(confirmed('a'))
    expect(await upload).toBe('a')
    expect(saved).toEqual(['removed', 'a'])
    expect(uploader.getState().phase).toBe('success')
  })

  test('goes on when the removal fails, which is not told: the new picture takes the place of the old one', async () => {
    const { call, removal, upload, toConfirming, failed } = await removingBehindUpload()
    call.fail(forbidden)
    expect(await removal).toBe('forbidden')
    const confirm = await toConfirming()
    confirm.answer(confirmed('a'))
    expect([await upload, failed]).toEqual(['a', []])
  })

  test('does not wait for another try of the removal', async () => {
    const { call, removal, remove, toRequesting, clock } = await removingBehindUpload()
    call.answer(busy)
    expect(await removal).toBe('aborted')
    await toRequesting()
    expect([remove.count(), clock.pendingTimers()]).toEqual([1, 0])
  })

  test('does not wait for a removal that itself waits, and ends it', async () => {
    const { uploader, call, removal, toRequesting, clock, remove } = await removing()
    call.answer(busy)
    await vi.waitUntil(() => uploader.getState().phase === 'waiting')
    const upload = endOf(uploader.upload(file))
    await toRequesting()
    expect(await removal).toBe('aborted')
    expect({ timers: clock.pendingTimers(), isRemoving: uploader.isRemoving() }).toEqual({
      timers: 0,
      isRemoving: false,
    })
    expect(remove.count()).toBe(1)
    uploader.reset()
    await upload
  })

  test('and is replaced by another one makes that one wait as well', async () => {
    const { uploader, call, upload, requestUrl, toRequesting } = await removingBehindUpload()
    const newer = endOf(uploader.upload(other))
    await aMoment()
    expect(await upload).toBe('aborted')
    expect(requestUrl.count()).toBe(0)
    call.answer(removed())
    await toRequesting()
    expect(uploader.getFile()).toBe(other)
    uploader.reset()
    await newer
  })

  test('goes back to the removal when it is cancelled, before it has ended and after', async () => {
    for (const isLate of [false, true]) {
      const { uploader, call, removal, upload, toRequesting } = await removingBehindUpload()
      if (isLate) {
        call.answer(removed())
        await removal
        await toRequesting()
      }
      uploader.cancel()
      expect(await upload).toBe('aborted')
      expect(uploader.getState().phase).toBe(isLate ? 'removed' : 'removing')
      call.answer(removed())
      await removal
      expect(uploader.getState()).toMatchObject({ phase: 'removed', canUndo: true })
    }
  })

  test('goes back to the error of the removal when it is cancelled: that can still be retried', async () => {
    const { uploader, call, removal, upload, toRequesting, remove } = await removingBehindUpload()
    call.fail(forbidden)
    await removal
    await toRequesting()
    uploader.cancel()
    expect(await upload).toBe('aborted')
    expect(uploader.getState()).toMatchObject({ phase: 'error', error: { step: 'remove' } })
    const retried = endOf(uploader.retry())
    const again = await remove.next()
    again.answer(removed())
    expect(await retried).toBeNull()
  })

  test('gives way to a second remove(): the first is what is asked for', async () => {
    const { uploader, call, removal, upload, remove } = await removingBehindUpload()
    expect(await endOf(uploader.remove())).toBeNull()
    expect(await upload).toBe('aborted')
    expect(uploader.getState().phase).toBe('removing')
    call.answer(removed())
    await removal
    expect([uploader.getState().phase, remove.count()]).toEqual(['removed', 1])
  })

  test('and is no picture fails at once; the removal goes on, and is told', async () => {
    const { uploader, call, removal, saved, failed } = await removing()
    expect(await endOf(uploader.upload(new File(['notes'], 'notes.png')))).toBe('unsupported-type')
    expect([uploader.getState().phase, uploader.isRemoving()]).toEqual(['error', true])
    call.answer(removed())
    await removal
    expect(uploader.getState()).toMatchObject({ phase: 'error', error: { code: 'unsupported-type' } })
    expect({ saved, failed }).toEqual({ saved: ['removed'], failed: ['unsupported-type'] })
  })
})

test('an image can be removed after an upload has failed', async () => {
  const byHand = uploaderByHand()
  await failToConfirm(byHand)
  await byHand.removeSaved()
  expect(byHand.uploader.getState().phase).toBe('removed')
  expect(await endOf(byHand.uploader.retry())).toBeNull()
})

test('those who listen hear when a removal has failed behind an upload: what is shown depends on it', async () => {
  const { uploader, call, removal, upload } = await removingBehindUpload()
  const seen: boolean[] = []
  uploader.subscribe(() => seen.push(uploader.isRemoving()))
  call.fail(forbidden)
  await removal
  expect(seen).toContain(false)
  uploader.reset()
  await upload
})
