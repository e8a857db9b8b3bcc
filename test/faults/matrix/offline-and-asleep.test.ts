import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { photo } from '../../picture/samples.ts'
import { testCells } from './cells.ts'
import {
  choosePicture,
  countOf,
  holdPut,
  lastState,
  until,
  untilHeld,
  untilSettled,
} from '../stage/run-upload.ts'
import type { Run } from '../stage/stage.ts'

const isUploading = ({ phase }: { phase: string }) => phase === 'uploading'

/** A line of this pace, made in the browser itself: over loopback its buffers take the whole picture at once. */
async function slowDown({ page }: Run, uploadThroughput: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput }
  await session.send('Network.emulateNetworkConditions', conditions)
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
      const session = await run.context.newCDPSession(run.page)
      await session.send('Page.setWebLifecycleState', { state: 'frozen' })
      run.scene.moveClocks(360_000)
      await session.send('Page.setWebLifecycleState', { state: 'active' })
      await run.page.clock.fastForward(360_000)
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
