'use client'
import { type Context, createContext, useContext } from 'react'
import type { ProfileImageUploader } from '../profile-image-uploader.ts'

export const RootContext: Context<ProfileImageUploader | null> = createContext<ProfileImageUploader | null>(
  null,
)

/**
 * The uploader of the `ProfileImage.Root` around, for parts of your own.
 *
 * @throws {TypeError} while rendering, when there is none.
 */
export function useProfileImageUploader(): ProfileImageUploader {
  const uploader = useContext(RootContext)
  if (uploader === null) throw new TypeError('Parts of ProfileImage belong inside <ProfileImage.Root>.')
  return uploader
}
