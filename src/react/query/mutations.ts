// No 'use client' here: what a server component imports must not be behind it.
import type { ProfileImageBackend } from '../../upload/steps/profile-image-backend.ts'
import { systemClock } from '../../upload/retry/clock.ts'
import { browserConnection } from '../../upload/retry/connection.ts'
import { createNetworkSteps } from '../../upload/steps/network-steps.ts'
import { createSendObject, type SendObject } from '../../upload/steps/send-object.ts'
import type { NetworkSteps } from '../../upload/steps/upload-steps.ts'
import { stepMutation, type StepOptions } from './step-mutation.ts'

type StepMutation<Step extends keyof NetworkSteps> = StepOptions<
  Parameters<NetworkSteps[Step]>[0],
  Awaited<ReturnType<NetworkSteps[Step]>>
>

/** For flows of your own: how to send, and how to hear of it. */
export interface MutationPorts {
  /** Default: XMLHttpRequest, see `createSendObject`. */
  send?: SendObject | undefined
  /** Ends a step with the outcome `aborted`. Default: none. */
  signal?: AbortSignal | undefined
  /** Told while bytes leave. */
  onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined
}

/**
 * The steps as TanStack mutations, for `useMutationState` filters and for flows of your own (see
 * `preparePicture`). Variables and data hold opaque objects, never a URL, a ticket or a File. A cancelled or
 * recoverable attempt resolves with its `outcome`; only an error that ends the upload rejects, so a global
 * `onError` hears of nothing else.
 */
export const profileImageMutations: {
  requestUrl(backend: ProfileImageBackend, ports?: MutationPorts): StepMutation<'requestUrl'>
  send(backend: ProfileImageBackend, ports?: MutationPorts): StepMutation<'send'>
  /** Of an upload, or of the `undo` that a removal resolved with. */
  confirm(backend: ProfileImageBackend, ports?: MutationPorts): StepMutation<'confirm'>
  /** Rejects with a TypeError where the backend has no `remove`. */
  remove(backend: ProfileImageBackend, ports?: MutationPorts): StepMutation<'remove'>
} = {
  requestUrl: (backend, ports) =>
    stepMutation(backend.scope, 'request-url', (request) =>
      stepsOf(backend, ports).requestUrl(request, contextOf(ports)),
    ),
  send: (backend, ports) =>
    stepMutation(backend.scope, 'send', (put) => stepsOf(backend, ports).send(put, contextOf(ports))),
  confirm: (backend, ports) =>
    stepMutation(backend.scope, 'confirm', (upload) =>
      stepsOf(backend, ports).confirm(upload, contextOf(ports)),
    ),
  remove: (backend, ports) =>
    stepMutation(backend.scope, 'remove', (removal) =>
      stepsOf(backend, ports).remove(removal, contextOf(ports)),
    ),
}

function stepsOf(
  backend: ProfileImageBackend,
  { send = createSendObject() }: MutationPorts = {},
): NetworkSteps {
  return createNetworkSteps({
    backend: () => backend,
    send,
    clock: systemClock,
    connection: browserConnection,
  })
}

function contextOf(ports: MutationPorts = {}) {
  const { signal = new AbortController().signal, onProgress = () => {} } = ports
  return { signal, onProgress }
}
