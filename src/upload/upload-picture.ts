import type { ImageRules } from '../contract/image-rules.ts'
import type { PublicImage } from '../contract/messages.ts'
import { isUploadError } from '../contract/upload-error.ts'
import { type Backoff, type BackoffOptions, createBackoff } from './retry/backoff.ts'
import { type PictureRef, preparePicture } from './steps/prepare-picture.ts'
import { isStale, type SealedGrant } from './steps/presigned-url.ts'
import { isPassing } from './retry/retry-policy.ts'
import { runStep, runUntilNotBusy, type StepRun } from './steps/run-step.ts'
import { stepError } from './steps/step-error.ts'
import { untilAborted } from './retry/until-aborted.ts'
import type { Busy, ConfirmOutcome, Ended, NetworkSteps, SendOutcome } from './steps/upload-steps.ts'

/** How far an upload of one file has come. A retry goes on from here and repeats nothing that is done. */
export interface UploadDraft {
  readonly file: File
  picture: PictureRef | null
  grant: SealedGrant | null
  /** The grant of a PUT that has ended, well or unclear: ask confirm before sending again. */
  unconfirmed: SealedGrant | null
}

export interface UploadRun extends BackoffOptions, StepRun {
  rules: ImageRules
  steps: NetworkSteps
  /** Until what has to end before a URL may be requested has ended. */
  untilFree(): Promise<void>
  onProgress(sentBytes: number, totalBytes: number): void
}

type RunContext = UploadRun & { backoff: Backoff }

/** Renewals in a row without a PUT between them; then the newest URL is sent, and the storage decides. */
const MAX_RENEWALS_BEFORE_PUT = 2

/** Pauses of 0.5, 1 and 2 s: a PUT whose answer was lost may still be on its way into the storage. */
const CONFIRM_AGAIN_AFTER_MS = [500, 1_000, 2_000]

/**
 * The recipe: prepare, request a URL, send, confirm.
 *
 * @throws {UploadError} `aborted` when the signal says so, else the error that ended the upload.
 */
export async function uploadPicture(draft: UploadDraft, run: UploadRun): Promise<PublicImage> {
  draft.picture ??= await untilAborted('prepare', run.signal, prepare(draft.file, run.rules))
  await untilAborted('prepare', run.signal, run.untilFree())
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
  const { steps, signal } = run
  const backoff = createBackoff(run)
  const progressOfPut = countingProgress(run, backoff)
  const context: RunContext = { ...run, backoff }
  let isRenewed = false
  let isRestarted = false

  for (;;) {
    let put: Ended<SendOutcome> | null = null
    if (draft.unconfirmed === null) {
      const grant = await freshGrant(draft, picture, context)
      const onProgress = progressOfPut()
      put = await runStep('uploading', run, () => steps.send({ picture, grant }, { signal, onProgress }))
      if (put.outcome === 'busy') {
        await backoff.afterFailure('uploading', put.error)
        continue
      }
      if (put.outcome === 'expired') {
        if (isRenewed) throw put.error
        isRenewed = true
        draft.grant = await requestGrant(picture, grant, context)
        continue
      }
      draft.unconfirmed = grant
    }

    const grant = draft.unconfirmed
    const sendError = put?.outcome === 'unknown' ? put.error : null
    const canHaveArrived = put !== null && (sendError === null || isPassing(sendError))
    const answer = await askConfirm(grant, canHaveArrived, context)
    if (answer.outcome === 'confirmed') return answer.image
    draft.unconfirmed = null
    if (answer.outcome === 'changed') {
      // The storage let somebody else's bytes in first. What is at that key stays: only another key can help.
      if (isRestarted) throw answer.error
      isRestarted = true
      draft.grant = null
      continue
    }
    // Only the PUT of an earlier run was asked about; now it is known that it has to be sent again.
    if (put === null) continue
    // A store that answers an expired URL without CORS headers keeps the page from knowing.
    const seemsExpired = isUploadError(sendError, 'url-expired') && !isRenewed
    if (seemsExpired) isRenewed = true
    else await backoff.afterFailure('uploading', sendError ?? answer.error)
  }
}

/** After a PUT that can have arrived, confirm is asked for some time: the storage may be slow to have it. */
async function askConfirm(
  grant: SealedGrant,
  canHaveArrived: boolean,
  run: RunContext,
): Promise<Ended<Exclude<ConfirmOutcome, Busy>>> {
  const pausesMs = canHaveArrived ? [...CONFIRM_AGAIN_AFTER_MS] : []
  for (;;) {
    const answer = await runUntilNotBusy('confirming', run, () =>
      run.steps.confirm({ grant }, { signal: run.signal }),
    )
    const pauseMs = pausesMs.shift()
    if (answer.outcome !== 'not-uploaded' || pauseMs === undefined) return answer
    if (!(await run.backoff.pause('confirming', pauseMs))) return answer
  }
}

/**
 * What a PUT is at before this long after its first byte may be no further than the buffers on the way, which nobody has
 * to read: over loopback they take 4 MB at once, and not always as much. Chromium tells of the last of it after 1 s.
 */
const BUFFERED_WITHIN_MS = 3_000

/**
 * For each PUT of a run. One that still moves, and gets further than any before it, shows that the way is free: the
 * tries count from one again.
 */
function countingProgress(run: UploadRun, backoff: Backoff): () => UploadRun['onProgress'] {
  let furthestTenth = 0
  return () => {
    let firstByteAtMs: number | null = null
    return (sentBytes, totalBytes) => {
      const nowMs = run.clock.monotonicMs()
      firstByteAtMs ??= nowMs
      // In tenths, so that even a line that breaks a little later each time comes to an end.
      const tenth = Math.floor((10 * sentBytes) / totalBytes)
      if (tenth > furthestTenth) {
        furthestTenth = tenth
        if (nowMs - firstByteAtMs >= BUFFERED_WITHIN_MS) backoff.gotFurther()
      }
      run.onProgress(sentBytes, totalBytes)
    }
  }
}

/** The grant at hand if its URL may still be sent, else another for the same upload. */
async function freshGrant(draft: UploadDraft, picture: PictureRef, run: RunContext): Promise<SealedGrant> {
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
  run: RunContext,
): Promise<SealedGrant> {
  const answer = await runUntilNotBusy('requesting', run, () =>
    run.steps.requestUrl({ picture, renew }, { signal: run.signal }),
  )
  return answer.grant
}
