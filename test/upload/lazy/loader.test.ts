import { expect, test, vi } from 'vitest'
import { createLoader } from '../../../src/upload/lazy/loader.ts'
import { createFakeClock } from '../fake-clock.ts'
import { createFakeConnection } from '../fake-connection.ts'

/** A loader of numbers, and what it needs. */
function loading(load: () => Promise<number>) {
  const clock = createFakeClock()
  const connection = createFakeConnection()
  const controller = new AbortController()
  const onWait = vi.fn<(isOffline: boolean) => void>()
  const loader = createLoader(load, { clock, connection })
  return {
    clock,
    connection,
    controller,
    onWait,
    loader,
    need: () => loader.load('prepare', controller.signal, onWait),
  }
}

const never = () => new Promise<never>(() => {})
const fails = () => Promise.reject(new TypeError('Failed to fetch'))

test('what was loaded is there', async () => {
  const { loader, need, clock } = loading(async () => 1)
  expect(loader.get()).toBeNull()
  expect(await need()).toBe(1)
  expect([loader.get(), clock.pendingTimers()]).toEqual([1, 0])
})

test('what does not come within 30 s is an error, and nobody waits any longer', async () => {
  const { need, clock } = loading(never)
  const end = need().catch((error: unknown) => error)
  clock.pass(29_999)
  expect(clock.pendingTimers()).toBe(1)
  clock.pass(1)
  expect(await end).toMatchObject({ code: 'network', step: 'prepare', isRetryable: true })
  expect(clock.pendingTimers()).toBe(0)
})

test('an abort ends the wait, and leaves no timer', async () => {
  const { need, clock, controller } = loading(never)
  const end = need().catch((error: unknown) => error)
  controller.abort()
  expect(await end).toMatchObject({ code: 'aborted', step: 'prepare' })
  expect(clock.pendingTimers()).toBe(0)
})

test('whoever comes near again and again asks a server once that does not answer', async () => {
  const load = vi.fn<() => Promise<number>>(fails)
  const { loader } = loading(load)
  loader.preload()
  await Promise.resolve()
  loader.preload()
  await new Promise((resolve) => setTimeout(resolve))
  loader.preload()
  expect(load).toHaveBeenCalledOnce()
})

test('T-62: offline, it is tried nevertheless: it may be in a cache', async () => {
  const { need, connection, onWait } = loading(async () => 1)
  connection.goOffline()
  expect(await need()).toBe(1)
  expect(onWait).not.toHaveBeenCalled()
})

test('T-62: a device that does not come back within five minutes is an error', async () => {
  const { need, connection, clock, onWait } = loading(fails)
  connection.goOffline()
  const end = need().catch((error: unknown) => error)
  await vi.waitUntil(() => connection.listeners() > 0)
  expect(onWait.mock.calls).toEqual([[true]])
  clock.pass(300_000)
  expect(await end).toMatchObject({ code: 'offline', step: 'prepare', isRetryable: true })
  expect(connection.listeners()).toBe(0)
})

test('T-62: what fails when the device is back is an error', async () => {
  const { need, connection, onWait } = loading(fails)
  connection.goOffline()
  const end = need().catch((error: unknown) => error)
  await vi.waitUntil(() => connection.listeners() > 0)
  connection.goOnline()
  expect(await end).toMatchObject({ code: 'network', step: 'prepare' })
  expect(onWait.mock.calls).toEqual([[true], [false]])
})
