import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { photo } from '../../picture/samples.ts'
import { testCells } from './cells.ts'
import {
  choosePicture,
  countOf,
  holdPut,
  isPut,
  lastState,
  until,
  untilHeld,
  untilSettled,
} from '../stage/run-upload.ts'
import { isStep } from '../scene/backend-answers.ts'
import type { Run } from '../stage/stage.ts'

const putsOf = ({ entries }: Run) =>
  entries.filter((entry) => entry.kind === 'call' && entry.method === 'PUT').length
const isUploading = ({ phase }: { phase: string }) => phase === 'uploading'

/** A line of this pace, made in the browser itself: over loopback its buffers take the whole picture at once. */
async function slowDown({ page }: Run, uploadThroughput: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput }
  await session.send('Network.emulateNetworkConditions', conditions)
}

/**
 * What a page sees when another tab or window is in front of it. No browser without a window hides anything, so it is
 * told so by hand.
 */
async function setHidden({ page }: Run, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden })
    const visibilityState = hidden ? 'hidden' : 'visible'
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: visibilityState })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    dispatchEvent(new Event(hidden ? 'blur' : 'focus'))
  }, isHidden)
}

/**
 * No script of the page runs for so long, while everybody else goes on. It is the debugger that stops it: Chromium
 * without a window takes `Page.setWebLifecycleState` for granted, and freezes nothing.
 */
async function freeze(run: Run, ms: number): Promise<void> {
  const session = await run.context.newCDPSession(run.page)
  await session.send('Debugger.enable')
  const frozen = new Promise((resolve) => session.once('Debugger.paused', resolve))
  void session.send('Runtime.evaluate', { expression: 'debugger' })
  await frozen
  const { length } = run.entries
  run.scene.moveClocks(ms)
  await sleep(300)
  expect(run.entries.slice(length)).toEqual([])
  await session.send('Debugger.resume')
  await session.detach()
  await run.page.clock.fastForward(ms)
}

testCells('the page, offline and asleep', [
  {
    fault: 'T-62: offline for 30 s while the bytes move: it goes on by itself',
    ends: 'success',
    calls: { requestUrl: 1, put: 2 },
    before: holdPut,
    async act(run, picture) {
      await choosePicture(run, picture)
      await untilHeld(run)
      await run.context.setOffline(true)
      // What the browser calls offline leaves connections as they are; a network that goes does not.
      await run.scene.storageWire.refuse()
      await until(run, ({ waitingFor }) => waitingFor === 'online')
      for (let count = 0; count < 60; count += 1) await run.advance(500)
      expect(lastState(run)?.waitingFor).toBe('online')
      await run.scene.storageWire.accept()
      await run.context.setOffline(false)
      await untilSettled(run)
    },
  },
  {
    fault: 'T-62: offline before it begins',
    ends: 'success',
    calls: { requestUrl: 2, put: 1 },
    async act(run, picture) {
      await run.context.setOffline(true)
      await choosePicture(run, picture)
      await until(run, ({ waitingFor }) => waitingFor === 'online')
      for (let count = 0; count < 60; count += 1) await run.advance(500)
      await run.context.setOffline(false)
      await untilSettled(run)
    },
  },
  {
    fault: 'T-62: offline for longer than five minutes',
    ends: 'offline',
    calls: { requestUrl: 1, put: 0, confirm: 0 },
    async act(run, picture) {
      await run.context.setOffline(true)
      await choosePicture(run, picture)
      const began = await until(run, ({ waitingFor }) => waitingFor === 'online')
      const end = await untilSettled(run)
      expect(end.pageMs - began.pageMs).toBeGreaterThanOrEqual(300_000)
    },
  },
  {
    fault: 'frozen while it waits to try again, and thawed when its URL is past its life',
    ends: 'success',
    calls: { requestUrl: 2, put: 2 },
    before({ scene }) {
      scene.s3.fail('PutObject', { error: 'SlowDown', retryAfterSeconds: 20 }, { keyPrefix: 'staging/' })
    },
    options: { exposeRetryAfter: true },
    // It waits as long as it is frozen.
    excused: [10],
    async act(run, picture) {
      await choosePicture(run, picture)
      await until(run, ({ waitingFor }) => waitingFor === 'backoff')
      await freeze(run, 360_000)
      await untilSettled(run)
    },
  },
  {
    fault: 'frozen while the bytes move, and thawed when its URL is past its life',
    ends: 'success',
    calls: { requestUrl: 2, put: 2 },
    before: holdPut,
    async act(run, picture) {
      await choosePicture(run, picture)
      await untilHeld(run)
      await freeze(run, 360_000)
      await untilSettled(run)
    },
  },
  {
    fault: 'frozen while it confirms: the answer is there when it thaws',
    ends: 'success',
    calls: { requestUrl: 1, put: 1 },
    before({ scene }) {
      scene.backend.answer({
        of: isStep('confirm'),
        async answer(request, next) {
          await scene.pause(5_000)
          return next(request)
        },
      })
    },
    async act(run, picture) {
      await choosePicture(run, picture)
      await until(run, ({ phase }) => phase === 'confirming')
      await freeze(run, 20_000)
      // It was not told so while it was frozen.
      expect(run.scene.confirmed.length).toBe(1)
      await untilSettled(run)
    },
  },
  {
    fault: 'hidden while the bytes move, and shown again: nobody notices',
    ends: 'success',
    calls: { requestUrl: 1, put: 1, confirm: 1 },
    before({ scene }) {
      scene.storageWire.fail({ of: isPut, damage: { delayMs: 300 }, after: { up: { fraction: 0.5 } } })
    },
    async act(run, picture) {
      await choosePicture(run, picture)
      await untilHeld(run)
      await setHidden(run, true)
      await setHidden(run, false)
      await untilSettled(run)
      await setHidden(run, true)
      await setHidden(run, false)
    },
  },
  {
    fault:
      'hidden while it waits, where timers come once a minute: it goes on, with a new URL for the old one',
    ends: 'success',
    calls: { requestUrl: 2, put: 4, confirm: 1 },
    options: { ttlSeconds: 120, exposeRetryAfter: true },
    // It waits for as long as the browser makes it.
    excused: [10],
    before({ scene }) {
      const busy = { error: 'SlowDown', retryAfterSeconds: 5 } as const
      scene.s3.fail('PutObject', busy, { keyPrefix: 'staging/', times: 3 })
    },
    async act(run, picture) {
      await choosePicture(run, picture)
      await setHidden(run, true)
      for (let puts = 1; puts <= 3; puts += 1) {
        await until(run, ({ waitingFor }) => waitingFor === 'backoff' && putsOf(run) === puts)
        await run.advance(60_000)
      }
      await untilSettled(run)
    },
  },
  {
    fault: 'T-16: 400 s for one picture: the URL is past its life long before the last byte',
    ends: 'success',
    calls: { requestUrl: 1, put: 1, confirm: 1 },
    async act(run) {
      await slowDown(run, 250_000)
      await choosePicture(run, Buffer.from(await photo(1_000_000)))
      await until(run, isUploading)
      // 20 s for every step forward: slow, but never as long as a stall.
      for (let count = 0; count < 20; count += 1) {
        const before = countOf(run, 'progress')
        while (countOf(run, 'progress') === before) await sleep(5)
        await run.advance(20_000)
      }
      expect(lastState(run)?.phase).toBe('uploading')
      await slowDown(run, -1)
      await untilSettled(run)
    },
  },
  {
    fault: 'T-16: broken after 350 s: the next try has a new URL',
    ends: 'success',
    calls: { requestUrl: 2, put: 2 },
    before: holdPut,
    async act(run, picture) {
      await choosePicture(run, picture)
      await untilHeld(run)
      run.scene.moveClocks(350_000)
      await run.page.clock.fastForward(350_000)
      await untilSettled(run)
    },
  },
])
