import { afterEach, describe, expect, test, vi } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import { pictureFile } from './samples.ts'
import { endOf, uploaderByHand } from './uploader-by-hand.ts'

const bug = new Error('a bug of the app')
const throws = () => {
  throw bug
}

/** What is thrown in a microtask is uncaught: on a page, an `error` event. Here it is caught for the test. */
function catchUncaught(): unknown[] {
  const uncaught: unknown[] = []
  vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((callback) => {
    try {
      callback()
    } catch (error) {
      uncaught.push(error)
    }
  })
  return uncaught
}

describe('those who are told', () => {
  afterEach(() => vi.restoreAllMocks())

  test('hear of each change until they unsubscribe', async () => {
    const { uploader, toUploading } = uploaderByHand()
    const listener = vi.fn<() => void>()
    const unsubscribe = uploader.subscribe(listener)
    const upload = endOf(uploader.upload(pictureFile()))
    await toUploading()
    expect(listener).toHaveBeenCalledTimes(3)
    unsubscribe()
    uploader.cancel()
    await upload
    expect(listener).toHaveBeenCalledTimes(3)
  })

  test('change nothing when they throw: it is reported, and what is saved is saved', async () => {
    const uncaught = catchUncaught()
    const { uploader, save } = uploaderByHand({ onChanged: throws })
    uploader.subscribe(throws)
    const after = vi.fn<() => void>()
    uploader.subscribe(after)
    await expect(save(pictureFile(), 'a')).resolves.toMatchObject({ id: 'a' })
    expect(uploader.getState().phase).toBe('success')
    expect(after).toHaveBeenCalledTimes(5)
    expect(uncaught).toEqual(Array.from({ length: 6 }, () => bug))
  })

  test('of a failure, when they throw, do not hide the error of the upload', async () => {
    const uncaught = catchUncaught()
    const { uploader, toRequesting } = uploaderByHand({ onFailed: throws })
    const upload = endOf(uploader.upload(pictureFile()))
    const request = await toRequesting()
    request.fail(new UploadError('forbidden'))
    expect(await upload).toBe('forbidden')
    expect(uploader.getState()).toMatchObject({ phase: 'error', error: { code: 'forbidden' } })
    expect(uncaught).toEqual([bug])
  })
})
