import { imageRules } from '../../src/contract/image-rules.ts'
import type { PublicImage } from '../../src/contract/messages.ts'
import { type AnyUploadError, isUploadError } from '../../src/contract/upload-error.ts'
import { createUploader, type Uploader } from '../../src/upload/create-uploader.ts'
import { moment, sealGrant } from '../../src/upload/presigned-url.ts'
import { createRetryBudget } from '../../src/upload/retry-budget.ts'
import type { ConfirmOutcome } from '../../src/upload/upload-steps.ts'
import { createFakeConnection, type FakeConnection } from './fake-connection.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { publicImage, uploadGrant } from './samples.ts'
import { type OpenCall, type OutcomeOf, type StepsByHand, stepsByHand } from './steps-by-hand.ts'

/** An uploader whose steps a test answers, and what it told. */
export interface UploaderByHand extends StepsByHand {
  uploader: Uploader
  clock: FakeClock
  connection: FakeConnection
  /** Ids, as onSaved told them. */
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
}

export interface UploaderByHandOptions {
  /** The steps do not notice an abort. */
  isDeaf?: boolean
  onSaved?: (image: PublicImage) => void
  onFailed?: (error: AnyUploadError) => void
}

export function uploaderByHand(options: UploaderByHandOptions = {}): UploaderByHand {
  const { isDeaf = false, onSaved, onFailed } = options
  const clock = createFakeClock()
  const connection = createFakeConnection()
  const { steps, ...byHand } = stepsByHand(isDeaf)
  const saved: string[] = []
  const failed: string[] = []
  const phases: string[] = []
  const uploader = createUploader({
    rules: () => imageRules(),
    steps,
    clock,
    connection,
    budget: createRetryBudget(clock),
    random: () => 0.5,
    onSaved(image) {
      saved.push(image.id)
      onSaved?.(image)
    },
    onFailed(error) {
      failed.push(error.code)
      onFailed?.(error)
    },
  })
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
  }
}

export function confirmed(id: string): ConfirmOutcome {
  return { outcome: 'confirmed', image: publicImage(id) }
}

/** How an upload ended: the id of its image, or the code of its error; null: nothing was started. */
export async function endOf(upload: Promise<PublicImage | null>): Promise<string | null> {
  try {
    return (await upload)?.id ?? null
  } catch (error) {
    if (isUploadError(error)) return error.code
    throw error
  }
}
