'use client'
import { createPart, type Part } from './part.tsx'
import { isOver } from './texts.tsx'

/** The picture that could not be uploaded, beside the error, which says all that there is to say. */
export const FailedPreview: Part<'img'> = createPart('failed-preview', 'img', (uploader) => {
  const { failedSrc } = uploader
  return failedSrc === null ? null : { src: failedSrc, alt: '', hidden: isOver(uploader) }
})
