import type { MutationOptions } from '@tanstack/react-query'
import type { AnyUploadError, UploadStep } from '../../contract/upload-error.ts'
import { profileImageKeys } from './profile-image-keys.ts'

export type StepOptions<Variables, Data> = MutationOptions<Data, AnyUploadError, Variables> & {
  mutationFn(variables: Variables): Promise<Data>
}

/** A step, as TanStack Query takes it. */
export function stepMutation<Variables, Data>(
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
