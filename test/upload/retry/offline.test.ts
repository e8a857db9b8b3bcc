import { getEventListeners } from 'node:events'
import { describe, expect, test, vi } from 'vitest'
import { UploadError } from '../../../src/contract/upload-error.ts'
import { publicImage } from '../samples.ts'
import type { Script } from '../scripted-steps.ts'
import { busy, times, tries } from './tries.ts'

const offline = new UploadError('offline')

/** An upload whose first try of a step finds the device offline; waits for the network. */
async function goOffline(script: Script) {
  const byHand = tries(script)
  byHand.connection.goOffline()
  const ended = byHand.upload()
  await vi.waitUntil(() => byHand.waits.length > 0)
  return { ...byHand, ended }
}

const everyStep: [string, Script, string[]][] = [
  ['requesting', { requestUrl: [busy(offline)] }, ['request-url', 'request-url', 'send 1', 'confirm 1']],
  ['uploading', { send: [busy(offline)] }, ['request-url', 'send 1', 'send 1', 'confirm 1']],
  ['confirming', { confirm: [busy(offline)] }, ['request-url', 'send 1', 'confirm 1', 'confirm 1']],
]

describe.each(everyStep)('T-62: a device that is offline while %s', (phase, script, asked) => {
  test('is waited for, and the upload goes on as soon as it is back', async () => {
    const { ended, waits, log, clock, connection, controller } = await goOffline({ ...script })
    expect(waits).toEqual([{ waitingFor: 'online', resumes: phase, ms: 0 }])
    clock.pass(30_000)
    connection.goOnline()
    await expect(ended).resolves.toEqual(publicImage('upload-1'))
    expect(log).toEqual(asked)
    expect({ timers: clock.pendingTimers(), listeners: connection.listeners() }).toEqual({
      timers: 0,
      listeners: 0,
    })
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })
})

test('T-62: a device that stays offline for five minutes ends the upload, and nothing goes on waiting', async () => {
  const { ended, log, clock, connection } = await goOffline({ requestUrl: [busy(offline)] })
  const outcome = ended.catch((error: unknown) => error)
  clock.pass(299_999)
  expect(connection.listeners()).toBe(1)
  clock.pass(1)
  expect(await outcome).toMatchObject({ code: 'offline', step: 'request-url' })
  expect(log).toEqual(['request-url'])
  expect({ timers: clock.pendingTimers(), listeners: connection.listeners() }).toEqual({
    timers: 0,
    listeners: 0,
  })
})

test('T-62: the five minutes are for the whole upload', async () => {
  const { ended, waits, clock, connection } = await goOffline({ requestUrl: times(9, busy(offline)) })
  const outcome = ended.catch((error: unknown) => error)
  clock.pass(200_000)
  connection.goOnline()
  connection.goOffline()
  await vi.waitUntil(() => waits.length > 1)
  clock.pass(100_000)
  expect(await outcome).toMatchObject({ code: 'offline' })
})

test('T-62: being offline costs no tries', async () => {
  const { ended, waits, log, connection } = await goOffline({
    requestUrl: [...times(5, busy(offline)), ...times(3, busy(new UploadError('network')))],
  })
  for (let count = 1; count <= 5; count += 1) {
    await vi.waitUntil(() => waits.length === count)
    connection.goOnline()
    if (count < 5) connection.goOffline()
  }
  await ended
  expect(log.filter((entry) => entry === 'request-url')).toHaveLength(9)
})

test('T-62: an answer is no sign of being offline, whatever the browser says', async () => {
  const unavailable = new UploadError('backend-unavailable', { status: 503 })
  const { ended, waits } = await goOffline({ requestUrl: [busy(unavailable)] })
  await ended
  expect(waits).toMatchObject([{ waitingFor: 'backoff', resumes: 'requesting' }])
})

test('T-62: a device that is back before anybody waits for it is tried again like any other', async () => {
  const { upload, waits } = tries({ requestUrl: [busy(offline)] })
  await upload()
  expect(waits).toMatchObject([{ waitingFor: 'backoff', resumes: 'requesting' }])
})

test('a cancel ends the wait, and nothing is left behind', async () => {
  const { ended, clock, connection, controller } = await goOffline({ send: [busy(offline)] })
  controller.abort()
  await expect(ended).rejects.toMatchObject({ code: 'aborted', step: 'send' })
  expect({ timers: clock.pendingTimers(), listeners: connection.listeners() }).toEqual({
    timers: 0,
    listeners: 0,
  })
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
})
