import { describe, expect, test, vi } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import { createProgressTracker } from '../../src/upload/upload-progress.ts'
import { createFakeClock } from './fake-clock.ts'
import { pictureFile } from './samples.ts'
import { confirmed, endOf, uploaderByHand } from './uploader-by-hand.ts'

const TOTAL = 1_000

function tracker() {
  const clock = createFakeClock()
  const onChange = vi.fn<() => void>()
  return { clock, onChange, progress: createProgressTracker(clock, onChange) }
}

describe('progress', () => {
  test('is unknown until the first event', () => {
    const { progress } = tracker()
    expect(progress.get()).toBeNull()
    progress.begin(TOTAL)
    expect(progress.get()).toEqual({ sentBytes: 0, totalBytes: TOTAL, fraction: null, isStalled: false })
    progress.moved(0, TOTAL)
    expect(progress.get()?.fraction).toBe(0)
  })

  test('never moves backwards within one PUT, and starts again with the next', () => {
    const { progress } = tracker()
    progress.begin(TOTAL)
    const seen = [100, 700, 300, 0, 701, 900].map((sentBytes) => {
      progress.moved(sentBytes, TOTAL)
      return progress.get()?.fraction
    })
    expect(seen).toEqual([0.1, 0.7, 0.7, 0.7, 0.7, 0.9])
    progress.begin(TOTAL)
    progress.moved(100, TOTAL)
    expect(progress.get()).toMatchObject({ sentBytes: 100, fraction: 0.1 })
  })

  test('T-58: is below 1 when all bytes have left, and even when more than all are said to', () => {
    const { progress } = tracker()
    progress.begin(TOTAL)
    progress.moved(995, TOTAL)
    progress.moved(TOTAL, TOTAL)
    expect(progress.get()).toMatchObject({ sentBytes: TOTAL, fraction: 0.99 })
    progress.moved(TOTAL * 2, TOTAL)
    expect(progress.get()).toMatchObject({ sentBytes: TOTAL, fraction: 0.99 })
  })

  test('tells of each step of five hundredths, not of each event', () => {
    const { progress, onChange } = tracker()
    progress.begin(100_000)
    for (let sentBytes = 0; sentBytes <= 100_000; sentBytes += 10) progress.moved(sentBytes, 100_000)
    // 0.00 to 0.95, and the last byte.
    expect(onChange).toHaveBeenCalledTimes(21)
  })

  test('is exact when it tells of a step that is larger', () => {
    const { progress } = tracker()
    progress.begin(TOTAL)
    const seen = [70, 110, 119, 120, 420, 460].map((sentBytes) => {
      progress.moved(sentBytes, TOTAL)
      return progress.get()
    })
    expect(seen.map((each) => each?.fraction)).toEqual([0.07, 0.07, 0.07, 0.12, 0.42, 0.42])
    expect(seen.map((each) => each?.sentBytes)).toEqual([70, 70, 70, 120, 420, 420])
  })

  test('T-58: is unknown again when no event came for 2 s, until the next one comes', () => {
    const { progress, clock, onChange } = tracker()
    progress.begin(TOTAL)
    clock.pass(1_999)
    progress.moved(500, TOTAL)
    clock.pass(1_999)
    expect(progress.get()?.fraction).toBe(0.5)
    clock.pass(1)
    expect(progress.get()).toEqual({ sentBytes: 500, totalBytes: TOTAL, fraction: null, isStalled: false })
    expect(onChange).toHaveBeenCalledTimes(2)
    progress.moved(400, TOTAL)
    expect(progress.get()).toMatchObject({ sentBytes: 500, fraction: 0.5 })
    clock.pass(1_999)
    expect(progress.get()?.fraction).toBe(0.5)
    expect(onChange).toHaveBeenCalledTimes(3)
  })

  test('T-58: is unknown when all bytes have left and the storage has not answered for 2 s', () => {
    const { progress, clock } = tracker()
    progress.begin(TOTAL)
    progress.moved(TOTAL, TOTAL)
    clock.pass(1_999)
    expect(progress.get()?.fraction).toBe(0.99)
    clock.pass(1)
    expect(progress.get()).toEqual({
      sentBytes: TOTAL,
      totalBytes: TOTAL,
      fraction: null,
      isStalled: false,
    })
  })

  test('T-63: is stalled when no byte has moved for 10 s, until one moves', () => {
    const { progress, clock, onChange } = tracker()
    progress.begin(TOTAL)
    clock.pass(9_000)
    progress.moved(500, TOTAL)
    clock.pass(9_999)
    expect(progress.get()?.isStalled).toBe(false)
    clock.pass(1)
    expect(progress.get()).toEqual({ sentBytes: 500, totalBytes: TOTAL, fraction: null, isStalled: true })
    // Moved, unknown, stalled.
    expect(onChange).toHaveBeenCalledTimes(3)
    expect(clock.pendingTimers()).toBe(0)
    progress.moved(501, TOTAL)
    expect(progress.get()).toMatchObject({ fraction: 0.5, isStalled: false })
  })

  test('T-63: is stalled when not even the first byte has moved for 10 s, and tells of it once', () => {
    const { progress, clock, onChange } = tracker()
    progress.begin(TOTAL)
    clock.pass(9_999)
    expect(onChange).not.toHaveBeenCalled()
    clock.pass(1)
    expect(progress.get()).toMatchObject({ fraction: null, isStalled: true })
    expect(onChange).toHaveBeenCalledTimes(1)
  })

  test('counts hundredths without the errors of binary fractions', () => {
    const { progress } = tracker()
    const seen = Array.from({ length: 100 }, (_, sentBytes) => {
      progress.begin(100)
      progress.moved(sentBytes, 100)
      return progress.get()?.fraction
    })
    expect(seen).toEqual(Array.from({ length: 100 }, (_, percent) => percent / 100))
  })

  test('is over at the end, and stays so when the sender reports late', () => {
    const { progress, clock, onChange } = tracker()
    progress.begin(TOTAL)
    progress.end()
    progress.moved(500, TOTAL)
    expect([progress.get(), clock.pendingTimers()]).toEqual([null, 0])
    expect(onChange).not.toHaveBeenCalled()
  })
})

test('a listener that ends the PUT as soon as nothing is known leaves no timer', () => {
  const clock = createFakeClock()
  const progress = createProgressTracker(clock, () => {
    if (progress.get()?.fraction === null) progress.end()
  })
  progress.begin(TOTAL)
  progress.moved(500, TOTAL)
  clock.pass(2_000)
  expect([progress.get(), clock.pendingTimers()]).toEqual([null, 0])
})

describe('the progress of an upload', () => {
  test('is there while it sends, in the same moment as the phase, and only then', async () => {
    const { uploader, toUploading, confirm, clock } = uploaderByHand()
    const seen: string[] = []
    uploader.subscribe(() => seen.push(`${uploader.getState().phase} ${uploader.getProgress()?.fraction}`))
    const upload = endOf(uploader.upload(pictureFile()))
    const put = await toUploading()
    put.progress(35, 70)
    put.progress(70, 70)
    put.answer({ outcome: 'sent' })
    const open = await confirm.next()
    put.progress(70, 70)
    open.answer(confirmed('a'))
    await upload
    expect(seen).toEqual([
      'preparing undefined',
      'requesting undefined',
      'uploading null',
      'uploading 0.5',
      'uploading 0.99',
      'confirming undefined',
      'success undefined',
    ])
    expect(clock.pendingTimers()).toBe(0)
  })

  test('starts from zero when the URL had to be renewed', async () => {
    const { uploader, toUploading } = uploaderByHand()
    const upload = endOf(uploader.upload(pictureFile()))
    const put = await toUploading()
    put.progress(70, 70)
    put.answer({ outcome: 'expired', error: new UploadError('url-expired') })
    await toUploading()
    expect(uploader.getProgress()).toMatchObject({ sentBytes: 0, fraction: null })
    uploader.cancel()
    await upload
  })

  test('is not touched by an upload that was replaced', async () => {
    const { uploader, toUploading } = uploaderByHand({ isDeaf: true })
    const older = endOf(uploader.upload(pictureFile('older.png')))
    const olderPut = await toUploading()
    const newer = endOf(uploader.upload(pictureFile('newer.png')))
    const newerPut = await toUploading()
    olderPut.progress(35, 70)
    expect(uploader.getProgress()).toMatchObject({ sentBytes: 0, fraction: null })
    olderPut.answer({ outcome: 'sent' })
    expect(await older).toBe('aborted')
    expect(uploader.getProgress()).toMatchObject({ sentBytes: 0, fraction: null })
    newerPut.fail(new UploadError('storage-busy'))
    await newer
  })
})
