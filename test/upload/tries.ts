import { imageRules } from '../../src/contract/image-rules.ts'
import { type AnyUploadError, UploadError } from '../../src/contract/upload-error.ts'
import {
  type ConfirmOutcome,
  type SendOutcome,
  type UploadDraft,
  uploadPicture,
} from '../../src/upload/upload-picture.ts'
import { createFakeClock } from './fake-clock.ts'
import { pictureFile } from './samples.ts'
import { type Script, scriptSteps } from './scripted-steps.ts'

/** One file, tried as often as a test wants, over steps that go by a script. */
export function tries(script: Script = {}, file: File = pictureFile()) {
  const clock = createFakeClock()
  const { steps, log } = scriptSteps(clock, script)
  const draft: UploadDraft = { file, picture: null, grant: null, unconfirmed: null }
  const controller = new AbortController()
  const phases: string[] = []
  const upload = () =>
    uploadPicture(draft, {
      rules: imageRules(),
      steps,
      clock,
      signal: controller.signal,
      onPhase: (phase) => phases.push(phase),
      onProgress: () => {},
    })
  return { clock, log, draft, phases, controller, upload }
}

export const network: AnyUploadError = new UploadError('network', { step: 'send' })
export const notUploaded: AnyUploadError = new UploadError('not-uploaded', { step: 'confirm' })

// What a script says of one call.
export const unknown = (error: AnyUploadError | null) => (): SendOutcome => ({ outcome: 'unknown', error })
export const missing = (): ConfirmOutcome => ({ outcome: 'not-uploaded', error: notUploaded })
export const aborted = () => ({ outcome: 'aborted' }) as const
export const fails = (error: AnyUploadError) => () => {
  throw error
}
