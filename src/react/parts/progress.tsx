'use client'
import { useUploadProgress } from '../use-upload-progress.ts'
import { createPart, type Part } from './part.tsx'

/** The bar, drawn as a ring. Only while something runs. Without a value it is indeterminate. */
export const Progress: Part<'div'> = createPart('progress', 'div', function useProgress(uploader) {
  useUploadProgress(uploader)
  return uploader.isPending ? uploader.getProgressProps({ children: <Ring /> }) : null
})

function Ring() {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      <circle cx="50" cy="50" r="48" pathLength="1" data-part="track" />
      <circle cx="50" cy="50" r="48" pathLength="1" data-part="fill" />
    </svg>
  )
}
