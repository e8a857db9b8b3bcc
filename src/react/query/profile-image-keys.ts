import type { UploadStep } from '../../contract/upload-error.ts'

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
