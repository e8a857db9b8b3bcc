'use client'
import { type ReactElement, useEffect, useRef } from 'react'
import { type Announced, createAnnouncements } from './announcements.ts'
import type { ProfileImageUploader } from '../profile-image-uploader.ts'

/** A region that keeps its text would not speak when it is given the same text again. */
export const CLEAR_AFTER_MS = 5_000

/**
 * Speaks to screen readers. Both regions are always there, because a region that appears together with its text
 * is often not read. They are written to by hand: to speak is not to render.
 */
export function Announcer({ uploader }: { uploader: ProfileImageUploader }): ReactElement {
  const status = useRef<HTMLDivElement>(null)
  const alert = useRef<HTMLDivElement>(null)
  const announced = useRef<Announced>(uploader)
  const announcements = useRef<ReturnType<typeof createAnnouncements>>(null)
  const { progress } = uploader

  useEffect(() => {
    const timers = new Map<HTMLElement, ReturnType<typeof setTimeout>>()
    const speaking = createAnnouncements(announced.current, (text, politeness) => {
      const region = politeness === 'status' ? status.current : alert.current
      if (region === null) return
      region.textContent = text
      clearTimeout(timers.get(region))
      timers.set(
        region,
        setTimeout(() => region.replaceChildren(), CLEAR_AFTER_MS),
      )
    })
    announcements.current = speaking
    const stopListening = progress.subscribe(() => speaking.progressed(progress.get()))
    return () => {
      stopListening()
      speaking.dispose()
      for (const timer of timers.values()) clearTimeout(timer)
    }
  }, [progress])
  useEffect(() => {
    announced.current = uploader
    announcements.current?.update(uploader)
  })

  return (
    <>
      <div role="status" data-part="announcement" style={UNSEEN} ref={status} />
      <div role="alert" data-part="announcement" style={UNSEEN} ref={alert} />
    </>
  )
}

/** Here and not in the stylesheet alone: parts are used without it as well. */
const UNSEEN = {
  position: 'absolute',
  inlineSize: 1,
  blockSize: 1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const
