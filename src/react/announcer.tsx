'use client'
import type { ReactElement } from 'react'

/**
 * Speaks to screen readers. Both regions are always there, because a region that appears together with its text
 * is often not read.
 */
export function Announcer({ status, alert }: { status: string; alert: string }): ReactElement {
  return (
    <>
      <div role="status" data-part="announcement">
        {status}
      </div>
      <div role="alert" data-part="announcement">
        {alert}
      </div>
    </>
  )
}
