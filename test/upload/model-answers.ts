import { UploadError } from '../../src/contract/upload-error.ts'
import { sealGrant } from '../../src/upload/steps/presigned-url.ts'
import type { NetworkPhase } from '../../src/upload/upload-state.ts'
import { uploadGrant } from './samples.ts'
import { confirmed, removed } from './uploader-by-hand.ts'
import type { ModelRun } from './model-run.ts'
import type { UploaderModel } from './uploader-model.ts'

/** One thing that a step may answer, and what the model makes of it. */
export interface Answer {
  name: string
  /** An outcome of the step, or what it throws. */
  outcome(run: ModelRun): unknown
  expect(model: UploaderModel, run: ModelRun): void
}

/** What each step may answer, the good news first. */
export const ANSWERS: Readonly<Record<NetworkPhase, readonly [Answer, ...Answer[]]>> = {
  requesting: [
    {
      name: 'granted',
      outcome: ({ askedAt: [monotonicMs, wallMs] }) => ({
        outcome: 'granted',
        grant: sealGrant(uploadGrant(), { monotonicMs, wallMs }),
      }),
      expect: (model, run) => model.granted(run),
    },
    busy('network', 'requesting'),
    fails('forbidden'),
  ],
  uploading: [
    {
      name: 'sent',
      outcome: () => ({ outcome: 'sent' }),
      expect: (model, run) => model.ended(run, null),
    },
    unknown('network'),
    unknown('redirected'),
    unknown('url-expired'),
    busy('storage-busy', 'uploading'),
    {
      name: 'expired',
      outcome: () => ({ outcome: 'expired', error: new UploadError('url-expired') }),
      expect: (model, run) => model.expired(run),
    },
    fails('signature-mismatch'),
  ],
  confirming: [
    {
      name: 'confirmed',
      outcome: ({ id }) => confirmed(id),
      expect: (model, run) => model.confirmed(run),
    },
    {
      name: 'not uploaded',
      outcome: () => ({ outcome: 'not-uploaded', error: new UploadError('not-uploaded', { status: 409 }) }),
      expect: (model, run) => model.missing(run),
    },
    {
      name: 'changed',
      outcome: () => ({ outcome: 'changed', error: new UploadError('changed', { status: 409 }) }),
      expect: (model, run) => model.changed(run),
    },
    busy('backend-unavailable', 'confirming'),
    busy('network', 'confirming'),
    fails('ticket-invalid'),
    fails('superseded'),
  ],
  removing: [
    {
      name: 'removed',
      outcome: () => removed(),
      expect: (model, run) => model.removed(run, true),
    },
    {
      name: 'removed for good',
      outcome: () => removed(null),
      expect: (model, run) => model.removed(run, false),
    },
    busy('backend-unavailable', 'removing'),
    busy('network', 'removing'),
    fails('forbidden'),
  ],
}

function busy(code: 'network' | 'storage-busy' | 'backend-unavailable', phase: NetworkPhase): Answer {
  const error = new UploadError(code, code === 'network' ? {} : { status: 503 })
  return {
    name: code,
    outcome: () => ({ outcome: 'busy', error }),
    expect: (model, run) => model.busy(run, code, phase),
  }
}

function unknown(code: 'network' | 'redirected' | 'url-expired'): Answer {
  return {
    name: `${code}, unclear`,
    outcome: () => ({ outcome: 'unknown', error: new UploadError(code) }),
    expect: (model, run) => model.ended(run, code),
  }
}

function fails(code: 'forbidden' | 'signature-mismatch' | 'ticket-invalid' | 'superseded'): Answer {
  return {
    name: code,
    outcome: () => new UploadError(code),
    expect: (model, run) => model.fails(run, code),
  }
}
