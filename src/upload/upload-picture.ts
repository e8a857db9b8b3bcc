import type { ImageRules } from '../contract/image-rules.ts'
import type { PublicImage } from '../contract/messages.ts'
import { type AnyUploadError, isUploadError, UploadError, type UploadStep } from '../contract/upload-error.ts'
import type { Clock } from './clock.ts'
import { type PictureRef, preparePicture } from './prepare-picture.ts'
import { isExpired, isStale, type SealedGrant } from './presigned-url.ts'
import { stepError } from './step-error.ts'
import { untilAborted } from './until-aborted.ts'
import type { NetworkPhase } from './upload-state.ts'

/**
 * The three network steps. What can be recovered from, and a cancelled attempt, is an outcome; only what ends
 * the upload rejects. Arguments and outcomes hold no URL, no ticket and no File.
 */
export interface NetworkSteps {
  requestUrl(
    request: { picture: PictureRef; renew: SealedGrant | null },
    context: StepContext,
  ): Promise<{ outcome: 'granted'; grant: SealedGrant } | Aborted>
  send(
    put: { picture: PictureRef; grant: SealedGrant },
    context: StepContext & { onProgress(sentBytes: number, totalBytes: number): void },
  ): Promise<SendOutcome>
  confirm(upload: { grant: SealedGrant }, context: StepContext): Promise<ConfirmOutcome>
}

export interface StepContext {
  signal: AbortSignal
}

type Aborted = { outcome: 'aborted' }

export type SendOutcome =
  | { outcome: 'sent' }
  /** The object may have arrived: confirm knows. `error` is what to say if it has not. */
  | { outcome: 'unknown'; error: AnyUploadError | null }
  | { outcome: 'expired'; error: AnyUploadError }
  | Aborted

export type ConfirmOutcome =
  | { outcome: 'confirmed'; image: PublicImage }
  | { outcome: 'not-uploaded'; error: AnyUploadError }
  | Aborted

/** How far an upload of one file has come. A retry goes on from here and repeats nothing that is done. */
export interface UploadDraft {
  readonly file: File
  picture: PictureRef | null
  grant: SealedGrant | null
  /** The grant of a PUT that has ended, well or unclear: ask confirm before sending again. */
  unconfirmed: SealedGrant | null
}

export interface UploadRun {
  rules: ImageRules
  steps: NetworkSteps
  clock: Clock
  signal: AbortSignal
  /** A phase begins; whoever aborts the signal in here stops it. */
  onPhase(phase: NetworkPhase): void
  onProgress(sentBytes: number, totalBytes: number): void
}

/** Renewals in a row without a PUT between them; then the newest URL is sent, and the storage decides. */
const MAX_RENEWALS_BEFORE_PUT = 2

const STEPS: Readonly<Record<NetworkPhase, UploadStep>> = {
  requesting: 'request-url',
  uploading: 'send',
  confirming: 'confirm',
}

/**
 * The recipe: prepare, request a URL, send, confirm.
 *
 * @throws {UploadError} `aborted` when the signal says so, else the error that ended the upload.
 */
export async function uploadPicture(draft: UploadDraft, run: UploadRun): Promise<PublicImage> {
  draft.picture ??= await untilAborted('prepare', run.signal, prepare(draft.file, run.rules))
  // A retry that comes late is a new upload: the ticket that could renew this one may have run out as well.
  if (draft.grant !== null && isStale(draft.grant, run.clock)) draft.grant = null
  try {
    return await sendAndConfirm(draft, draft.picture, run)
  } catch (error) {
    if (isUploadError(error, ...DEAD_ENDS)) {
      draft.grant = null
      draft.unconfirmed = null
    }
    throw error
  }
}

/** After these a grant leads nowhere any more: a retry starts with a new one. */
const DEAD_ENDS = [
  'ticket-invalid',
  'changed',
  'revoked',
  'superseded',
  'signature-mismatch',
  'url-expired',
  'clock-skew',
  'credentials-expired',
  'storage-rejected',
] as const

async function prepare(file: File, rules: ImageRules): Promise<PictureRef> {
  try {
    return await preparePicture(file, rules)
  } catch (error) {
    throw stepError('prepare', error)
  }
}

async function sendAndConfirm(draft: UploadDraft, picture: PictureRef, run: UploadRun): Promise<PublicImage> {
  const { steps, signal, onProgress } = run
  let isRenewed = false

  for (;;) {
    let put: SendOutcome | null = null
    if (draft.unconfirmed === null) {
      const grant = await freshGrant(draft, picture, run)
      put = await runStep('uploading', run, () => steps.send({ picture, grant }, { signal, onProgress }))
      if (put.outcome === 'expired') {
        if (isRenewed) throw put.error
        isRenewed = true
        draft.grant = await requestGrant(picture, grant, run)
        continue
      }
      draft.unconfirmed = grant
    }

    const grant = draft.unconfirmed
    const answer = await runStep('confirming', run, () => steps.confirm({ grant }, { signal }))
    if (answer.outcome === 'confirmed') return answer.image
    draft.unconfirmed = null
    // Only the PUT of an earlier try was asked about; now it is known that it has to be sent again.
    if (put === null) continue
    const sendError = put.outcome === 'unknown' ? put.error : null
    // A store that answers an expired URL without CORS headers looks like a broken connection to the page.
    if (sendError !== null && !isRenewed && isExpired(grant, run.clock)) {
      isRenewed = true
      continue
    }
    throw sendError ?? answer.error
  }
}

/** The grant at hand if its URL may still be sent, else another for the same upload. */
async function freshGrant(draft: UploadDraft, picture: PictureRef, run: UploadRun): Promise<SealedGrant> {
  let grant = draft.grant ?? (await requestGrant(picture, null, run))
  for (let renewals = 0; isStale(grant, run.clock) && renewals < MAX_RENEWALS_BEFORE_PUT; renewals += 1) {
    grant = await requestGrant(picture, grant, run)
  }
  draft.grant = grant
  return grant
}

async function requestGrant(
  picture: PictureRef,
  renew: SealedGrant | null,
  run: UploadRun,
): Promise<SealedGrant> {
  const { steps, signal } = run
  const answer = await runStep('requesting', run, () => steps.requestUrl({ picture, renew }, { signal }))
  return answer.grant
}

async function runStep<Outcome extends { outcome: string }>(
  phase: NetworkPhase,
  run: UploadRun,
  step: () => Promise<Outcome | Aborted>,
): Promise<Outcome> {
  run.onPhase(phase)
  stopIfAborted(STEPS[phase], run.signal)
  const answer = await untilAborted(STEPS[phase], run.signal, step())
  if (isAborted(answer)) throw new UploadError('aborted', { step: STEPS[phase] })
  return answer
}

/** @throws {UploadError} `aborted` */
function stopIfAborted(step: UploadStep, signal: AbortSignal): void {
  if (signal.aborted) throw new UploadError('aborted', { step })
}

function isAborted(answer: { outcome: string }): answer is Aborted {
  return answer.outcome === 'aborted'
}
