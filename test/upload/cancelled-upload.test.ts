import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { pictureFile } from './samples.ts'
import type { Script } from './scripted-steps.ts'
import { aborted, tries } from './retry/tries.ts'
import { confirmed, endOf, uploaderByHand } from './uploader-by-hand.ts'

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

describe('a cancel while a port hangs', () => {
  test.each(['toRequesting', 'toUploading'] as const)(
    '(%s) ends the upload at once, with no listener left on its signal',
    async (phase) => {
      const byHand = uploaderByHand({ isDeaf: true })
      const upload = endOf(byHand.uploader.upload(pictureFile()))
      const { signal } = await byHand[phase]()
      byHand.uploader.cancel()
      expect(await upload).toBe('aborted')
      expect(byHand.uploader.getState().phase).toBe('idle')
      expect(getEventListeners(signal, 'abort')).toEqual([])
    },
  )

  test('(preparing) ends the upload at once, however long the file takes to be read', async () => {
    const { uploader, requestUrl } = uploaderByHand()
    const file = pictureFile()
    file.slice = () => Object.assign(new Blob(), { arrayBuffer: () => new Promise<never>(() => {}) })
    const upload = endOf(uploader.upload(file))
    uploader.cancel()
    expect(await upload).toBe('aborted')
    expect(requestUrl.count()).toBe(0)
  })

  test('by a listener, as soon as it begins, lets no later error of the file go unhandled', async () => {
    const { uploader, failed } = uploaderByHand()
    const unhandled: unknown[] = []
    const listen = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', listen)
    uploader.subscribe(() => {
      if (uploader.getState().phase === 'preparing') uploader.cancel()
    })
    expect(await endOf(uploader.upload(new File([], 'empty.png')))).toBe('aborted')
    await new Promise((resolve) => setTimeout(resolve, 10))
    process.off('unhandledRejection', listen)
    expect({ unhandled, failed }).toEqual({ unhandled: [], failed: [] })
  })
})

test('an upload that went well leaves no listener on its signal', async () => {
  const { uploader, toConfirming } = uploaderByHand({ isDeaf: true })
  const upload = endOf(uploader.upload(pictureFile()))
  const { signal, answer } = await toConfirming()
  answer(confirmed('a'))
  expect(await upload).toBe('a')
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
