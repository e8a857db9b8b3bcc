// No 'use client' here: what a server component imports must not be behind it.
import {
  type MutationOptions,
  type QueryClient,
  queryOptions,
  type UseQueryOptions,
} from '@tanstack/react-query'
import type { CurrentImage } from '../contract/messages.ts'
import { parseCurrentImage } from '../contract/parse-answer.ts'
import type { AnyUploadError, UploadStep } from '../contract/upload-error.ts'
import { createBackend, type ProfileImageBackend } from '../upload/backend.ts'
import { systemClock } from '../upload/clock.ts'
import { browserConnection } from '../upload/connection.ts'
import { createNetworkSteps } from '../upload/network-steps.ts'
import { createSendObject, type SendObject } from '../upload/send-object.ts'
import type { NetworkSteps } from '../upload/upload-steps.ts'

/** Keys of all that this package puts into the caches. Each is a prefix of those below it. */
export const profileImageKeys: {
  readonly all: readonly ['profile-image']
  scope(scope: string): readonly ['profile-image', string]
  step(scope: string, step: UploadStep): readonly ['profile-image', string, UploadStep]
  current(scope: string): readonly ['profile-image', string, 'current']
} = {
  all: ['profile-image'],
  scope: (scope) => ['profile-image', scope],
  step: (scope, step) => ['profile-image', scope, step],
  current: (scope) => ['profile-image', scope, 'current'],
}

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

/** The steps, each run as a mutation of this client: what the hook gives to the engine. */
export function stepsAsMutations(client: QueryClient, scope: string, steps: NetworkSteps): NetworkSteps {
  return {
    requestUrl: (request, context) =>
      execute(
        client,
        request,
        stepMutation(scope, 'request-url', () => steps.requestUrl(request, context)),
      ),
    send: (put, context) =>
      execute(
        client,
        put,
        stepMutation(scope, 'send', () => steps.send(put, context)),
      ),
    confirm: (upload, context) =>
      execute(
        client,
        upload,
        stepMutation(scope, 'confirm', () => steps.confirm(upload, context)),
      ),
    remove: (removal, context) =>
      execute(
        client,
        removal,
        stepMutation(scope, 'remove', () => steps.remove(removal, context)),
      ),
  }
}

/**
 * The saved image, as a query. The hook writes its cache entry after every change, so an avatar that is drawn
 * from this query is new everywhere at once.
 */
export function profileImageQuery({
  endpoint,
}: {
  endpoint: string | ProfileImageBackend
}): UseQueryOptions<
  CurrentImage | null,
  AnyUploadError,
  CurrentImage | null,
  readonly ['profile-image', string, 'current']
> {
  const backend = typeof endpoint === 'string' ? createBackend({ endpoint }) : endpoint
  return queryOptions({
    queryKey: profileImageKeys.current(backend.scope),
    queryFn: async ({ signal }) => parseCurrentImage((await backend.current?.({ signal })) ?? null),
  })
}

type StepOptions<Variables, Data> = MutationOptions<Data, AnyUploadError, Variables> & {
  mutationFn(variables: Variables): Promise<Data>
}

function stepMutation<Variables, Data>(
  scope: string,
  step: UploadStep,
  mutationFn: (variables: Variables) => Promise<Data>,
): StepOptions<Variables, Data> {
  return {
    mutationKey: profileImageKeys.step(scope, step),
    mutationFn,
    // Pinned against a user's defaults: `retry: 3` would send the PUT four times, and the default network mode
    // would pause it before it starts and let a persister dehydrate it.
    retry: false,
    networkMode: 'always',
    gcTime: 0,
  }
}

/**
 * Without an observer, so that a step renders nothing and leaves the cache as soon as it has ended. The mutation only
 * shows the step, which runs by itself: what a callback of the app throws, or waits for, is not the upload's business.
 */
function execute<Variables, Data>(
  client: QueryClient,
  variables: Variables,
  options: StepOptions<Variables, Data>,
): Promise<Data> {
  const work = options.mutationFn(variables)
  // A scope among the app's defaults would queue the step behind the app's own mutations, paused and persisted.
  const { scope: _, ...shown } = client.defaultMutationOptions({ ...options, mutationFn: () => work })
  client
    .getMutationCache()
    .build(client, shown)
    .execute(variables)
    .catch(() => {})
  return work
}

function stepsOf(
  backend: ProfileImageBackend,
  { send = createSendObject() }: MutationPorts = {},
): NetworkSteps {
  return createNetworkSteps({ backend, send, clock: systemClock, connection: browserConnection })
}

function contextOf(ports: MutationPorts = {}) {
  const { signal = new AbortController().signal, onProgress = () => {} } = ports
  return { signal, onProgress }
}
