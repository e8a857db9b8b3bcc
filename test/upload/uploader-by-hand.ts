import { imageRules } from '../../src/contract/image-rules.ts'
import type { PublicImage } from '../../src/contract/messages.ts'
import { type AnyUploadError, isUploadError } from '../../src/contract/upload-error.ts'
import { createUploader } from '../../src/upload/create-uploader.ts'
import type { Uploader } from '../../src/upload/uploader.ts'
import type { Failure } from '../../src/upload/settled.ts'
import { moment, sealGrant } from '../../src/upload/steps/presigned-url.ts'
import { createRetryBudget } from '../../src/upload/retry/retry-budget.ts'
import { sealUndo } from '../../src/upload/steps/sealed-undo.ts'
import type { ConfirmOutcome, RemoveOutcome } from '../../src/upload/steps/upload-steps.ts'
import type { TaskOutcome } from '../../src/upload/upload-task.ts'
import { createFakeConnection, type FakeConnection } from './fake-connection.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { publicImage, uploadGrant } from './samples.ts'
import { type OpenCall, type OutcomeOf, type StepsByHand, stepsByHand } from './steps-by-hand.ts'

/** An uploader whose steps a test answers, and what it told. */
export interface UploaderByHand extends StepsByHand {
  uploader: Uploader
  clock: FakeClock
  connection: FakeConnection
  /** What onChanged told: the id of an upload; `removed`; `restored` and the id. */
  saved: string[]
  /** Codes, as onFailed told them. */
  failed: string[]
  /** Each phase that listeners saw. */
  phases: string[]
  /** These answer what comes before a phase and stay in it, with its call still open. */
  toRequesting(): Promise<OpenCall<OutcomeOf<'requestUrl'>>>
  toUploading(): Promise<OpenCall<OutcomeOf<'send'>>>
  toConfirming(): Promise<OpenCall<OutcomeOf<'confirm'>>>
  /** Uploads, and answers until it is saved. */
  save(file: File, id: string): Promise<PublicImage>
  /** Removes, and answers until it is done. */
  removeSaved(): Promise<void>
}

export interface UploaderByHandOptions {
  /** The steps do not notice an abort. */
  isDeaf?: boolean
  onChanged?: (outcome: TaskOutcome) => void
  onFailed?: (error: AnyUploadError) => void
  /** Puts something between the test and the uploader. */
  around?: (engine: EngineByHand) => Uploader
}

/** What makes an uploader, and what it would be made with. */
export interface EngineByHand {
  make(failure: Failure | null): Uploader
  onFailed(error: AnyUploadError): void
  clock: FakeClock
  connection: FakeConnection
}

export function uploaderByHand(options: UploaderByHandOptions = {}): UploaderByHand {
  const { isDeaf = false, onChanged } = options
  const clock = createFakeClock()
  const connection = createFakeConnection()
  const { steps, ...byHand } = stepsByHand(isDeaf)
  const saved: string[] = []
  const failed: string[] = []
  const phases: string[] = []
  const onFailed = (error: AnyUploadError) => {
    failed.push(error.code)
    options.onFailed?.(error)
  }
  const make = (failure: Failure | null) =>
    createUploader({
      rules: () => imageRules(),
      steps,
      clock,
      connection,
      budget: createRetryBudget(clock),
      random: () => 0.5,
      failure,
      onChanged(outcome) {
        const { change, image } = outcome
        saved.push(change === 'uploaded' ? image.id : `${change} ${image?.id ?? ''}`.trim())
        onChanged?.(outcome)
      },
      onFailed,
    })
  const uploader = options.around?.({ make, onFailed, clock, connection }) ?? make(null)
  uploader.subscribe(() => {
    const { phase } = uploader.getState()
    if (phase !== phases.at(-1)) phases.push(phase)
  })

  const toRequesting = () => byHand.requestUrl.next()
  const toUploading = async () => {
    const request = await toRequesting()
    request.answer({ outcome: 'granted', grant: sealGrant(uploadGrant(), moment(clock)) })
    return byHand.send.next()
  }
  const toConfirming = async () => {
    const put = await toUploading()
    put.answer({ outcome: 'sent' })
    return byHand.confirm.next()
  }
  const save = async (file: File, id: string) => {
    const upload = uploader.upload(file)
    const confirm = await toConfirming()
    confirm.answer(confirmed(id))
    return upload
  }
  const removeSaved = async () => {
    const removal = uploader.remove()
    const call = await byHand.remove.next()
    call.answer(removed())
    return removal
  }
  return {
    ...byHand,
    uploader,
    clock,
    connection,
    saved,
    failed,
    phases,
    toRequesting,
    toUploading,
    toConfirming,
    save,
    removeSaved,
  }
}

export function confirmed(id: string): ConfirmOutcome {
  return { outcome: 'confirmed', image: publicImage(id) }
}

/** @param undoTicket Null: nothing can bring the image back. */
export function removed(undoTicket: string | null = 'undo-canary'): RemoveOutcome {
  return { outcome: 'removed', undo: undoTicket === null ? null : sealUndo(undoTicket) }
}

/** How something ended: the id of the image that is saved now, or the code of its error; null: there is no image. */
export async function endOf(work: Promise<PublicImage | null | void>): Promise<string | null> {
  try {
    return (await work)?.id ?? null
  } catch (error) {
    if (isUploadError(error)) return error.code
    throw error
  }
}
