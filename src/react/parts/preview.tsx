'use client'
import { type ForwardedRef, forwardRef, type ReactElement, type ReactNode } from 'react'
import { type Part, PartElement, type PartProps } from './part.tsx'
import { useProfileImageUploader } from './root-context.ts'

interface PreviewProps {
  /** Shown while there is no image, e.g. initials. Default: a silhouette. Hidden from screen readers. */
  fallback?: ReactNode
}

/** The picture on its way, else the saved image, else the fallback. */
export const Preview: Part<'img', PreviewProps> = forwardRef(function Preview(
  { fallback, ...theirs }: PartProps<'img'> & PreviewProps,
  elementRef: ForwardedRef<HTMLElement>,
): ReactElement {
  const uploader = useProfileImageUploader()
  const { src, fileName, messages } = uploader
  if (src === null) {
    const ours = { 'aria-hidden': true, children: fallback ?? <Silhouette /> }
    const { className, style } = theirs
    return (
      <PartElement
        name="fallback"
        tag="span"
        theirs={{ className, style }}
        {...{ ours, uploader, elementRef }}
      />
    )
  }
  const ours = { src, alt: fileName === null ? messages.imageAlt : messages.previewAlt }
  return <PartElement name="preview" tag="img" {...{ ours, theirs, uploader, elementRef }} />
})

function Silhouette(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" focusable="false">
      <circle cx="50" cy="40" r="17" fill="currentColor" />
      <path d="M13 106a37 40 0 0 1 74 0z" fill="currentColor" />
    </svg>
  )
}
