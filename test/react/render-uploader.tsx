import { QueryClient } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import { expect } from 'vitest'
import { isUploadError, useProfileImageUpload, type UseProfileImageUploadOptions } from '../../src/index.ts'
import { strictly } from './render-photo.tsx'

/** The hook alone, in StrictMode. */
export function renderUploader(
  options: UseProfileImageUploadOptions,
  client: QueryClient = new QueryClient(),
) {
  const hook = renderHook(useProfileImageUpload, { initialProps: options, wrapper: strictly(client) })
  return {
    client,
    /** What the newest render returned. */
    uploader: () => hook.result.current,
    rerender: hook.rerender,
    unmount: hook.unmount,
    phase: (phase: string) => waitFor(() => expect(hook.result.current.state.phase).toBe(phase)),
  }
}

/** How an upload ended: `saved`, or the code of its error. */
export async function endOf(upload: Promise<unknown>): Promise<string> {
  try {
    await upload
    return 'saved'
  } catch (error) {
    if (isUploadError(error)) return error.code
    throw error
  }
}
