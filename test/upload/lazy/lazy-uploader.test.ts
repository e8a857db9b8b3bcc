import { inspect } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import { UploadError } from '../../../src/contract/upload-error.ts'
import type { LazyUploader } from '../../../src/upload/lazy/lazy-uploader.ts'
import type { Uploader } from '../../../src/upload/uploader.ts'
import { pictureFile } from '../samples.ts'
import { lazyByHand } from './lazy-by-hand.ts'
import { confirmed, endOf, uploaderByHand } from '../uploader-by-hand.ts'

/** An uploader that a test lets load, or fail to. */
function lazyUploader() {
  const loads: { succeed(): void; fail(): void }[] = []
  let lazy: LazyUploader<Uploader> | undefined
  const byHand = uploaderByHand({
    around(engine) {
      const load = () =>
        new Promise<typeof engine.make>((resolve, reject) => {
          const fail = () =>
            reject(new TypeError('Failed to fetch https://app.example/chunk.js?token=canary'))
          loads.push({ succeed: () => resolve(engine.make), fail })
        })
      const whole = lazyByHand(engine, load)
      lazy = whole
      return whole
    },
  })
  return { ...byHand, loads, preload: () => lazy?.preload(), phase: () => byHand.uploader.getState().phase }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))
const tooMany = () => new UploadError('too-many-files', { step: 'prepare', details: { count: 2 } })

describe('it is loaded', () => {
  test('when an upload starts, which is preparing at once', async () => {
    const { uploader, loads, phase, phases, toConfirming } = lazyUploader()
    expect(loads).toHaveLength(0)
    const upload = uploader.upload(pictureFile())
    expect(phase()).toBe('preparing')
    expect(uploader.getFile()).toBeNull()
    expect(loads).toHaveLength(1)
    loads[0]?.succeed()
    const confirm = await toConfirming()
    confirm.answer(confirmed('saved'))
    expect(await endOf(upload)).toBe('saved')
    expect(phases).toEqual(['preparing', 'requesting', 'uploading', 'confirming', 'success'])
  })

  test('before that, by whoever sees somebody come', async () => {
    const { preload, loads, uploader, phases, toRequesting } = lazyUploader()
    preload()
    expect(loads).toHaveLength(1)
    loads[0]?.succeed()
    await settled()
    expect(phases).toEqual([])
    void endOf(uploader.upload(pictureFile()))
    await toRequesting()
    expect(loads).toHaveLength(1)
  })

  test('once, however many need it', async () => {
    const { preload, loads, uploader, toRequesting } = lazyUploader()
    preload()
    preload()
    const first = endOf(uploader.upload(pictureFile()))
    void endOf(uploader.upload(pictureFile()))
    preload()
    loads[0]?.succeed()
    await toRequesting()
    preload()
    expect(loads).toHaveLength(1)
    expect(await first).toBe('aborted')
  })

  test('when something is removed, which it is at once not to be removed again', async () => {
    const { uploader, loads, phase, remove } = lazyUploader()
    expect(uploader.canRemove()).toBe(true)
    const removal = uploader.remove()
    expect([phase(), uploader.isRemoving(), uploader.canRemove()]).toEqual(['removing', true, false])
    expect(await endOf(uploader.remove())).toBeNull()
    loads[0]?.succeed()
    const call = await remove.next()
    expect(uploader.isRemoving()).toBe(true)
    call.answer({ outcome: 'removed', undo: null })
    expect(await endOf(removal)).toBeNull()
    expect([phase(), remove.count()]).toEqual(['removed', 1])
  })
})

describe('while it is loaded', () => {
  test('a cancel ends the upload at once, and nothing comes of it later', async () => {
    const { uploader, loads, phase, requestUrl, failed } = lazyUploader()
    const upload = endOf(uploader.upload(pictureFile()))
    uploader.cancel()
    expect(phase()).toBe('idle')
    expect(await upload).toBe('aborted')
    loads[0]?.succeed()
    await settled()
    expect([phase(), requestUrl.count(), failed]).toEqual(['idle', 0, []])
  })

  test('a cancel in any moment in which it has just come ends the upload, too', async () => {
    for (let moment = 0; moment < 30; moment += 1) {
      const { uploader, loads, phase, requestUrl } = lazyUploader()
      const upload = endOf(uploader.upload(pictureFile()))
      loads[0]?.succeed()
      for (let turn = 0; turn < moment; turn += 1) await Promise.resolve()
      uploader.cancel()
      expect(await upload).toBe('aborted')
      await settled()
      expect([moment, phase(), requestUrl.count()]).toEqual([moment, 'idle', 0])
    }
  })

  test('a removal cannot be cancelled', async () => {
    const { uploader, loads, phase, remove } = lazyUploader()
    void endOf(uploader.remove())
    uploader.cancel()
    expect(phase()).toBe('removing')
    loads[0]?.succeed()
    await remove.next()
  })

  test('a newer upload replaces an older one, which is never prepared', async () => {
    const { uploader, loads, toConfirming, requestUrl, saved } = lazyUploader()
    const older = pictureFile()
    const read = vi.spyOn(older, 'slice')
    const first = endOf(uploader.upload(older))
    const second = endOf(uploader.upload(pictureFile()))
    loads[0]?.succeed()
    const confirm = await toConfirming()
    confirm.answer(confirmed('second'))
    expect([await first, await second]).toEqual(['aborted', 'second'])
    expect([requestUrl.count(), saved]).toEqual([1, ['second']])
    expect(read).not.toHaveBeenCalled()
  })

  test('an upload replaces a removal, which is never sent: a cancel goes back to what is saved', async () => {
    const { uploader, loads, phase, remove, requestUrl } = lazyUploader()
    const removal = endOf(uploader.remove())
    const upload = endOf(uploader.upload(pictureFile()))
    expect([phase(), uploader.isRemoving(), await removal]).toEqual(['preparing', false, 'aborted'])
    uploader.cancel()
    expect([phase(), await upload]).toEqual(['idle', 'aborted'])
    loads[0]?.succeed()
    await settled()
    expect([phase(), remove.count(), requestUrl.count()]).toEqual(['idle', 0, 0])
  })

  test('a removal replaces an upload', async () => {
    const { uploader, loads, phase, remove, requestUrl } = lazyUploader()
    const upload = endOf(uploader.upload(pictureFile()))
    const removal = endOf(uploader.remove())
    expect([phase(), await upload]).toEqual(['removing', 'aborted'])
    loads[0]?.succeed()
    const call = await remove.next()
    call.answer({ outcome: 'removed', undo: null })
    expect([await removal, phase(), requestUrl.count()]).toEqual([null, 'removed', 0])
  })

  test('a reset ends what waits for it', async () => {
    const { uploader, loads, phase, requestUrl } = lazyUploader()
    const upload = endOf(uploader.upload(pictureFile()))
    uploader.reset()
    expect([phase(), await upload]).toEqual(['idle', 'aborted'])
    loads[0]?.succeed()
    await settled()
    expect(requestUrl.count()).toBe(0)
  })
})

describe('what is refused before it is loaded', () => {
  test('is an error, ends what waits, and has nothing to try again', async () => {
    const { uploader, phase, failed } = lazyUploader()
    const upload = endOf(uploader.upload(pictureFile()))
    uploader.refuse(tooMany())
    expect([phase(), uploader.getState().error?.code, failed]).toEqual([
      'error',
      'too-many-files',
      ['too-many-files'],
    ])
    expect([await upload, await uploader.retry()]).toEqual(['aborted', null])
  })

  test('does not stop a removal, as behind the engine', async () => {
    const { uploader, loads, phase, remove } = lazyUploader()
    const removal = endOf(uploader.remove())
    uploader.refuse(tooMany())
    expect([phase(), uploader.isRemoving()]).toEqual(['error', true])
    loads[0]?.succeed()
    const call = await remove.next()
    call.answer({ outcome: 'removed', undo: null })
    expect([await removal, phase(), remove.count()]).toEqual([null, 'removed', 1])
  })

  test('is what a cancelled upload goes back to, before it is loaded and after that', async () => {
    const { uploader, loads, toUploading } = lazyUploader()
    uploader.refuse(tooMany())
    const first = endOf(uploader.upload(pictureFile()))
    uploader.cancel()
    expect(uploader.getState().error?.code).toBe('too-many-files')
    const second = endOf(uploader.upload(pictureFile()))
    loads[0]?.succeed()
    await toUploading()
    uploader.cancel()
    expect(uploader.getState().error?.code).toBe('too-many-files')
    expect([await first, await second]).toEqual(['aborted', 'aborted'])
  })
})

describe('when it cannot be loaded', () => {
  test('an upload ends in an error that can be tried again, and holds nothing of what was thrown', async () => {
    const { uploader, loads, failed } = lazyUploader()
    const upload = uploader.upload(pictureFile())
    loads[0]?.fail()
    const error: unknown = await upload.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'network', step: 'prepare', isRetryable: true })
    expect(uploader.getState()).toMatchObject({ phase: 'error', error })
    expect(failed).toEqual(['network'])
    expect(error).not.toHaveProperty('cause')
    expect(inspect(error)).not.toContain('canary')
  })

  test('a retry loads it again, and uploads the same picture', async () => {
    const { uploader, loads, phase, toConfirming } = lazyUploader()
    const upload = endOf(uploader.upload(pictureFile()))
    loads[0]?.fail()
    expect(await upload).toBe('network')
    const retry = uploader.retry()
    expect(phase()).toBe('preparing')
    loads[1]?.succeed()
    const confirm = await toConfirming()
    confirm.answer(confirmed('saved'))
    expect(await endOf(retry)).toBe('saved')
    expect(loads).toHaveLength(2)
  })

  test('a retry does what has failed also when it was loaded meanwhile', async () => {
    const { uploader, loads, preload, clock, phase, remove } = lazyUploader()
    preload()
    const removal = endOf(uploader.remove())
    clock.pass(30_000)
    expect(await removal).toBe('network')
    loads[0]?.succeed()
    await settled()
    const retry = endOf(uploader.retry())
    const call = await remove.next()
    call.answer({ outcome: 'removed', undo: null })
    expect([await retry, phase()]).toEqual([null, 'removed'])
  })

  test('a reset forgets it: there is nothing to try again, and nothing that a cancel goes back to', async () => {
    const { uploader, loads, phase } = lazyUploader()
    const upload = endOf(uploader.upload(pictureFile()))
    loads[0]?.fail()
    expect([await upload, phase()]).toEqual(['network', 'error'])
    uploader.reset()
    expect(await endOf(uploader.retry())).toBeNull()
    void endOf(uploader.upload(pictureFile()))
    uploader.cancel()
    expect(phase()).toBe('idle')
  })

  test('a retry does nothing while something newer waits for the next load', async () => {
    const { uploader, loads, phase, requestUrl, remove } = lazyUploader()
    const upload = endOf(uploader.upload(pictureFile()))
    loads[0]?.fail()
    expect(await upload).toBe('network')
    void endOf(uploader.remove())
    expect(await endOf(uploader.retry())).toBeNull()
    expect(phase()).toBe('removing')
    loads[1]?.succeed()
    await remove.next()
    expect(requestUrl.count()).toBe(0)
  })

  test('nobody hears of it but who needs it, and the next need tries again', async () => {
    const { preload, loads, phase, uploader, failed, toRequesting } = lazyUploader()
    preload()
    loads[0]?.fail()
    await settled()
    expect([phase(), failed]).toEqual(['idle', []])
    void endOf(uploader.upload(pictureFile()))
    expect(loads).toHaveLength(2)
    loads[1]?.succeed()
    await toRequesting()
  })

  test('a removal says in which step that was', async () => {
    const { uploader, loads, phase } = lazyUploader()
    const removal = endOf(uploader.remove())
    loads[0]?.fail()
    expect(await removal).toBe('network')
    expect([uploader.getState().error?.step, uploader.isRemoving()]).toEqual(['remove', false])
    void endOf(uploader.retry())
    expect(phase()).toBe('removing')
  })
})

describe('T-62: when it cannot be loaded because the device is offline', () => {
  test('the upload waits, and goes on as soon as it is back', async () => {
    const { uploader, connection, clock, loads, phases, toRequesting } = lazyUploader()
    connection.goOffline()
    void endOf(uploader.upload(pictureFile()))
    loads[0]?.fail()
    await settled()
    expect(uploader.getState()).toMatchObject({ waitingFor: 'online', resumes: 'requesting' })
    expect(uploader.getFile()).toBeNull()
    clock.pass(299_999)
    connection.goOnline()
    await settled()
    loads[1]?.succeed()
    await toRequesting()
    expect(phases).toEqual(['preparing', 'waiting', 'preparing', 'requesting'])
    expect([clock.pendingTimers(), connection.listeners()]).toEqual([0, 0])
  })

  test('a cancel ends that', async () => {
    const { uploader, connection, clock, loads, phase } = lazyUploader()
    connection.goOffline()
    const upload = endOf(uploader.upload(pictureFile()))
    loads[0]?.fail()
    await settled()
    uploader.cancel()
    expect([phase(), await upload]).toEqual(['idle', 'aborted'])
    expect([clock.pendingTimers(), connection.listeners()]).toEqual([0, 0])
  })

  test('so does one that comes with the connection', async () => {
    const { uploader, connection, clock, loads, phase } = lazyUploader()
    connection.goOffline()
    const upload = endOf(uploader.upload(pictureFile()))
    loads[0]?.fail()
    await settled()
    connection.goOnline()
    uploader.cancel()
    expect(await upload).toBe('aborted')
    await settled()
    expect([phase(), clock.pendingTimers(), connection.listeners()]).toEqual(['idle', 0, 0])
  })

  test('a removal waits as well', async () => {
    const { uploader, connection, loads } = lazyUploader()
    connection.goOffline()
    void endOf(uploader.remove())
    loads[0]?.fail()
    await settled()
    expect(uploader.getState()).toMatchObject({ waitingFor: 'online', resumes: 'removing' })
  })
})
