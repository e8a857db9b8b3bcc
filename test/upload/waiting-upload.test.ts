import { describe, expect, test, vi } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import { pictureFile } from './samples.ts'
import { confirmed, endOf, uploaderByHand } from './uploader-by-hand.ts'

const unavailable = new UploadError('backend-unavailable', { status: 503 })
const busy = { outcome: 'busy', error: unavailable } as const

/** An upload that waits for the next try of its PUT. */
async function waitToSend(byHand = uploaderByHand()) {
  const upload = endOf(byHand.uploader.upload(pictureFile()))
  const put = await byHand.toUploading()
  put.progress(30, 100)
  put.answer(busy)
  await untilWaiting(byHand)
  return { ...byHand, upload }
}

/** An upload that waits for the next try of its confirm. */
async function waitToConfirm(byHand = uploaderByHand()) {
  const upload = endOf(byHand.uploader.upload(pictureFile()))
  const confirm = await byHand.toConfirming()
  confirm.answer(busy)
  await untilWaiting(byHand)
  return { ...byHand, upload }
}

const untilWaiting = ({ uploader }: ReturnType<typeof uploaderByHand>) =>
  vi.waitUntil(() => uploader.getState().phase === 'waiting')

describe('an upload that waits', () => {
  test('says so, keeps its picture, and pretends no progress', async () => {
    const { uploader } = await waitToSend()
    expect(uploader.getState()).toEqual({
      phase: 'waiting',
      waitingFor: 'backoff',
      resumes: 'uploading',
      error: null,
      image: null,
      canUndo: false,
    })
    expect(uploader.getFile()?.name).toBe(pictureFile().name)
    expect(uploader.getProgress()).toBeNull()
  })

  test('goes on by itself, and tells nobody of an error', async () => {
    const { uploader, upload, clock, send, confirm, phases, saved, failed } = await waitToSend()
    clock.passToNextTimer()
    const put = await send.next()
    expect(uploader.getProgress()?.fraction).toBeNull()
    put.answer({ outcome: 'sent' })
    const asked = await confirm.next()
    asked.answer(confirmed('a'))
    expect(await upload).toBe('a')
    expect({ saved, failed }).toEqual({ saved: ['a'], failed: [] })
    expect(phases.slice(-5)).toEqual(['uploading', 'waiting', 'uploading', 'confirming', 'success'])
    expect(clock.pendingTimers()).toBe(0)
  })

  test('can be cancelled: back to what was there before, and no timer is left', async () => {
    const byHand = uploaderByHand()
    await byHand.save(pictureFile(), 'earlier')
    const { uploader, upload, clock, send } = await waitToSend(byHand)
    uploader.cancel()
    expect(await upload).toBe('aborted')
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'earlier' } })
    expect({ timers: clock.pendingTimers(), puts: send.count() }).toEqual({ timers: 0, puts: 2 })
  })

  test.each(['reset', 'refuse'] as const)('is aborted by %s', async (act) => {
    const { uploader, upload, clock, send } = await waitToSend()
    if (act === 'reset') uploader.reset()
    else uploader.refuse(new UploadError('too-many-files', { details: { count: 2 } }))
    expect(await upload).toBe('aborted')
    expect({ timers: clock.pendingTimers(), puts: send.count() }).toEqual({ timers: 0, puts: 1 })
  })

  test('T-65: is replaced by a newer one', async () => {
    const { uploader, upload, clock, save, saved } = await waitToSend()
    await save(pictureFile(), 'newer')
    expect(await upload).toBe('aborted')
    expect({ saved, timers: clock.pendingTimers() }).toEqual({ saved: ['newer'], timers: 0 })
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'newer' } })
  })
})

describe('an upload that waits to confirm once more', () => {
  test('cannot be cancelled: it may be saved already', async () => {
    const { uploader, upload, clock, confirm } = await waitToConfirm()
    uploader.cancel()
    expect(uploader.getState()).toMatchObject({ phase: 'waiting', resumes: 'confirming' })
    clock.passToNextTimer()
    const asked = await confirm.next()
    asked.answer(confirmed('a'))
    expect(await upload).toBe('a')
  })

  test('T-65: begins nothing more when a newer one has replaced it', async () => {
    const byHand = await waitToConfirm()
    const newer = endOf(byHand.uploader.upload(pictureFile()))
    const request = await byHand.toRequesting()
    byHand.clock.passToNextTimer()
    expect(await byHand.upload).toBe('aborted')
    expect(byHand.confirm.count()).toBe(1)
    expect({ phase: byHand.uploader.getState().phase, failed: byHand.failed }).toEqual({
      phase: 'requesting',
      failed: [],
    })
    request.answer({ outcome: 'aborted' })
    expect(await newer).toBe('aborted')
  })

  test('T-65: does not even begin to wait when a newer one has replaced it', async () => {
    const byHand = uploaderByHand()
    const older = endOf(byHand.uploader.upload(pictureFile()))
    const confirm = await byHand.toConfirming()
    const newer = endOf(byHand.uploader.upload(pictureFile()))
    await byHand.toUploading()
    confirm.answer(busy)
    expect(await older).toBe('aborted')
    expect(byHand.uploader.getState().phase).toBe('uploading')
    expect(byHand.uploader.getProgress()).not.toBeNull()
    byHand.uploader.cancel()
    expect(await newer).toBe('aborted')
    expect(byHand.clock.pendingTimers()).toBe(0)
  })

  test('goes on when the newer one is cancelled before the wait is over', async () => {
    const { uploader, upload, clock, confirm, toRequesting } = await waitToConfirm()
    const newer = endOf(uploader.upload(pictureFile()))
    await toRequesting()
    uploader.cancel()
    expect(await newer).toBe('aborted')
    expect(uploader.getState().phase).toBe('confirming')
    clock.passToNextTimer()
    const asked = await confirm.next()
    asked.answer(confirmed('older'))
    expect(await upload).toBe('older')
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'older' } })
  })
})
