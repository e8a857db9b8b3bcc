import {
  type Arbitrary,
  type AsyncCommand,
  commands,
  constantFrom,
  nat,
  oneof,
  record,
  tuple,
} from 'fast-check'
import { UploadError } from '../../src/contract/upload-error.ts'
import type { NetworkPhase } from '../../src/upload/upload-state.ts'
import { ANSWERS } from './model-answers.ts'
import { isCalling, type ModelledUploader } from './modelled-uploader.ts'
import { pictureFile } from './samples.ts'
import type { UploaderModel } from './uploader-model.ts'

type Command = AsyncCommand<UploaderModel, ModelledUploader>
type Act = (model: UploaderModel, real: ModelledUploader) => void

const noPicture: File = new File(['no picture'], 'notes.png')

function command(
  name: string,
  act: Act,
  canRun: (model: Readonly<UploaderModel>) => boolean = () => true,
): Command {
  return {
    check: canRun,
    async run(model, real) {
      act(model, real)
      await real.idle(model)
      model.prepared()
      await real.compare(model)
    },
    toString: () => name,
  }
}

function begin(model: UploaderModel, { uploader, follow }: ModelledUploader, file: File): void {
  model.upload(file !== noPicture)
  void follow(uploader.upload(file))
}

function retry(model: UploaderModel, { uploader, follow }: ModelledUploader): void {
  const work = uploader.retry()
  if (model.retry()) void follow(work)
}

function remove(model: UploaderModel, { uploader, follow }: ModelledUploader): void {
  const work = uploader.remove()
  if (model.remove()) void follow(work)
}

function undo(model: UploaderModel, { uploader, follow }: ModelledUploader): void {
  const work = uploader.undo()
  if (model.undo()) void follow(work)
}

const userActs: readonly Command[] = [
  command('upload', (model, real) => begin(model, real, pictureFile())),
  command('upload no picture', (model, real) => begin(model, real, noPicture)),
  command('upload and cancel in one breath', (model, real) => {
    begin(model, real, pictureFile())
    model.cancel()
    real.uploader.cancel()
  }),
  command('upload twice in one breath', (model, real) => {
    begin(model, real, pictureFile())
    begin(model, real, pictureFile())
  }),
  command('remove', remove),
  command('remove twice in one breath', (model, real) => {
    remove(model, real)
    remove(model, real)
  }),
  command('remove and upload in one breath', (model, real) => {
    remove(model, real)
    begin(model, real, pictureFile())
  }),
  command('upload and remove in one breath', (model, real) => {
    begin(model, real, pictureFile())
    remove(model, real)
  }),
  command('undo', undo),
  command('undo twice in one breath', (model, real) => {
    undo(model, real)
    undo(model, real)
  }),
  command('undo and upload in one breath', (model, real) => {
    undo(model, real)
    begin(model, real, pictureFile())
  }),
  command('cancel', (model, real) => {
    model.cancel()
    real.uploader.cancel()
  }),
  command('retry', retry),
  command('reset', (model, real) => {
    model.reset()
    real.uploader.reset()
  }),
  command('refuse', (model, real) => {
    model.refuse('folder-dropped')
    real.uploader.refuse(new UploadError('folder-dropped'))
  }),
]

const isSettled = ({ active }: Readonly<UploaderModel>) => active === null

const whenNothingRuns: readonly Command[] = [
  command('upload', (model, real) => begin(model, real, pictureFile()), isSettled),
  command('retry', retry, isSettled),
  command('remove', remove, isSettled),
  command('undo', undo, isSettled),
]

const ofTheDevice: readonly Command[] = [
  command('offline', (model, { connection }) => {
    model.isOnline = false
    connection.goOffline()
  }),
  command('online', (model, { connection }) => {
    connection.goOnline()
    model.goOnline()
  }),
  command('sleep for an hour', (_, { clock }) => clock.sleep(3_600_000)),
]

const time: Command = command(
  'time',
  (model, { clock }) => {
    clock.passToNextTimer()
    model.wake(clock.monotonicMs())
  },
  // While a PUT runs, the timers of its progress would be the next ones.
  (model) => model.phase !== 'uploading' && model.open.some(({ wait }) => wait !== null),
)

/** Which of the possible answers each step gives. */
type Choice = Readonly<Record<NetworkPhase, number>>

/** A call is answered: that of the newest upload, or of an older one that still confirms. */
function answer(isOlder: boolean, choice: Choice): Command {
  const find = (model: Readonly<UploaderModel>) =>
    model.open.filter(isCalling).find((run) => isOlder === (run !== model.active))
  let name = 'answer'
  const act: Act = (model, real) => {
    const run = find(model)
    if (run === undefined) return
    const possible = ANSWERS[run.phase]
    const given = possible[choice[run.phase] % possible.length] ?? possible[0]
    name = isOlder ? `${given.name}, an older one` : given.name
    const call = real.take(run)
    const result = given.outcome(run)
    if (result instanceof Error) call.fail(result)
    else call.answer(result)
    given.expect(model, run)
  }
  return { ...command(name, act, (model) => find(model) !== undefined), toString: () => name }
}

const anyChoice: Arbitrary<Choice> = record({
  requesting: nat({ max: 5 }),
  uploading: nat({ max: 6 }),
  confirming: nat({ max: 6 }),
  removing: nat({ max: 4 }),
})
const GOOD_NEWS: Choice = { requesting: 0, uploading: 0, confirming: 0, removing: 0 }

/**
 * Whatever can happen to an uploader. An outage answers the same again and again, and not every user is impatient: only
 * so, tries come to an end.
 */
export const commandSequence: Arbitrary<Iterable<Command>> = tuple(anyChoice, constantFrom(1, 12)).chain(
  ([outage, patience]) => {
    const choice = oneof(constantFrom(GOOD_NEWS, outage, outage), anyChoice)
    const anyCommand = oneof(
      { weight: 2, arbitrary: constantFrom(...userActs) },
      { weight: 1, arbitrary: constantFrom(...ofTheDevice) },
      { weight: 4 * patience, arbitrary: constantFrom(...whenNothingRuns) },
      { weight: 8 * patience, arbitrary: constantFrom(time) },
      { weight: 16 * patience, arbitrary: choice.map((chosen) => answer(false, chosen)) },
      { weight: 4, arbitrary: choice.map((chosen) => answer(true, chosen)) },
    )
    return commands([anyCommand], { maxCommands: 120, size: 'max' })
  },
)
