import { expect } from 'vitest'
import { photo } from '../../picture/samples.ts'
import { isStep, refusal } from '../scene/backend-answers.ts'
import { testCells } from './cells.ts'
import type { FaultsPage } from '../page/page-entry.ts'
import {
  choosePicture,
  countOf,
  giveItTime,
  holdPut,
  isPut,
  lastState,
  until,
  untilHeld,
  untilSettled,
} from '../stage/run-upload.ts'

declare const faults: FaultsPage

testCells('the page and its person', [
  {
    fault: 'T-66: under StrictMode everything happens once',
    ends: 'success',
    calls: { requestUrl: 1, put: 1, confirm: 1 },
    after(_record, run) {
      expect(countOf(run, 'callback')).toBe(1)
      expect(run.scene.storageWire.requests.filter(isPut).length).toBe(1)
    },
  },
  {
    fault: 'T-64: reloaded while the bytes move: no busy state is left, no image, and a new upload works',
    ends: 'success',
    before: holdPut,
    async act(run, picture) {
      await choosePicture(run, picture)
      await untilHeld(run)
      await run.page.reload()
      await run.page.locator('[data-part=root][data-state=idle]').waitFor()
      await giveItTime(run)
      expect(lastState(run)?.phase).toBe('idle')
      expect(run.scene.confirmed).toEqual([])
      expect(run.scene.s3.objects(run.scene.bucket)).toEqual([])
      await choosePicture(run, picture)
      await untilSettled(run)
    },
  },
  {
    fault: 'T-64: reloaded after the bytes have arrived: what was not confirmed is no image',
    ends: 'idle',
    calls: { put: 1 },
    before({ scene }) {
      scene.backendWire.fail({ of: isStep('confirm'), damage: 'hold', after: { up: 0 } })
    },
    async act(run, picture) {
      await choosePicture(run, picture)
      await until(run, ({ phase }) => phase === 'confirming')
      await run.page.reload()
      await run.page.locator('[data-part=root][data-state=idle]').waitFor()
      await giveItTime(run)
      expect(run.scene.saved).toEqual([])
    },
  },
  {
    fault: 'T-64: reloaded while it waits to try again: nothing more is sent, and nothing goes on',
    ends: 'idle',
    calls: { requestUrl: 1, put: 0, confirm: 0 },
    before({ scene }) {
      scene.backend.answer({
        of: isStep('request-url'),
        answer: refusal(429, 'rate-limited', { 'retry-after': '20' }),
      })
    },
    async act(run, picture) {
      await choosePicture(run, picture)
      await until(run, ({ waitingFor }) => waitingFor === 'backoff')
      await run.page.reload()
      await run.page.locator('[data-part=root][data-state=idle]').waitFor()
      await giveItTime(run)
    },
  },
  {
    fault: 'T-66: unmounted while the bytes move: nothing more is sent or told',
    ends: null,
    calls: { requestUrl: 1, put: 1, confirm: 0 },
    before: holdPut,
    async act(run, picture) {
      await choosePicture(run, picture)
      await untilHeld(run)
      await run.page.evaluate(() => faults.unmount())
      await giveItTime(run)
    },
    after(record, run) {
      expect(countOf(run, 'callback')).toBe(0)
      expect(record.objects).toEqual([])
    },
  },
  {
    fault: 'T-66: unmounted while it waits to try again',
    ends: null,
    calls: { requestUrl: 1, put: 0, confirm: 0 },
    before({ scene }) {
      scene.backend.answer({
        of: isStep('request-url'),
        answer: refusal(429, 'rate-limited', { 'retry-after': '20' }),
      })
    },
    async act(run, picture) {
      await choosePicture(run, picture)
      await until(run, ({ waitingFor }) => waitingFor === 'backoff')
      await run.page.evaluate(() => faults.unmount())
      await giveItTime(run)
    },
    after: (_record, run) => expect(countOf(run, 'callback')).toBe(0),
  },
  {
    fault: 'cancelled while the bytes move',
    ends: 'idle',
    calls: { requestUrl: 1, put: 1, confirm: 0 },
    before: holdPut,
    async act(run, picture) {
      await choosePicture(run, picture)
      await untilHeld(run)
      await run.page.getByRole('button', { name: 'Cancel' }).click()
      await giveItTime(run)
    },
    after(record, run) {
      expect(countOf(run, 'callback')).toBe(0)
      expect(record.objects).toEqual([])
    },
  },
  {
    fault: 'cancelled while it waits to be online',
    ends: 'idle',
    calls: { requestUrl: 1, put: 0, confirm: 0 },
    async act(run, picture) {
      await run.context.setOffline(true)
      await choosePicture(run, picture)
      await until(run, ({ waitingFor }) => waitingFor === 'online')
      await run.page.getByRole('button', { name: 'Cancel' }).click()
      await run.context.setOffline(false)
      await giveItTime(run)
    },
  },
  {
    fault: 'T-65: the same picture ten times at once',
    ends: 'success',
    calls: { requestUrl: 1, put: 1, confirm: 1 },
    async act(run, picture) {
      const base64 = picture.toString('base64')
      await run.page.evaluate((text) => {
        faults.tell({ kind: 'act' })
        const data = new DataTransfer()
        const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
        data.items.add(new File([bytes], 'me.jpg', { type: 'image/jpeg' }))
        const group = document.querySelector('[role=group]')
        for (let count = 0; count < 10; count += 1) {
          group?.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
        }
      }, base64)
      await untilSettled(run)
    },
  },
  {
    fault: 'T-65: ten clicks on "Try again" at once',
    ends: 'success',
    calls: { requestUrl: 2, put: 1, confirm: 1 },
    before({ scene }) {
      scene.backend.answer({ of: isStep('request-url'), answer: refusal(401, 'unauthenticated') })
    },
    async act(run, picture) {
      await choosePicture(run, picture)
      await until(run, ({ phase }) => phase === 'error')
      await run.page.evaluate(() => {
        faults.tell({ kind: 'act' })
        const retry = document.querySelector<HTMLButtonElement>('[data-part=retry]')
        for (let count = 0; count < 10; count += 1) retry?.click()
      })
      await until(run, ({ phase }) => phase === 'success')
    },
  },
  {
    fault: 'T-65: a second picture while the bytes of the first one move: the second is saved',
    ends: 'success',
    calls: { requestUrl: 2, put: 2, confirm: 1 },
    before: holdPut,
    async act(run, picture) {
      await choosePicture(run, picture)
      await untilHeld(run)
      await choosePicture(run, Buffer.from(await photo(100_000)), 'second.jpg')
      await untilSettled(run)
    },
    after(record) {
      expect(record.saved[0]?.sha256).toBe(record.grants[1]?.sha256)
    },
  },
])
