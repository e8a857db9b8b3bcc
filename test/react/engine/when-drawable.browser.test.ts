import { afterEach, expect, test, vi } from 'vitest'
import { loadsImages, whenDrawable } from '../../../src/react/engine/when-drawable.ts'
import { createFakeClock } from '../../upload/fake-clock.ts'

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='
const BROKEN = 'data:image/gif;base64,AAAA'
/** Time for what must not happen. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 100))
afterEach(() => vi.restoreAllMocks())

/** A watched image, and how often it was called drawable. */
function watch(url: string) {
  const clock = createFakeClock()
  const callback = vi.fn<() => void>()
  return { clock, callback, stop: whenDrawable(url, clock, callback) }
}

const loadForever = () =>
  vi.spyOn(HTMLImageElement.prototype, 'decode').mockReturnValue(new Promise<never>(() => {}))

test('browsers load images', () => {
  expect(loadsImages()).toBe(true)
})

test('an image is drawable once it is loaded, and is called so once', async () => {
  const { clock, callback } = watch(PIXEL)
  expect(callback).not.toHaveBeenCalled()
  await vi.waitFor(() => expect(callback).toHaveBeenCalledOnce())
  expect(clock.pendingTimers()).toBe(0)
  clock.pass(60_000)
  expect(callback).toHaveBeenCalledOnce()
})

test('a broken image is never drawable, and leaves no timer', async () => {
  const { clock, callback } = watch(BROKEN)
  await vi.waitFor(() => expect(clock.pendingTimers()).toBe(0))
  clock.pass(60_000)
  expect(callback).not.toHaveBeenCalled()
})

test('an image that takes more than 10 s is waited for no longer', () => {
  loadForever()
  const { clock, callback } = watch(PIXEL)
  clock.pass(9_999)
  expect(callback).not.toHaveBeenCalled()
  clock.pass(1)
  expect(callback).toHaveBeenCalledOnce()
  expect(clock.pendingTimers()).toBe(0)
})

test('nothing is called after the end of the wait, and no timer is left', async () => {
  const { clock, callback, stop } = watch(PIXEL)
  stop()
  expect(clock.pendingTimers()).toBe(0)
  await aMoment()
  expect(callback).not.toHaveBeenCalled()
})
