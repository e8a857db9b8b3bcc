import type { UploadStep } from '../contract/upload-error.ts'
import type { NetworkPhase } from './upload-state.ts'

/** The step that each phase runs, by its name in errors and mutation keys. */
export const STEPS: Readonly<Record<NetworkPhase, UploadStep>> = {
  requesting: 'request-url',
  uploading: 'send',
  confirming: 'confirm',
  removing: 'remove',
}
