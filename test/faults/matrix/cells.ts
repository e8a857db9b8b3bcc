import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UploadErrorCode } from '../../../src/index.ts'
import { photo } from '../../picture/samples.ts'
import { collectRecord } from '../record/collect-record.ts'
import { INVARIANTS } from '../record/invariants.ts'
import type { RunRecord } from '../record/run-record.ts'
import { choosePicture, untilSettled } from '../stage/run-upload.ts'
import type { SceneOptions } from '../scene/scene.ts'
import { openStage, type Run, type Stage } from '../stage/stage.ts'

/** One fault in one step, and what has to come of it. All invariants hold in each cell besides. */
export interface Cell {
  fault: string
  /** How the upload ends: in success, or in this error. Null: neither, what happens says what is right. */
  ends: 'success' | 'idle' | UploadErrorCode | null
  /** Requests that the page made itself; browsers may send a PUT once more. */
  calls?: { requestUrl?: number; put?: number; confirm?: number }
  /** Images that the app has saved. Default: one after a success, else none. */
  saves?: number
  options?: SceneOptions & { hasFakeClock?: boolean }
  /** Scripts the fault, when the page is there. */
  before?(run: Run): void | Promise<void>
  /** What a person does. Default: chooses a picture of some 300 kB, and waits for the end. */
  act?(run: Run, picture: Buffer): Promise<void>
  /** What has to hold besides. */
  after?(record: RunRecord, run: Run): void | Promise<void>
  /** Invariants that this very fault breaks, by their number. */
  excused?: readonly number[]
}

/** The matrix is for single PUTs: multipart uploads have no sender yet. */
export function testCells(step: string, cells: readonly Cell[]): void {
  describe(step, () => {
    let stage: Stage
    let picture: Buffer
    beforeAll(async () => {
      stage = await openStage()
      picture = Buffer.from(await photo(300_000))
    })
    afterAll(() => stage.close())

    for (const cell of cells) {
      test(cell.fault, async () => {
        const run = await stage.open(cell.options)
        try {
          await runCell(cell, run, picture)
        } finally {
          await run.close()
        }
      })
    }
  })
}

async function runCell(cell: Cell, run: Run, picture: Buffer): Promise<void> {
  await cell.before?.(run)
  await (cell.act ?? chooseAndWait)(run, picture)
  const record = await collectRecord(run)
  expect(endOf(record)).toBe(cell.ends ?? endOf(record))
  expect(record.saved.length).toBe(cell.saves ?? (cell.ends === 'success' ? 1 : 0))
  expect(callsOf(record)).toMatchObject(cell.calls ?? {})
  await cell.after?.(record, run)
  expect(run.scene.isAllDone()).toBe(true)
  const broken = Object.entries(INVARIANTS)
    .filter(([name]) => cell.excused?.some((number) => name.startsWith(`I${number}:`)) !== true)
    .flatMap(([name, check]) => check(record).map((violation) => `${name} - ${violation}`))
  expect(broken).toEqual([])
}

async function chooseAndWait(run: Run, picture: Buffer): Promise<void> {
  await choosePicture(run, picture)
  await untilSettled(run)
}

function endOf({ entries }: RunRecord): string {
  const last = entries.findLast((entry) => entry.kind === 'state')
  return last?.kind === 'state' ? (last.code ?? last.phase) : 'nothing'
}

export function callsOf({ entries }: RunRecord): Required<Cell['calls'] & object> {
  const paths = entries.flatMap((entry) => (entry.kind === 'call' ? [entry] : []))
  return {
    requestUrl: paths.filter(({ path }) => path.endsWith('/request-url')).length,
    put: paths.filter(({ method }) => method === 'PUT').length,
    confirm: paths.filter(({ path }) => path.endsWith('/confirm')).length,
  }
}
