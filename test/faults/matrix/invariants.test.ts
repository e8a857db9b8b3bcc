import { afterAll, beforeAll, expect, test } from 'vitest'
import { photo } from '../../picture/samples.ts'
import { isStep } from '../scene/backend-answers.ts'
import { collectRecord } from '../record/collect-record.ts'
import { INVARIANTS } from '../record/invariants.ts'
import type { RunRecord } from '../record/run-record.ts'
import { choosePicture, isPut, untilSettled } from '../stage/run-upload.ts'
import { openStage, type Stage } from '../stage/stage.ts'

// Every other cell of the matrix checks all of them as well; here they are, one by one, after a run with many faults.

let stage: Stage
let record: RunRecord
beforeAll(async () => {
  stage = await openStage()
  const run = await stage.open()
  const { backendWire, storageWire, s3 } = run.scene
  backendWire.fail({ of: isStep('request-url'), damage: 'reset', after: { up: 0 }, times: 2 })
  s3.fail('PutObject', { error: 'SlowDown' }, { keyPrefix: 'staging/' })
  storageWire.fail({ of: isPut, damage: 'reset', after: { down: 0 }, nth: 2 })
  s3.fail('GetObject', { error: 'InternalError' })
  backendWire.fail({ of: isStep('confirm'), damage: 'cut', after: { down: 0 }, times: 2 })
  await choosePicture(run, Buffer.from(await photo(300_000)))
  await untilSettled(run)
  record = await collectRecord(run)
  expect(run.scene.isAllDone()).toBe(true)
  await run.close()
})
afterAll(() => stage.close())

const TITLES = [
  'I1: every final object has the bytes that were announced',
  'I2: no PUT starts with a URL that is past its life',
  'I3: an upload is saved once',
  'I4: a run ends, in success or in one of our errors, and leaves nothing running',
  'I5: success comes after a confirm that was answered with 200',
  'I6: no URL, signature or ticket can be read anywhere',
  'I7: progress never goes back within a PUT, and never to the end',
  'I8: no request after the end: a success, an error, a cancel, an unmount or a reload',
  'I9: every object URL is given back',
  'I10: tries are few, none follows another without a pause, and all pauses end in time',
  'I11: a URL that led to an image stores nothing more',
  'I12: final objects have our metadata and nothing else',
]

test('these are all', () => {
  expect(Object.keys(INVARIANTS)).toEqual(TITLES)
  expect(record.saved.length).toBe(1)
})

test.each(TITLES)('%s', (title) => {
  expect(INVARIANTS[title]?.(record)).toEqual([])
})
