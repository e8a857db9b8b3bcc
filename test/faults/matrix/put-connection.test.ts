import { expect } from 'vitest'
import { jpegOfSize, photo } from '../../picture/samples.ts'
import { type Cell, testCells } from './cells.ts'
import type { ConnectionFault } from '../tcp-proxy/connection-fault.ts'
import { choosePicture, isPut, untilSettled } from '../stage/run-upload.ts'

const putsOnWire = (record: { storageRequests: readonly { method: string }[] }) =>
  record.storageRequests.filter(isPut).length

type Damage = Pick<ConnectionFault, 'damage' | 'after'>

const POINTS: readonly [where: string, up: number | { fraction: number }][] = [
  ['before the first byte', 0],
  ['after one byte', 1],
  ['half way', { fraction: 0.5 }],
  ['after 99 %', { fraction: 0.99 }],
  ['after the last byte', { fraction: 1 }],
]

const OFTEN: Readonly<Record<number, string>> = { 1: 'once', 2: 'twice' }

const broken = (damage: 'reset' | 'cut', times: number, ends: Cell['ends']): Cell[] =>
  POINTS.map(([where, up]) => ({
    fault: `T-57: ${damage} ${where}, ${OFTEN[times] ?? 'each time'}`,
    ends,
    before({ scene }) {
      const fault: Damage = { damage, after: { up } }
      scene.storageWire.fail({ ...fault, of: isPut, times })
    },
  }))

testCells('PUT, its connection', [
  ...broken('reset', 1, 'success'),
  ...broken('reset', 2, 'success'),
  ...broken('cut', 1, 'success'),
  // After the last byte the storage has everything: the first confirm finds it.
  ...broken('reset', Infinity, 'network').slice(0, -1),
  {
    fault: 'T-56: reset after it was stored: the browser sends it again, and it is one upload all the same',
    ends: 'success',
    calls: { requestUrl: 1, put: 1, confirm: 1 },
    before({ scene }) {
      scene.storageWire.fail({ of: isPut, damage: 'reset', after: { down: 0 } })
    },
    after(record) {
      expect(record.storageRequests.filter(isPut).map(({ status }) => status)).toEqual([null, 412])
      expect(record.objects.filter(({ key }) => key.startsWith('staging/')).length).toBe(1)
    },
  },
  {
    fault: 'T-56: both PUTs reset after the last byte, and stored only 3 s later',
    ends: 'success',
    calls: { requestUrl: 1, put: 1, confirm: 4 },
    before({ scene }) {
      scene.storageWire.fail({ of: isPut, damage: 'reset', after: { up: { fraction: 1 } }, times: 2 })
      scene.storage.answer({
        of: isPut,
        times: 2,
        async answer(request, next) {
          await scene.pause(3_000)
          return next(request)
        },
      })
    },
    after(record) {
      expect(putsOnWire(record)).toBe(2)
      expect(record.objects.filter(({ key }) => key.startsWith('staging/')).length).toBe(1)
    },
  },
  {
    fault: 'T-57: broken four times in two ways before the first byte',
    ends: 'success',
    before({ scene }) {
      scene.storageWire.fail({ of: isPut, damage: 'reset', after: { up: 0 }, times: 3 })
      scene.storageWire.fail({ of: isPut, damage: 'cut', after: { up: 0 }, times: 1 })
    },
  },
  {
    fault: 'T-63: it stalls once, half way',
    ends: 'success',
    calls: { put: 2 },
    before({ scene }) {
      scene.storageWire.fail({ of: isPut, damage: 'swallow', after: { up: { fraction: 0.5 } } })
    },
  },
  {
    fault: 'T-63: the storage never reads a byte',
    ends: 'stalled',
    calls: { put: 4 },
    before({ scene }) {
      scene.storageWire.fail({ of: isPut, damage: 'hold', after: { up: 0 }, times: Infinity })
    },
    async act(run, picture) {
      const startedAtMs = run.scene.now()
      await choosePicture(run, picture)
      await untilSettled(run)
      expect(run.scene.now() - startedAtMs).toBeGreaterThan(120_000)
    },
  },
  {
    fault: 'T-63: the storage stops reading a picture that is larger than all buffers on the way',
    ends: 'success',
    calls: { put: 2 },
    before({ scene }) {
      scene.storageWire.fail({ of: isPut, damage: 'hold', after: { up: 0 } })
    },
    async act(run) {
      await choosePicture(run, Buffer.from(await jpegOfSize(5 * 1024 * 1024)))
      await untilSettled(run)
    },
  },
  {
    fault:
      'T-63: the storage reads nothing, and the buffers on the way take a little more each time: no progress',
    ends: 'stalled',
    calls: { put: 4 },
    before({ scene }) {
      for (const up of [0, 600_000, 1_200_000, 1_200_000]) {
        scene.storageWire.fail({ of: isPut, damage: 'hold', after: { up } })
      }
    },
    async act(run) {
      await choosePicture(run, Buffer.from(await jpegOfSize(5 * 1024 * 1024)))
      await untilSettled(run)
    },
  },
  {
    fault: 'the storage takes everything, and never answers',
    ends: 'success',
    before({ scene }) {
      scene.storageWire.fail({ of: isPut, damage: 'swallow', after: { down: 0 } })
    },
  },
  {
    fault: 'the storage closes its side while the picture is on its way',
    ends: 'success',
    before({ scene }) {
      scene.storageWire.fail({ of: isPut, damage: 'half-close', after: { up: 1_000 } })
    },
  },
  {
    fault: 'the answer breaks off in its head',
    ends: 'success',
    before({ scene }) {
      scene.storageWire.fail({ of: isPut, damage: 'cut', after: { down: 20 } })
    },
  },
  {
    fault: 'a slow line, of 20 kB a second',
    ends: 'success',
    calls: { put: 1 },
    before({ scene }) {
      scene.storageWire.fail({ of: isPut, damage: { bytesPerSecond: 20_000 }, after: { up: 0 } })
    },
    async act(run) {
      await choosePicture(run, Buffer.from(await photo(60_000)))
      await untilSettled(run)
    },
  },
])
