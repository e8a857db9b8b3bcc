import type { QueryClient } from '@tanstack/react-query'
import type { NetworkSteps } from '../../upload/steps/upload-steps.ts'
import { stepMutation, type StepOptions } from './step-mutation.ts'

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
