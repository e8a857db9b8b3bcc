import { describe, expect, test } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import { pictureFile } from './samples.ts'
import { confirmed, endOf, uploaderByHand, type UploaderByHandOptions } from './uploader-by-hand.ts'

const first = pictureFile('first.png')
const second = pictureFile('second.png')
const unavailable = new UploadError('backend-unavailable', { step: 'confirm' })

/** The first upload is confirming, which nothing stops, when the second one replaces it. */
async function replacedWhileConfirming(options: UploaderByHandOptions = {}) {
  const byHand = uploaderByHand(options)
  const older = endOf(byHand.uploader.upload(first))
  const olderConfirm = await byHand.toConfirming()
  const newer = endOf(byHand.uploader.upload(second))
  return { ...byHand, older, olderConfirm, newer }
}

describe('an upload that was replaced while confirming', () => {
  test('still tells that it is saved, and is what a cancel of the newer one goes back to', async () => {
    const { uploader, older, olderConfirm, newer, toUploading, saved } = await replacedWhileConfirming()
    await toUploading()
    olderConfirm.answer(confirmed('older'))
    expect(await older).toBe('older')
    expect(saved).toEqual(['older'])
    expect(uploader.getState().phase).toBe('uploading')
    uploader.cancel()
    expect(await newer).toBe('aborted')
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'older' } })
  })

  test('does not stop the newer one by being saved', async () => {
    const { uploader, older, olderConfirm, newer, toUploading, confirm, saved } =
      await replacedWhileConfirming()
    const put = await toUploading()
    olderConfirm.answer(confirmed('older'))
    await older
    put.answer({ outcome: 'sent' })
    const newerConfirm = await confirm.next()
    newerConfirm.answer(confirmed('newer'))
    expect(await newer).toBe('newer')
    expect(saved).toEqual(['older', 'newer'])
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'newer' } })
  })

  test('goes on in the foreground when the newer one is cancelled first', async () => {
    const { uploader, older, olderConfirm, newer, toUploading, saved } = await replacedWhileConfirming()
    await toUploading()
    uploader.cancel()
    expect(await newer).toBe('aborted')
    expect(uploader.getState().phase).toBe('confirming')
    expect(uploader.getFile()).toBe(first)
    olderConfirm.answer(confirmed('older'))
    expect(await older).toBe('older')
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'older' } })
    expect(saved).toEqual(['older'])
  })

  test('is left behind when the one that replaced it confirms as well: a cancel of a third goes back to that', async () => {
    const { uploader, older, newer, toConfirming, toUploading } = await replacedWhileConfirming()
    const newerConfirm = await toConfirming()
    const third = endOf(uploader.upload(pictureFile('third.png')))
    await toUploading()
    uploader.cancel()
    expect(await third).toBe('aborted')
    expect(uploader.getFile()).toBe(second)
    newerConfirm.answer(confirmed('newer'))
    expect(await newer).toBe('newer')
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'newer' } })
    expect(await older).toBe('aborted')
  })

  test('tells of its failure when it is in the foreground again, and is silent when it is not', async () => {
    for (const isCancelled of [true, false]) {
      const { uploader, older, olderConfirm, newer, toUploading, toConfirming, failed } =
        await replacedWhileConfirming()
      if (isCancelled) await toUploading().then(() => uploader.cancel())
      olderConfirm.fail(new UploadError('forbidden', { step: 'confirm' }))
      expect(await older).toBe('forbidden')
      expect(failed).toEqual(isCancelled ? ['forbidden'] : [])
      if (!isCancelled) (await toConfirming()).answer(confirmed('newer'))
      expect(await newer).toBe(isCancelled ? 'aborted' : 'newer')
    }
  })

  test('tells nothing after a newer image was saved', async () => {
    const { uploader, older, olderConfirm, newer, toConfirming, saved, failed } =
      await replacedWhileConfirming({ isDeaf: true })
    const newerConfirm = await toConfirming()
    newerConfirm.answer(confirmed('newer'))
    expect(await newer).toBe('newer')
    olderConfirm.answer(confirmed('older'))
    expect(await older).toBe('aborted')
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'newer' } })
    expect({ saved, failed }).toEqual({ saved: ['newer'], failed: [] })
  })

  test.each(['saved', 'not saved'])(
    'and is then %s leaves the error of the newer one, and its retry, as they are',
    async (end) => {
      const { uploader, older, olderConfirm, newer, toUploading, send, saved } =
        await replacedWhileConfirming()
      const put = await toUploading()
      put.fail(new UploadError('storage-busy', { step: 'send' }))
      expect(await newer).toBe('storage-busy')
      if (end === 'saved') olderConfirm.answer(confirmed('older'))
      else olderConfirm.fail(unavailable)
      expect(await older).toBe(end === 'saved' ? 'older' : 'backend-unavailable')
      expect(saved).toEqual(end === 'saved' ? ['older'] : [])
      expect(uploader.getState()).toMatchObject({ phase: 'error', error: { code: 'storage-busy' } })
      const retried = endOf(uploader.retry())
      await send.next()
      expect(uploader.getFile()).toBe(second)
      uploader.reset()
      expect(await retried).toBe('aborted')
    },
  )

  test('and was then not saved, is what a cancel of the newer one goes back to: its error can be retried', async () => {
    const { uploader, older, olderConfirm, newer, toUploading, confirm, saved } =
      await replacedWhileConfirming()
    await toUploading()
    olderConfirm.fail(unavailable)
    expect(await older).toBe('backend-unavailable')
    expect(uploader.getState().phase).toBe('uploading')
    uploader.cancel()
    expect(await newer).toBe('aborted')
    expect(uploader.getState()).toMatchObject({ phase: 'error', error: unavailable })

    const retried = endOf(uploader.retry())
    const again = await confirm.next()
    expect(uploader.getFile()).toBe(first)
    again.answer(confirmed('older'))
    expect(await retried).toBe('older')
    expect(saved).toEqual(['older'])
  })

  test('and was then not saved, leaves nothing once the newer one is saved', async () => {
    const { uploader, older, olderConfirm, newer, toConfirming, toUploading } =
      await replacedWhileConfirming()
    const newerConfirm = await toConfirming()
    olderConfirm.fail(unavailable)
    expect(await older).toBe('backend-unavailable')
    newerConfirm.answer(confirmed('newer'))
    expect(await newer).toBe('newer')
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'newer' } })
    expect(await endOf(uploader.retry())).toBeNull()

    const third = endOf(uploader.upload(first))
    await toUploading()
    uploader.cancel()
    expect(await third).toBe('aborted')
    expect(uploader.getState()).toMatchObject({ phase: 'success', image: { id: 'newer' } })
  })

  test('begins nothing more: what has not arrived is not sent again', async () => {
    const { uploader, toConfirming, confirm, send, failed } = uploaderByHand()
    const failing = endOf(uploader.upload(first))
    const lost = await toConfirming()
    lost.fail(new UploadError('network', { step: 'confirm' }))
    expect(await failing).toBe('network')
    // This retry asks confirm first, and would send after a `not-uploaded`.
    const older = endOf(uploader.retry())
    const olderConfirm = await confirm.next()
    const newer = endOf(uploader.upload(second))
    olderConfirm.answer({ outcome: 'not-uploaded', error: new UploadError('not-uploaded') })
    expect(await older).toBe('aborted')
    expect(send.count()).toBe(1)
    expect(failed).toEqual(['network'])
    const newerConfirm = await toConfirming()
    newerConfirm.answer(confirmed('newer'))
    expect(await newer).toBe('newer')
  })
})

describe('T-66: reset', () => {
  test('aborts what runs, in the foreground and in the background, and is silent from then on', async () => {
    const { uploader, older, olderConfirm, newer, toConfirming, saved, failed, clock, phases } =
      await replacedWhileConfirming({ isDeaf: true })
    const newerConfirm = await toConfirming()
    uploader.reset()
    expect(uploader.getState().phase).toBe('idle')
    const seen = [...phases]
    olderConfirm.answer(confirmed('older'))
    newerConfirm.answer(confirmed('newer'))
    expect([await older, await newer]).toEqual(['aborted', 'aborted'])
    expect([olderConfirm.signal.aborted, newerConfirm.signal.aborted]).toEqual([true, true])
    expect(uploader.getState().phase).toBe('idle')
    expect({ saved, failed, phases }).toEqual({ saved: [], failed: [], phases: seen })
    expect(clock.pendingTimers()).toBe(0)
  })

  test('forgets what had failed and what was saved', async () => {
    const { uploader, save, toUploading } = uploaderByHand()
    await save(first, 'a')
    uploader.reset()
    expect(uploader.getState().phase).toBe('idle')
    const upload = endOf(uploader.upload(second))
    const put = await toUploading()
    put.fail(new UploadError('storage-busy', { step: 'send' }))
    expect(await upload).toBe('storage-busy')
    uploader.reset()
    expect(await endOf(uploader.retry())).toBeNull()
  })

  test('of an upload that is sending leaves no progress and no timer', async () => {
    const { uploader, toUploading, clock } = uploaderByHand()
    const upload = endOf(uploader.upload(first))
    const put = await toUploading()
    put.progress(10, 70)
    uploader.reset()
    expect(await upload).toBe('aborted')
    expect([uploader.getProgress(), clock.pendingTimers()]).toEqual([null, 0])
  })
})
