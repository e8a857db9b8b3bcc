'use client'
import { canDrop } from '../input/use-drop-target.ts'
import { describeState } from '../texts/describe-state.ts'
import { isolated } from '../texts/display-name.ts'
import { createFormat } from '../texts/format.ts'
import type { ProfileImageUploader } from '../profile-image-uploader.ts'
import { useUploadProgress } from '../use-upload-progress.ts'
import { createPart, type Part } from './part.tsx'

/** Visible name of the group. */
export const Label: Part<'span'> = createPart('label', 'span', ({ label, getLabelProps }) =>
  getLabelProps({ children: label }),
)

/**
 * What can be chosen; while a file is over the group, that it can be dropped. Out of sight while there is something else
 * to say, but still the description of the button.
 */
export const Hint: Part<'p'> = createPart('hint', 'p', (uploader) => {
  const { drag, status, messages, getHintProps } = uploader
  const children = canDrop(drag) ? messages.dropHere : hintOf(uploader)
  const isSeen = status === 'idle' || drag === 'reject' || canDrop(drag)
  return getHintProps({ children, hidden: !isSeen })
})

/** Why the last upload failed, after a word that says that it did: colour alone would not. */
export const ErrorText: Part<'p'> = createPart('error', 'p', (uploader) => {
  const { errorText, messages, getErrorProps } = uploader
  if (errorText === null) return null
  const children = (
    <>
      <strong>{messages.errorPrefix}</strong> {errorText}
    </>
  )
  return getErrorProps({ children, hidden: isOver(uploader) })
})

/** What is going on, in words. */
export const Status: Part<'p'> = createPart('status', 'p', function useStatus(uploader) {
  const { state, messages, fileName } = uploader
  const isStalled = useUploadProgress(uploader)?.isStalled === true
  const name = isolated(fileName ?? '')
  const children = isStalled ? messages.slow : describeState(state, messages, name)
  if (children === '' || isOver(uploader)) return null
  return { children, 'data-has-name': children.includes(name) || undefined }
})

/** "42% · 1.2 MB of 2.9 MB"; when all bytes have left, only how far the upload is; empty while nothing is known. */
export const Amount: Part<'p'> = createPart('amount', 'p', function useAmount(uploader) {
  const progress = useUploadProgress(uploader)
  if (uploader.state.phase !== 'uploading' || isOver(uploader)) return null
  if (progress === null || progress.fraction === null) return {}
  const { sent, locale } = uploader.messages
  const format = createFormat(locale)
  const percent = format.percent(progress.fraction)
  if (progress.sentBytes === progress.totalBytes) return { children: percent }
  const amounts = typeof sent === 'string' ? sent : sent(progress.sentBytes, progress.totalBytes, format)
  // Each number keeps its place where texts run from right to left.
  const children = (
    <>
      <bdi>{percent}</bdi> · <bdi>{amounts}</bdi>
    </>
  )
  return { children }
})

function hintOf({ messages, rules }: ProfileImageUploader): string {
  const { hint, locale } = messages
  return typeof hint === 'string' ? hint : hint(rules, createFormat(locale))
}

/** Whether a file is over the group: then the texts say what a drop would do. */
export function isOver({ drag }: ProfileImageUploader): boolean {
  return drag !== 'none' && drag !== 'near'
}
