import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'
import { type Announcement, listenTo } from './announcements.ts'
import './announcement-log.css'

/** Writes down what the live regions inside it say. It is no live region itself: nothing is to be heard twice. */
export function AnnouncementLog({ children }: { children: ReactNode }): ReactElement {
  const area = useRef<HTMLDivElement>(null)
  const [said, setSaid] = useState<readonly (Announcement & { id: number })[]>([])
  useEffect(
    () =>
      area.current === null
        ? undefined
        : listenTo(area.current, (next) => setSaid((before) => [...before, { ...next, id: before.length }])),
    [],
  )
  return (
    <div className="log">
      <div ref={area}>{children}</div>
      <section aria-labelledby="log-title">
        <h2 id="log-title">What screen readers are given</h2>
        {said.length === 0 && <p>Nothing yet.</p>}
        <ol>
          {said.map(({ id, role, text }) => (
            <li key={id}>
              <span data-role={role}>{role}</span> {text}
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}
