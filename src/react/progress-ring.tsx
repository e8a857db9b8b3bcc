'use client'
import type { CSSProperties, ReactElement } from 'react'
import { createFormat } from './format.ts'
import type { ProfileImageUploader } from './profile-image-uploader.ts'
import { useUploadProgress } from './use-upload-progress.ts'

/** The bar, drawn as a ring around the picture. Without a value it is indeterminate. */
export function ProgressRing({ uploader }: { uploader: ProfileImageUploader }): ReactElement {
  const { messages, state } = uploader
  const fraction = useUploadProgress(uploader)?.fraction ?? null
  const valueText = fraction === null ? null : createFormat(messages.locale).percent(fraction)
  const style: CSSProperties & { '--pip-fraction'?: number } =
    fraction === null ? {} : { '--pip-fraction': fraction }
  return (
    <div
      role="progressbar"
      data-part="progress"
      data-indeterminate={fraction === null || undefined}
      aria-label={messages.progress}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={fraction === null ? undefined : Math.round(fraction * 100)}
      aria-valuetext={state.phase === 'confirming' ? messages.finishing : (valueText ?? undefined)}
      style={style}
    >
      <svg viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        <circle cx="50" cy="50" r="48" pathLength="1" data-part="track" />
        <circle cx="50" cy="50" r="48" pathLength="1" data-part="fill" />
      </svg>
    </div>
  )
}

/** "42% · 1.2 MB of 2.9 MB"; when all bytes have left, only how far the upload is; nothing while nothing is known. */
export function ProgressText({ uploader }: { uploader: ProfileImageUploader }): string | null {
  const progress = useUploadProgress(uploader)
  const { sent, locale } = uploader.messages
  if (progress === null || progress.fraction === null) return null
  const format = createFormat(locale)
  if (progress.sentBytes === progress.totalBytes) return format.percent(progress.fraction)
  const amounts = typeof sent === 'string' ? sent : sent(progress.sentBytes, progress.totalBytes, format)
  return `${format.percent(progress.fraction)} · ${amounts}`
}
