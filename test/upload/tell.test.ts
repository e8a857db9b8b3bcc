import { afterEach, describe, expect, test, vi } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import { pictureFile } from './samples.ts'
import { endOf, uploaderByHand } from './uploader-by-hand.ts'

const bug = new Error('a bug of the app')
const throws = () => {
  throw bug
}

/** Node has no error reporting of pages. */
function stubReportError() {
  const report = vi.fn<(error: unknown) => void>()
  vi.stubGlobal('reportError', report)
  return report
}

describe('those who are told', () => {
  afterEach(() => vi.unstubAllGlobals())

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
    const report = stubReportError()
    const { uploader, save } = uploaderByHand({ onSaved: throws })
    uploader.subscribe(throws)
    const after = vi.fn<() => void>()
    uploader.subscribe(after)
    await expect(save(pictureFile(), 'a')).resolves.toMatchObject({ id: 'a' })
    expect(uploader.getState().phase).toBe('success')
    expect(after).toHaveBeenCalledTimes(5)
    expect(report.mock.calls).toEqual(Array.from({ length: 6 }, () => [bug]))
  })

  test('of a failure, when they throw, do not hide the error of the upload', async () => {
    const report = stubReportError()
    const { uploader, toRequesting } = uploaderByHand({ onFailed: throws })
    const upload = endOf(uploader.upload(pictureFile()))
    const request = await toRequesting()
    request.fail(new UploadError('forbidden'))
    expect(await upload).toBe('forbidden')
    expect(uploader.getState()).toMatchObject({ phase: 'error', error: { code: 'forbidden' } })
    expect(report.mock.calls).toEqual([[bug]])
  })
})
