import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import { imageRules, type ProfileImageBackend } from '../../../src/index.ts'
import type { UploaderInputs } from '../../../src/react/engine/connect-uploader.ts'
import { pictureFile, publicImage } from '../../upload/samples.ts'
import { endOf } from '../../upload/uploader-by-hand.ts'

const asked = vi.fn<(what: string) => void>()

// Each test has a page of its own, which has loaded nothing yet.
beforeEach(() => {
  asked.mockReset()
  vi.resetModules()
})

const never = () => new Promise<never>(() => {})

/** What a render gives. */
function inputs(endpoint: Partial<ProfileImageBackend>): UploaderInputs {
  return {
    endpoint: { scope: '/api', requestUrl: never, confirm: never, ...endpoint },
    rules: imageRules(),
    send: never,
    src: null,
  }
}

async function connect(endpoint: Partial<ProfileImageBackend> = {}) {
  const { connectLazily } = await import('../../../src/react/engine/connect-lazily.ts')
  const uploader = connectLazily(new QueryClient(), inputs(endpoint))
  return { uploader, phase: () => uploader.getState().phase }
}

/** A backend that tells which one was asked. */
const telling = (what: string): Partial<ProfileImageBackend> => ({
  requestUrl() {
    asked(what)
    return never()
  },
})

test('the backend is the newest one that was given before the engine was there', async () => {
  const { uploader } = await connect(telling('first'))
  void endOf(uploader.upload(pictureFile()))
  uploader.connect(inputs(telling('newest')))
  await vi.waitFor(() => expect(asked).toHaveBeenCalledExactlyOnceWith('newest'))
})

test('T-66: whoever leaves while it loads has left: nothing is asked for, and nothing can be started', async () => {
  const { uploader, phase } = await connect(telling('first'))
  const left = endOf(uploader.upload(pictureFile()))
  uploader.disconnect()
  expect([phase(), await left]).toEqual(['idle', 'aborted'])
  expect(await endOf(uploader.upload(pictureFile()))).toBe('aborted')
  expect([await uploader.retry(), await uploader.undo()]).toEqual([null, null])
  await import('../../../src/react/engine/connect-uploader.ts')
  expect(asked).not.toHaveBeenCalled()
  uploader.connect(inputs(telling('again')))
  void endOf(uploader.upload(pictureFile()))
  await vi.waitFor(() => expect(asked).toHaveBeenCalledExactlyOnceWith('again'))
})

test('an image that is being removed is not shown, before the engine is there and after that', async () => {
  let answer: (() => void) | undefined
  const { uploader, phase } = await connect({
    remove: () =>
      new Promise((resolve) => {
        answer = () => resolve({ undoTicket: null })
      }),
  })
  const seen = () => {
    const { src, savedSrc, canRemove } = uploader.viewer('/saved.png')()
    return [src, savedSrc, canRemove]
  }
  expect(seen()).toEqual(['/saved.png', '/saved.png', true])
  expect(uploader.viewer(null)().canRemove).toBe(false)
  void endOf(uploader.remove())
  expect([phase(), ...seen()]).toEqual(['removing', null, null, false])
  await vi.waitUntil(() => answer !== undefined)
  expect([phase(), ...seen()]).toEqual(['removing', null, null, false])
  answer?.()
  await vi.waitUntil(() => phase() === 'removed')
})

test('a backend that cannot remove is told of at once', async () => {
  const { uploader } = await connect()
  expect(() => uploader.remove()).toThrow(/has no remove\(\)/)
})

test('a backend of a class keeps its `this`', async () => {
  class Own implements ProfileImageBackend {
    readonly scope = '/own'
    readonly requestUrl = never
    readonly confirm = async () => publicImage('saved')
    readonly undoTicket = null
    async remove() {
      return { undoTicket: this.undoTicket }
    }
  }
  const { uploader } = await connect()
  uploader.connect({ ...inputs({}), endpoint: new Own() })
  expect(await endOf(uploader.remove())).toBeNull()
})
