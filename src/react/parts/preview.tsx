'use client'
import type { ReactElement } from 'react'
import { createPart, type Part } from './part.tsx'
import { isOver } from './texts.tsx'

/** The picture on its way, else the saved image. */
export const Preview: Part<'img'> = createPart('preview', 'img', ({ src, fileName, messages }) =>
  src === null ? null : { src, alt: fileName === null ? messages.imageAlt : messages.previewAlt },
)

/** The picture that could not be uploaded, beside the error, which says all that there is to say. */
export const FailedPreview: Part<'img'> = createPart('failed-preview', 'img', (uploader) => {
  const { failedSrc } = uploader
  return failedSrc === null ? null : { src: failedSrc, alt: '', hidden: isOver(uploader) }
})

/** Only while there is no image: a silhouette, or what you put inside, e.g. initials. Hidden from screen readers. */
export const Fallback: Part<'span'> = createPart('fallback', 'span', ({ src }) =>
  src === null ? { 'aria-hidden': true, children: <Silhouette /> } : null,
)

function Silhouette(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" focusable="false">
      <circle cx="50" cy="40" r="17" fill="currentColor" />
      <path d="M13 106a37 40 0 0 1 74 0z" fill="currentColor" />
    </svg>
  )
}
