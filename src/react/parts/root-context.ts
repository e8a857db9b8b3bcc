'use client'
import { type Context, createContext, useContext } from 'react'
import type { ProfileImageUploader } from '../profile-image-uploader.ts'

export interface Root {
  uploader: ProfileImageUploader
  /** An element disappears while it has the focus, which has to go somewhere. */
  onFocusLost(): void
}

export const RootContext: Context<Root | null> = createContext<Root | null>(null)

/**
 * The uploader of the `ProfileImage.Root` around, for parts of your own.
 *
 * @throws {TypeError} while rendering, when there is none.
 */
export function useProfileImageUploader(): ProfileImageUploader {
  const root = useContext(RootContext)
  if (root === null) throw new TypeError('Parts of ProfileImage belong inside <ProfileImage.Root>.')
  return root.uploader
}
