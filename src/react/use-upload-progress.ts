'use client'
import { useSyncExternalStore } from 'react'
import type { UploadProgress } from '../upload/upload-progress.ts'
import type { ProfileImageUploader } from './profile-image-uploader.ts'

/**
 * Progress of the running PUT, or null. It lives outside the uploader's state: only the component that calls
 * this renders while bytes move, in steps of at least five percent.
 */
export function useUploadProgress({
  progress,
}: Pick<ProfileImageUploader, 'progress'>): UploadProgress | null {
  return useSyncExternalStore(progress.subscribe, progress.get, () => null)
}
