// No 'use client' here: what a server component imports must not be behind it.
import { queryOptions, type UseQueryOptions } from '@tanstack/react-query'
import type { CurrentImage } from '../../contract/messages.ts'
import { parseCurrentImage } from '../../contract/parse-answer.ts'
import type { AnyUploadError } from '../../contract/upload-error.ts'
import { createBackend } from '../../upload/steps/backend.ts'
import type { ProfileImageBackend } from '../../upload/steps/profile-image-backend.ts'
import { profileImageKeys } from './profile-image-keys.ts'

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
